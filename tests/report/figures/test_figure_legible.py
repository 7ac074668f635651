"""Every figure, as its file is: no word on another, none cut, none too small, sizes on it, no legend."""

from __future__ import annotations

import base64
import math
import re
from functools import cache, partial
from pathlib import Path

import pytest
from report.figures.conftest import HEAVIEST
from support.figure_words import POINT, figure_words
from support.random_delivery import Kind, random_delivery
from support.written_texts import QUICK, edition_results, random_edition

from pipeline.blind.labels import blind_words
from pipeline.report.blind_elements import BLIND_FIGURES
from pipeline.report.context import ReportContext
from pipeline.report.disclosure import protect
from pipeline.report.figures import FIGURES
from pipeline.report.figures.drawing import write_drawing
from pipeline.report.figures.theme import GROUP_COLOURS, INK, PAPER, SOFT
from pipeline.report.records import named
from pipeline.report.rendering.fonts import font_files

SOURCES = Path(__file__).parents[3] / "pipeline" / "report" / "figures"
ODD = {
    "two households a group": Kind(sizes=(2, 2)),
    "very unequal": Kind(sizes=(4, 200), debts=(3000.0, 0.0)),
    "nobody leaves": Kind(exits=(0.0, 0.0), censored=(0.0, 0.0)),
    "nothing varies": Kind(constant=True),
    "everybody leaves": Kind(
        sizes=(40, 19), exits=(1.0, 0.9), debts=(3000.0, 100.0), slopes=(80.0, -60.0), spent=1.6, profiles="disjoint"
    ),
    "no optional table": Kind(absent=("entretiens", "accompagnement", "couts")),
    "hundreds": Kind(sizes=(185, 429)),
}
# At half size (four pages on a sheet), held at 30 cm. An eye of 10/10 tells letters apart whose x is 5 minutes of arc
# high (ISO 8596: a gap of 1 minute, a fifth of the letter); 8 leave room for a print that is not perfect.
HALF, DISTANCE, MINUTES = 0.5, 300.0, 8.0
_SIZES = re.compile(
    r"\d[\u202f\u00a0]?(?:/[\u202f\u00a0]?\d+)?[\u202f\u00a0 ](?:ménages?|accompagnés|études|logements)\b"
    r"|[Mm]énages (?:inclus|prévus) : \d"
    r"|^(?:Encore suivis|Soldes connus|Entretiens|acc\. / tém\.|ménages)$|soldes connus, accompagnés / témoins$",
    re.MULTILINE,
)
# What has no households to count: an amount a budget line.
_COUNTS_NONE = ("couts",)


@pytest.fixture(scope="module")
def demonstration(watched_run: Path) -> list[Path]:
    """The vector files of a whole run."""
    return sorted((watched_run / "out" / "reports").glob("*/figures/*.svg"))


def test_every_vector_file_is_light(demonstration: list[Path]) -> None:
    sizes = {p.name: p.stat().st_size for p in demonstration}
    assert len(sizes) >= 15
    assert {name: size for name, size in sizes.items() if size >= HEAVIEST} == {}


@cache
def odd_results(name: str):
    return edition_results(random_delivery(5, ODD[name]), "finale", QUICK)


def drawn(folder: Path, results, context: ReportContext, **options) -> list[Path]:
    shown = named(protect(results, context.params.confidentialite.seuil))
    for name in options.pop("only", FIGURES):
        write_drawing(folder, name, FIGURES[name](shown, context), **options)
    return sorted(folder.glob("*.svg"))


def faults(paths: list[Path]) -> list[str]:
    return [fault for path in paths for fault in figure_words(path).faults()]


def test_the_words_of_the_demonstration_are_apart_and_whole(demonstration: list[Path]) -> None:
    assert len(demonstration) >= 15
    assert faults(demonstration) == []


def test_those_of_the_public_figure_too(watched_run: Path, tmp_path: Path) -> None:
    pages = list((watched_run / "out" / "reports").glob("*/publique/index.html"))
    assert pages
    for page in pages:
        for rank, code in enumerate(re.findall(r"data:image/svg\+xml;base64,([\w+/=]+)", page.read_text("utf-8"))):
            (tmp_path / f"{page.parent.parent.name}-{rank}.svg").write_bytes(base64.b64decode(code))
    paths = sorted(tmp_path.iterdir())
    assert len(paths) == len(pages)
    assert faults(paths) == []


