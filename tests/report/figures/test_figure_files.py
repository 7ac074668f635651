"""The three files of each figure: there, the same bytes twice, without date, program name or machine font."""

from __future__ import annotations

import multiprocessing
import os
import pickle
import re
import struct
import subprocess
import sys
from pathlib import Path

import pytest
from report.figures.conftest import HEAVIEST

from pipeline.report import processes
from pipeline.report.context import ReportContext
from pipeline.report.figures import FIGURES, FigureWriter, writing_figures
from pipeline.report.figures.drawing import NoDrawing, write_drawing
from pipeline.report.figures.theme import DPI, WIDTH
from pipeline.report.processes import shared_out, warm_up
from pipeline.report.results import EditionResults

SUFFIXES = ("svg", "png", "md", "json")
# Those that the core results are enough for; the others are drawn, and looked at, by a whole run.
DRAWN = ("synthese", "flux", "comparabilite", "survie", "causes", "impayes", "bien_etre", "effets")


@pytest.fixture(scope="module")
def written(results_of: dict[str, EditionResults], tmp_path_factory: pytest.TempPathFactory) -> Path:
    from pipeline.params import Params

    folder = tmp_path_factory.mktemp("edition")
    with writing_figures(folder, results_of["finale"], ReportContext("finale", Params())):
        pass
    return folder / "figures"


def test_the_figures_of_the_estimates_have_their_three_files_and_the_others_a_sentence(written: Path) -> None:
    assert set(DRAWN) < set(FIGURES)
    for name in FIGURES:
        suffixes = SUFFIXES if name in DRAWN else ("md", "json")
        assert {p.suffix[1:] for p in written.glob(f"{name}.*")} == set(suffixes), name


QUICKLY = ("flux", "survie", "effets")


def test_a_run_ended_while_work_is_handed_out_leaves_nobody_at_work(monkeypatch: pytest.MonkeyPatch) -> None:
    """A signal comes where the first process is still being started: what it was given is done or dropped before."""
    done: list[bool] = []

    class Pool(processes.ProcessPoolExecutor):
        def submit(self, *_: object, **__: object) -> object:  # type: ignore[override]  # no task gets in
            raise KeyboardInterrupt

        def shutdown(self, wait: bool = True, *, cancel_futures: bool = False) -> None:
            done.append(wait and cancel_futures)
            super().shutdown(wait, cancel_futures=cancel_futures)

    monkeypatch.setattr(processes, "ProcessPoolExecutor", Pool)
    with pytest.raises(KeyboardInterrupt), shared_out(("a", "b"), print, lambda *_: None, 2):
        pass
    assert done == [True]


@pytest.mark.parametrize("name", [n if n in QUICKLY else pytest.param(n, marks=pytest.mark.slow) for n in DRAWN])
def test_one_process_writes_what_several_do_in_any_order(
    written: Path, results: EditionResults, context: ReportContext, tmp_path: Path, name: str
) -> None:
    FigureWriter(tmp_path, results, context)(name)
    for path in sorted(written.glob(f"{name}.*")):
        assert (tmp_path / path.name).read_bytes() == path.read_bytes(), path.name


