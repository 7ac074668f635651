"""ACRO's rules read on the public tables (threshold 10, the two largest at most 90 %), and each verdict answered.

Source of the rules: ACRO 1.0.2 (AI-SDC), `default.yaml`: `safe_threshold: 10`, `safe_nk_n: 2`, `safe_nk_k: 0.9`.
"""

from __future__ import annotations

from pathlib import Path

import pandas as pd
import pytest
from support.random_delivery import Kind, random_delivery
from support.written_texts import QUICK, published_results

from pipeline.indicators.edition import compute_edition
from pipeline.publication.audit.facts import ListedFact, listed_facts
from pipeline.publication.fact import publication_csv
from pipeline.publication.publication import publication_of
from pipeline.report.context import ReportContext

_THRESHOLD, _LARGEST, _SHARE = 10, 2, 0.9

# What ACRO would stop and we publish, and why.
ANSWERED = {
    ("flux", "effectif"): "a size to the nearest five, or « moins de 5 »: at least five values remain",
    ("resultats", "n"): "the same; under ten households nothing else of the row is published",
    ("sorties", "effectif"): "both groups together, in one edition, and each cause has five at least",
}


DOMINATED = {
    "troubles": "events counted, not amounts: two households may have the only ones; a rate a year, to a tenth",
    "droits_ouverts": "the same",
    "procedure_max": "a rank, most often 0: to a half",
}


@pytest.fixture(scope="module")
def tables() -> dict[str, pd.DataFrame]:
    return random_delivery(7, Kind())


@pytest.fixture(scope="module")
def facts(tables: dict[str, pd.DataFrame], tmp_path_factory: pytest.TempPathFactory) -> tuple[ListedFact, ...]:
    publication = publication_of(published_results(tables, "finale"), ReportContext("finale", QUICK, synthetique=True))
    path = tmp_path_factory.mktemp("publique") / "publication.csv"
    path.write_text(publication_csv(publication.facts), encoding="utf-8")
    return listed_facts(path)


def test_each_verdict_of_the_threshold_is_answered(facts: tuple[ListedFact, ...]) -> None:
    counts = [f for f in facts if f.is_count and not f.is_frame]
    stopped = {(f.element, f.measure) for f in counts if f.low < _THRESHOLD}
    assert stopped <= set(ANSWERED)
    sizes = {(f.element, f.named.get("indicateur"), f.group): f.low for f in counts if f.measure == "n"}
    for fact in facts:
        key = (fact.element, fact.named.get("indicateur"), fact.group)
        if key in sizes and not fact.is_count:
            assert sizes[key] >= _THRESHOLD - 2.5, fact.cell  # « 10 » is 7.5 to 12.5, and the rule asks for ten exactly


def test_no_amount_nor_score_rests_on_two_households(
    tables: dict[str, pd.DataFrame], facts: tuple[ListedFact, ...]
) -> None:
    """ACRO's dominance: the two largest make at most nine tenths of what a published mean adds up."""
    made = compute_edition(tables, QUICK.editions["finale"], QUICK.seuils, QUICK.controles)["indicateurs"]
    published = {
        (f.named["indicateur"], f.named["vague"], f.group) for f in facts if f.is_mean and f.element == "resultats"
    }
    dominated = set()
    for indicator, wave, group in published:
        rows = made[(made["indicateur"] == indicator) & (made["vague"] == wave) & (made["groupe"] == group)]
        values = rows["valeur"].dropna().abs().sort_values(ascending=False)
        if values.head(_LARGEST).sum() > _SHARE * values.sum():
            dominated.add(indicator)
    assert published
    assert dominated <= set(DOMINATED)


def test_the_list_of_answers_is_not_longer_than_the_verdicts(facts: tuple[ListedFact, ...]) -> None:
    assert {element for element, _ in ANSWERED} <= {f.element for f in facts} | {"sorties"}


def test_where_the_file_lies_is_told(facts: tuple[ListedFact, ...]) -> None:
    assert {Path(f.file).name for f in facts} == {"publication.csv"}
