"""What the report of the demonstration does of the reporting standards stands where its table says."""

from __future__ import annotations

from pathlib import Path

from pipeline.contract.declared import Declarations
from pipeline.contract.standards import CHEERS, CONSORT, DONE, TARGET, TREND
from pipeline.report.rendering.sources import NAMES
from pipeline.report.standards import SECTIONS, is_told, items_found, read_elements


def test_what_is_done_is_in_the_report_of_the_demonstration(watched_run: Path) -> None:
    folder = watched_run / "out" / "reports" / "finale"
    elements = read_elements(folder)
    page = "".join((folder / f"{name}.html").read_text(encoding="utf-8") for name in NAMES)
    known = {(s.name, i.number): i for s in (TARGET, TREND, CHEERS, CONSORT) for i in s.items}
    done = [f for f in items_found(elements, Declarations()) if f.state == DONE and f.standard != "TIDieR 2014"]
    assert len(done) > 40
    for f in done:
        for need in known[f.standard, f.number].needs:
            assert is_told(need, elements), (f, need)
            assert f'id="{SECTIONS[need.element]}"' in page, (f, need)
    table = (folder / "tableaux" / "normes.md").read_text(encoding="utf-8")
    assert table.count("| fait |") == len(done) + sum(
        f.state == DONE for f in items_found(elements, Declarations()) if f.standard == "TIDieR 2014"
    )
