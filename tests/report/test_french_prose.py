"""The documents of any edition are good French: typography, agreement, short sentences, no formula, no machine word."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from functools import cache
from pathlib import Path

import pytest
from support import french_prose as prose
from support.documents import DOCUMENTS, document
from support.written_texts import Written, random_edition, written

from pipeline.params import Demonstration
from pipeline.report.rendering.sources import read_report_source
from pipeline.synthetic.study import make_study

EDITIONS = ("finale", "parcours", "intermediaire")
SEEDS = range(12)
# By default one random delivery, and the demonstration as it is rendered.
READ = [pytest.param(d, marks=pytest.mark.slow) if d else d for d in (*EDITIONS, *SEEDS)]
BODY = ("synthese", "rapport")  # the documents that a reader without the annex reads
# Formulas that may stand more than three times in a document.
ALLOWED = (
    r"doi",  # a list of references is one formula by nature
    # why an indicator has no number, or one of another method, is said of each
    r"^Le plan prévoit .* en tient lieu\.$",
    r"^Aucun écart ne peut donc être estimé\.$",
    r"^L’écart entre les groupes n’est pas calculable",
    # as is why it has no interval, or no class
    r"l’intervalle de confiance n’est pas donné\W+: moins de",
    r"; un groupe a moins de cinq ménages, trop peu pour",
    r"^À l’inclusion, l’écart était de ",
    r"^(?:L’é|É)cart brut (?:est )?de ",
)
# Tables of the annex that name parameters, columns and programmes as their files do; and its index, which names cells.
NAMED = ("versions", "parametres", "index_tables")
INDEX = "sec-index-chiffres"


# The index of numbers is made of names of tables and of columns.
_INDEX = re.compile(r"^# [^\n]*\{#sec-index-chiffres\}.*?(?=^# |\Z)", re.MULTILINE | re.DOTALL)


@cache
def _documents(which: int | str) -> Mapping[str, str]:
    edition = _edition(which)
    return {name: prose.without_section(document(edition, name), INDEX) for name in DOCUMENTS}


def _edition(which: int | str) -> Written:
    if isinstance(which, int):
        return random_edition(which, EDITIONS[which % 3])
    return written(make_study(Demonstration()).tables, which)


@pytest.fixture(scope="module", params=READ, ids=str)
def documents(request: pytest.FixtureRequest) -> Mapping[str, str]:
    return _documents(request.param)


@pytest.fixture(scope="module")
def rendered(watched_run: Path) -> Mapping[str, str]:
    """The documents of the demonstration as they are rendered, with the captions and the words of figures."""
    folder = watched_run / "out" / "reports" / "finale"
    return {name: prose.without_section(read_report_source(folder, name).body, INDEX) for name in DOCUMENTS}


Rules = Mapping[str, Callable[[str], list[str]]]


def _rules(known: frozenset[str]) -> Rules:
    """The rules by name; `known`: words written with their accents, which may not stand without."""
    return {
        "typography": lambda text: prose.typography(prose.without_tables(text, *NAMED)),
        "agreement": lambda text: prose.agreement(prose.without_tables(text, *NAMED)),
        "too long": prose.too_long,
        "too long on average": prose.too_long_on_average,
        "repeated": lambda text: prose.repeated(text, ALLOWED),
        "lost accents": lambda text: prose.lost_accents(prose.without_tables(text, *NAMED), known),
        "cited late": prose.cited_late,
    }


RULES = tuple(_rules(frozenset()))


@pytest.fixture(scope="module")
def rules(rendered: Mapping[str, str]) -> Rules:
    """The rules, with the words of the demonstration's documents."""
    return _rules(frozenset().union(*map(prose.vocabulary, rendered.values())))


@pytest.mark.parametrize("rule", RULES)
def test_the_documents_are_good_french(rule: str, rules: Rules, documents: Mapping[str, str]) -> None:
    assert {name: found for name, text in documents.items() if (found := rules[rule](text))} == {}


@pytest.mark.parametrize("rule", RULES)
def test_the_words_of_figures_are_good_french(rule: str, rules: Rules, rendered: Mapping[str, str]) -> None:
    assert {name: found for name, text in rendered.items() if (found := rules[rule](text))} == {}


def test_no_formula_comes_back_all_along(rendered: Mapping[str, str]) -> None:
    """In the demonstration, which lacks nothing: what cannot be estimated is said of each indicator alike."""
    assert {name: found for name, text in rendered.items() if (found := prose.formulas(text))} == {}


@pytest.mark.slow
@pytest.mark.parametrize("edition", EDITIONS)
def test_no_formula_comes_back_in_any_edition(edition: str) -> None:
    assert {name: found for name, text in _documents(edition).items() if (found := prose.formulas(text))} == {}


@pytest.mark.parametrize("name", BODY)
def test_only_the_annex_has_words_of_the_machine(name: str, documents: Mapping[str, str]) -> None:
    assert prose.machine_words(documents[name]) == []
    assert not re.search("jour de l’ordinateur|empreinte", documents[name])


@pytest.mark.parametrize(
    ("rule", "wrong"),
    [
        ("typography", "Deux groupes : un écart"),
        ("typography", "« un mot\u00a0»"),
        ("typography", "Un écart de 12 points."),
        ("typography", "Un écart de 12\u00a0%, soit 12%."),
        ("typography", "l'écart"),
        ("typography", "0,85 écart type"),
        ("typography", "une part de 0.85"),
        ("agreement", "0,7\u00a0points"),
        ("agreement", "1\u00a0ménages"),
        ("agreement", "Ils sont 3\u00a0ménage."),
        ("agreement", "Le plan le le dit."),
        ("too long", f"Il {'y a ' * 40} rien."),
        ("too long on average", f"Il {'y a ' * 13} rien."),
        ("repeated", "\n\n".join(f"Un écart de {n}\u00a0points, en moyenne." for n in (2, 3, 5, 8))),
        ("lost accents", "La table des evenements est Departement."),
        ("cited late", "Le @tbl-y dit tout.\n\n| a |\n\n: Titre {#tbl-x}\n\nLe @tbl-x aussi."),
    ],
)
def test_each_rule_can_fail(rule: str, wrong: str, rules: Rules) -> None:
    assert rules[rule](wrong)


def test_a_formula_that_comes_back_is_found() -> None:
    said = "Il y a {}, ce qui exclut un écart plus défavorable ou plus favorable."
    assert prose.formulas("\n\n".join(map(said.format, "abcdef")))
    assert not prose.formulas("\n\n".join(map(said.format, "abcde")))


def test_a_document_that_is_well_written_passes(rules: Rules) -> None:
    fine = (
        "# Un écart de +12,5\u00a0points {#sec-x}\n\nLe @tbl-x donne l’écart-type\u00a0: 0,7\u00a0point, "
        "« 3\u00a0ménages\u00a0» et 1\u00a0ménage.\n\n| a |\n|---|\n| 1,5 |\n\n: Titre {#tbl-x}\n"
    ).replace("« ", "«\u00a0")
    assert {rule: found for rule, check in rules.items() if (found := check(fine))} == {}


def test_words_are_counted_as_they_are_read() -> None:
    assert prose.words("L’écart est de +1\u202f234,5\u00a0€ [−0,7\u00a0; +2].") == 6
    assert prose.sentences("# Titre\n\nUne phrase. Une autre, de 2,5\u00a0points.\n\n| x. Y |\n\n- Un point.") == [
        "Une phrase.", "Une autre, de 2,5\u00a0points.", "Un point.",
    ]  # fmt: skip
