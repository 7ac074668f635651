"""The elements of a report in blind mode: tables and figures with groups A and B, and no sentence that reads them.

What interprets a difference, names what was planned for a group, or is drawn from the scheme's own records is left out:
an element that is not listed here is not written.
"""

from __future__ import annotations

import dataclasses
import re
from collections.abc import Callable
from pathlib import Path

from pipeline.report.context import ReportContext
from pipeline.report.disclosure import protect
from pipeline.report.elements import TABLES, TEXTS, in_its_place
from pipeline.report.metrics import arrears_csv, metrics_json, survival_csv
from pipeline.report.results import EditionResults
from pipeline.report.tables.pipe import PipeTable
from pipeline.report.variables import as_yaml, variables
from pipeline.report.wording import no_break

BLIND_TEXTS = ("bandeau", "verrou")
BLIND_TABLES = (
    "verrou", "flux", "comparabilite", "maintien", "impayes", "bien_etre", "troubles_droits", "effets_principal",
    "effets_secondaires", "effets_exploratoires", "qualite", "manquants", "versions",
)  # fmt: skip
_NOTES_LEFT_OUT = ("qualite",)  # the note sends to the senders' pages, which the blind mode does not write
_TO_A_SECTION = re.compile(r"\s*\(@sec-[\w-]+\)")
BLIND_FIGURES = ("comparabilite", "survie", "causes", "impayes", "bien_etre", "effets")
BLIND_LINE = "Examen en aveugle : les groupes A et B ne sont pas nommés."

Rename = Callable[[str], str]


def write_blind_elements(
    folder: Path, results: EditionResults, context: ReportContext, words: Rename, codes: Rename
) -> None:
    """Write the elements that the blind report includes, below `folder`.

    `results`: restricted to what may be shown. `words`, `codes`: how a French text, and how a name of column or key,
    name the groups. The same input gives the same bytes.
    """
    from pipeline.report.figures import FIGURES
    from pipeline.report.figures.drawing import write_drawing

    results = protect(results, context.params.confidentialite.seuil)
    for name in BLIND_TEXTS:
        _write(folder / "textes" / f"{name}.md", words(TEXTS[name](results, context)))
    for name in BLIND_TABLES:
        build, otherwise = TABLES[name]
        table = build(results, context)
        if table is None:
            _write(
                folder / "tableaux" / f"{name}.md", words(no_break(in_its_place(otherwise, results, context)) + "\n")
            )
            continue
        shown = _restricted(table)
        _write(folder / "tableaux" / f"{name}.md", words(shown.markdown()))
        _write(folder / "tableaux" / f"{name}.csv", codes(words("\ufeff" + shown.csv())))
    for name in BLIND_FIGURES:
        write_drawing(folder / "figures", name, FIGURES[name](results, context), words)
    _write(folder / "_variables.yml", codes(words(as_yaml(_variables(results, context)))))
    _write(folder / "metriques.json", codes(metrics_json(results, context)))
    _write(folder / "courbes" / "survie.csv", codes(survival_csv(results.survie)))
    _write(
        folder / "courbes" / "impayes.csv",
        codes(arrears_csv(results.trajectoires, context.params.confidentialite.seuil)),
    )


def _variables(results: EditionResults, context: ReportContext) -> dict[str, str]:
    every = {name: text for name, text in variables(results, context).items() if isinstance(text, str)}
    kept = {n: every[n] for n in ("titre", "edition", "gel", "gel_iso", "horizon", "niveau", "tirages")}
    return kept | {"bandeau": " ".join(line for line in (every["bandeau"], BLIND_LINE) if line)}


def _restricted(table: PipeTable) -> PipeTable:
    """Without the rows whose cells are all empty but their title, which stand for what the blind mode does not tell;
    without what sends to a section, since the blind report has others."""
    rows = [row for row in table.rows if any(cell.strip() for cell in row[1:])]
    notes = [_TO_A_SECTION.sub("", note) for note in table.notes]
    return dataclasses.replace(table, rows=rows, notes=() if table.name in _NOTES_LEFT_OUT else tuple(notes))


def _write(path: Path, text: str) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(text, encoding="utf-8", newline="")