@pytest.mark.slow
def test_processes_that_start_from_nothing_write_them_too(
    written: Path, results: EditionResults, context: ReportContext, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(multiprocessing, "get_all_start_methods", lambda: ["spawn"])
    told: list[tuple[int, int]] = []
    with shared_out(["flux", "survie"], FigureWriter(tmp_path, results, context), lambda *how: told.append(how), 2):
        pass
    assert told == [(1, 2), (2, 2)]
    for path in sorted(tmp_path.iterdir()):
        assert (written / path.name).read_bytes() == path.read_bytes(), path.name
    assert len(list(tmp_path.iterdir())) == 8


def test_a_temporary_folder_too_deep_for_a_socket_stops_nothing(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    """A long name is usual on macOS; the server of processes then has no address."""
    from multiprocessing import forkserver

    deep = tmp_path / ("d" * 120)
    deep.mkdir()
    monkeypatch.setattr("tempfile.tempdir", str(deep))
    monkeypatch.delitem(multiprocessing.current_process()._config, "tempdir", raising=False)  # what it remembers
    monkeypatch.setattr("pipeline.report.processes.cores", lambda: 2)
    monkeypatch.setattr(forkserver, "ensure_running", forkserver.ForkServer().ensure_running)
    with pytest.raises(OSError, match="too long"):
        forkserver.ensure_running()
    warm_up()


def test_where_no_process_can_be_started_all_is_drawn_here(monkeypatch: pytest.MonkeyPatch) -> None:
    def refused(*_: object, **__: object) -> None:
        raise OSError("no more processes")

    monkeypatch.setattr(processes, "ProcessPoolExecutor", refused)
    done: list[str] = []
    with shared_out(["a", "b"], done.append, lambda *_: None, 2):
        pass
    assert done == ["a", "b"]


@pytest.mark.parametrize("name", DRAWN)
def test_the_vector_file_is_light(written: Path, name: str) -> None:
    assert (written / f"{name}.svg").stat().st_size < HEAVIEST


@pytest.mark.slow
def test_another_process_writes_the_same_bytes_whatever_its_settings(
    written: Path, results: EditionResults, tmp_path: Path
) -> None:
    (tmp_path / "results.pickle").write_bytes(pickle.dumps(results))
    (tmp_path / "matplotlibrc").write_text("font.size: 25\nsvg.fonttype: none\nsvg.hashsalt: other\naxes.grid: True\n")
    program = (
        "import pickle, sys; from pathlib import Path\n"
        "from pipeline.params import Params\n"
        "from pipeline.report.context import ReportContext\n"
        "from pipeline.report.figures import writing_figures\n"
        "results = pickle.loads(Path('results.pickle').read_bytes())\n"
        "with writing_figures(Path('.'), results, ReportContext('finale', Params())):\n    pass\n"
    )
    root = str(Path(__file__).parents[3])
    environment = os.environ | {"PYTHONHASHSEED": "7", "PYTHONPATH": root, "MPLBACKEND": "svg", "TZ": "Asia/Tokyo"}
    subprocess.run([sys.executable, "-c", program], cwd=tmp_path, env=environment, check=True)
    for path in sorted(written.iterdir()):
        assert (tmp_path / "figures" / path.name).read_bytes() == path.read_bytes(), path.name


@pytest.mark.parametrize("name", DRAWN)
def test_svg_carries_neither_date_nor_program_nor_text_to_be_set_in_another_font(written: Path, name: str) -> None:
    svg = (written / f"{name}.svg").read_text(encoding="utf-8")
    assert "<dc:date>" not in svg
    assert "<dc:creator>" not in svg
    assert "<text" not in svg
    assert "<image" not in svg


@pytest.mark.parametrize("name", DRAWN)
def test_png_is_the_text_width_at_200_dots_an_inch(written: Path, name: str) -> None:
    png = (written / f"{name}.png").read_bytes()
    assert b"Software" not in png
    assert b"tIME" not in png
    (width,) = struct.unpack(">I", png[16:20])
    assert width == round(WIDTH * DPI)
    resolution = png.index(b"pHYs") + 4
    (per_metre,) = struct.unpack(">I", png[resolution : resolution + 4])
    assert per_metre == pytest.approx(200 / 0.0254, abs=1)


@pytest.mark.parametrize("name", DRAWN)
def test_snippet_has_caption_path_without_extension_id_and_alt_text(written: Path, name: str) -> None:
    snippet = (written / f"{name}.md").read_text(encoding="utf-8")
    match = re.match(rf'!\[([^\n]+)\]\(figures/{name}\)\{{#fig-{name} fig-alt="([^"\n]+)"\}}\n', snippet)
    assert match is not None
    caption, alt = match.groups()
    assert caption.endswith(".")
    assert len(alt) > 40
    assert not re.search(r"\d\.\d|nan|None", snippet)


@pytest.mark.parametrize("name", list(FIGURES))
def test_no_result_gives_a_sentence_and_no_figure(name: str, context: ReportContext) -> None:
    outcome = FIGURES[name](EditionResults(), context)
    assert isinstance(outcome, NoDrawing)
    assert re.fullmatch(r"[A-Z].* (?:tracée?s?) : .+\.", outcome.sentence)


def test_a_sentence_replaces_the_figure_of_an_earlier_run(tmp_path: Path) -> None:
    for suffix in ("svg", "png", "md"):  # the numbers of the caption are written again whatever there is to draw
        (tmp_path / f"survie.{suffix}").write_text("ancien")
    write_drawing(tmp_path, "survie", NoDrawing("Rien à tracer."))
    assert [p.name for p in tmp_path.iterdir()] == ["survie.md"]
    assert (tmp_path / "survie.md").read_text(encoding="utf-8") == "Rien à tracer.\n"
