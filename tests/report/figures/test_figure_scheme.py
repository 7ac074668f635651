"""Figures of the scheme: drawn from the clean delivery, replaced by a sentence without data, nothing masked shown."""

from __future__ import annotations

from pathlib import Path

import pytest
from support.read_results import read_results

from pipeline.contract.produced.catalogue import read_by
from pipeline.estimate.edition import estimate_edition
from pipeline.indicators.edition import compute_edition
from pipeline.params import Params
from pipeline.report.context import ReportContext
from pipeline.report.disclosure import protect
from pipeline.report.figures import FIGURES
from pipeline.report.figures.drawing import NoDrawing
from pipeline.report.results import EditionResults
from pipeline.scheme.edition import scheme_edition
from pipeline.scheme.household_costs import household_costs
from pipeline.stages.scheme import read_note

PARAMS = Params.model_validate(
    {"plan": {"tirages": 199, "reechantillonnages": 99}, "parcours": {"reechantillonnages": 20}}
)
NAMES = ("mise_en_oeuvre", "couts", "plan_cout", "acceptabilite", "sensibilite", "carte")


def build(tables, name: str) -> EditionResults:
    edition = PARAMS.editions[name]
    computed = compute_edition(tables, edition, PARAMS.seuils, PARAMS.controles)
    costs = household_costs(tables.get("couts"), computed["inclusions"], computed["indicateurs"], edition, PARAMS.couts)
    # Costs are compared with the primary indicator alone, whose estimates are the same without the others.
    primary = computed["indicateurs"]["indicateur"] == PARAMS.plan.indicateur_principal
    read = computed | {"couts_menages": costs, "indicateurs": computed["indicateurs"][primary]}
    estimated = estimate_edition(name, edition, read, PARAMS.plan)
    scheme = scheme_edition(name, tables, computed | estimated, read_note(), PARAMS)
    made = {**estimated, **scheme}
    frames = {e.name: made[e.name] for e in read_by("elements") if e.name in made}
    return protect(EditionResults(**frames), PARAMS.confidentialite.seuil)


@pytest.mark.parametrize("name", NAMES)
def test_without_data_a_sentence_stands_in_its_place(name: str) -> None:
    outcome = FIGURES[name](EditionResults(), ReportContext("finale", PARAMS))
    assert isinstance(outcome, NoDrawing)
    assert outcome.sentence.endswith(".")


def shown(run: Path, name: str) -> EditionResults:
    return protect(read_results(run, name), PARAMS.confidentialite.seuil)


def test_the_words_of_each_figure(propre_run: Path, drawn) -> None:
    results, context = shown(propre_run, "finale"), ReportContext("finale", PARAMS)
    words = {name: drawn(FIGURES[name](results, context)) for name in NAMES}
    assert "5,0\u00a0/\u00a05,0 à 7,0" in words["mise_en_oeuvre"]
    assert "99\u202f218\u00a0€ / 94\u202f850\u00a0€" in words["couts"]
    assert "Essonne" in words["carte"]
    assert "6\u202f179\u00a0logts" in words["carte"]
    of_sites = results.couverture[results.couverture["dimension"] == "departement"]["atteint"]
    assert of_sites.between(1, 4).any()
    assert all(f"{n:.0f}\u00a0mén." in words["carte"] for n in of_sites), "as the table of targets tells them"
    assert "Écart de maintien" in words["sensibilite"]


def test_an_unbounded_ratio_is_an_arrow(propre_run: Path, drawn) -> None:
    outcome = FIGURES["sensibilite"](shown(propre_run, "intermediaire"), ReportContext("intermediaire", PARAMS))
    assert "►" in drawn(outcome)
    assert "sans limite" in outcome.alt


@pytest.mark.parametrize("absent", ["couts", pytest.param("accompagnement", marks=pytest.mark.slow)])
def test_what_was_not_delivered_is_not_drawn(propre_tables, absent: str) -> None:
    del propre_tables[absent]
    results, context = build(propre_tables, "finale"), ReportContext("finale", PARAMS)
    gone = {"accompagnement": ("mise_en_oeuvre",), "couts": ("couts", "plan_cout", "acceptabilite", "sensibilite")}
    for name in NAMES:
        assert isinstance(FIGURES[name](results, context), NoDrawing) == (name in gone[absent]), name