@pytest.mark.slow
@pytest.mark.parametrize("name", list(ODD))
def test_those_of_an_odd_delivery_too(name: str, tmp_path: Path) -> None:
    paths = drawn(tmp_path, odd_results(name), ReportContext("finale", QUICK))
    assert len(paths) >= 8
    assert faults(paths) == []
    assert too_small(paths) == []
    assert without_sizes(paths) == []


@pytest.mark.slow
@pytest.mark.parametrize("seed", range(8))
def test_those_of_any_delivery_too(seed: int, tmp_path: Path) -> None:
    written = random_edition(seed, ("finale", "parcours", "intermediaire")[seed % 3])
    paths = drawn(tmp_path, written.results, written.context)
    assert faults(paths) == []
    assert too_small(paths) == []
    assert without_sizes(paths) == []


@pytest.mark.slow
def test_those_of_the_blind_figures_too(tmp_path: Path) -> None:
    written = random_edition(0)
    paths = drawn(tmp_path, written.results, written.context, only=BLIND_FIGURES, words=blind_words)
    assert paths
    assert faults(paths) == []


def test_the_smallest_letters_are_told_apart_at_half_size(demonstration: list[Path]) -> None:
    assert too_small(demonstration) == []


def too_small(paths: list[Path]) -> list[str]:
    """The lines of words whose x is too low at half size, by the font's own measure."""
    from matplotlib.ft2font import FT2Font

    face = FT2Font(str(font_files()[0]))
    of_a_point = face.get_sfnt_table("OS/2")["sxHeight"] / face.units_per_EM * 25.4 / POINT  # mm
    least = 2 * DISTANCE * math.tan(math.radians(MINUTES / 60) / 2)
    lines = ((path.stem, line) for path in paths for line in figure_words(path).lines)
    return [f"{name}: « {line.text} »" for name, line in lines if HALF * line.size * of_a_point < least]


def test_every_figure_says_on_how_many_it_stands(demonstration: list[Path]) -> None:
    assert without_sizes(demonstration) == []


def without_sizes(paths: list[Path]) -> list[str]:
    """The figures that print no number of households: on them, under their axis, or in their caption."""
    told = {
        path: "\n".join([*(line.text for line in figure_words(path).lines), path.with_suffix(".md").read_text("utf-8")])
        for path in paths
    }
    return [path.stem for path, words in told.items() if path.stem not in _COUNTS_NONE and not _SIZES.search(words)]


def test_words_have_the_colours_that_are_dark_enough_for_words(demonstration: list[Path]) -> None:
    allowed = {colour.lower() for colour in (INK, SOFT, PAPER, *GROUP_COLOURS.values())}
    for path in demonstration:
        assert {line.colour for line in figure_words(path).lines} <= allowed, path.stem


def test_no_figure_has_a_legend_and_none_has_colours_of_its_own() -> None:
    """A key far from its marks comes from one setting of the theme; a colour that no test compares, from a literal."""
    for source in SOURCES.glob("*.py"):
        words = source.read_text(encoding="utf-8")
        if source.name != "theme.py":
            assert "legend_position" not in words, source.name
            assert not re.search(r"[\"']#[0-9A-Fa-f]{6}", words), source.name
        else:
            assert re.findall(r"legend_position=(\S+),", words) == ['"none"']


def test_the_reader_of_words_sees_what_it_is_for(tmp_path: Path) -> None:
    """Two lines on each other, one that leaves the sheet."""
    from pipeline.report.figures.canvas import Canvas
    from pipeline.report.figures.drawing import Drawing

    write = partial(write_drawing, tmp_path)
    canvas = Canvas()
    canvas.write(1.0, 0.5, "Accompagnés")
    canvas.write(1.4, 0.52, "Témoins", bold=True)
    canvas.write(6.2, 1.0, "trop loin", size=5.0)
    canvas.write(1.0, 1.5, "seul")
    write("essai", Drawing(canvas.plot(2.0), caption="Un essai.", alt="Un essai."))
    path = tmp_path / "essai.svg"
    assert sorted(faults([path])) == [
        "essai: « Accompagnés » on « Témoins »",
        "essai: « trop loin » leaves the sheet",
    ]
    assert too_small([path]) == ["essai: « trop loin »"]
    assert without_sizes([path]) == ["essai"]
