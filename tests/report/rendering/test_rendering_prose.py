"""The report’s own sources: every element shown once, French typeset as French, nothing promised wrongly."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from pipeline.shipped import report_sources

FILES = sorted((report_sources() / "sections").glob("*.qmd"))
MAINS = [report_sources() / f"{name}.qmd" for name in ("synthese", "rapport", "annexe")]
TEXT = {f.name: f.read_text(encoding="utf-8") for f in [*MAINS, *FILES]}
ALL = "\n".join(TEXT.values())

TEXTES = (
    "reponse", "plan", "flux", "comparabilite", "maintien", "impayes", "bien_etre", "troubles_droits",
    "effets", "qualite", "fabrication",
)  # fmt: skip
TABLEAUX = (
    "flux", "comparabilite", "maintien", "impayes", "bien_etre", "troubles_droits", "effets_principal",
    "effets_secondaires", "effets_exploratoires", "qualite", "manquants",
    "parametres", "versions",
)  # fmt: skip
FIGURES = ("flux", "comparabilite", "survie", "causes", "impayes", "bien_etre", "effets")
VARIABLES = {
    "edition", "gel", "horizon", "seuil", "tirages", "impaye_mois", "isolement", "solitude", "bien_etre",
    "titre", "auteur", "financeur", "date",
    "titres.maintien", "titres.impayes", "titres.se_maintenir", "titres.s_installer", "titres.bien_etre",
    "titres.droits", "titres.couts",
}  # fmt: skip


@pytest.mark.parametrize(
    "path",
    [f"{folder}/{name}.md" for folder, names in (("textes", TEXTES), ("tableaux", TABLEAUX), ("figures", FIGURES))
     for name in names] + ["moteur.md"] + [f"sections/{f.name}" for f in FILES],
)  # fmt: skip
def test_every_element_and_section_is_included_somewhere_and_in_no_document_twice(path: str) -> None:
    counts = [_included(main.name).count(path) for main in MAINS]
    assert 1 in counts
    assert max(counts) == 1


@pytest.mark.parametrize("main", MAINS, ids=lambda m: m.stem)
def test_every_document_says_what_it_is_and_bears_the_banner(main: Path) -> None:
    assert f"\ndocument: {main.stem}\naudience: restreint\n" in TEXT[main.name]
    assert TEXT[main.name].count("{{< include textes/bandeau.md >}}") == 1


def test_only_agreed_variables_are_used() -> None:
    assert set(re.findall(r"\{\{< var (\S+) >\}\}", ALL)) == VARIABLES


def _included(name: str) -> list[str]:
    found = re.findall(r"^\{\{< include (\S+) >\}\}$", TEXT[name], re.MULTILINE)
    return found + [p for f in found if f.startswith("sections/") for p in _included(f.removeprefix("sections/"))]


def _prose(name: str) -> list[str]:
    lines = TEXT[name].splitlines()
    if name in {m.name for m in MAINS}:
        return []
    lines = [re.sub(r"\{\{<.*?>\}\}|\{[#.][^}]*\}|\]\([^)]*\)+", "", line) for line in lines]
    return [line for line in lines if not line.startswith((":::", "|", ": "))]


@pytest.mark.parametrize("name", TEXT)
def test_french_typography(name: str) -> None:
    for line in _prose(name):
        assert "'" not in line, line
        assert not re.search(r" [;:?!»%€]|« (?!\S*$)", line), line
        assert not re.search(r"\d \d{3}\b", line), line


def test_nothing_is_called_anonymous_significant_or_proven() -> None:
    assert not re.search(r"anonym|significati|TODO|démontre que", ALL, re.IGNORECASE)


def test_the_sources_compute_nothing() -> None:
    assert not re.search(r"```\s*\{|`r |jupyter|knitr", ALL)


def test_no_fixed_date_of_an_edition_stands_in_the_prose() -> None:
    for forbidden in ("31 mars 2016", "30 septembre 2016", "31 mars 2017", "24 mois", "18 mois"):
        assert forbidden not in ALL.replace("\u00a0", " ")
