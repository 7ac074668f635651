"""The plan in the report: estimands true of each edition, the lock and what changed, the ROBINS-I self-rating."""

from __future__ import annotations

import datetime as dt

import pytest

from pipeline.contract.declared import DomainRating, LockReading, PlanChange, RiskOfBias
from pipeline.contract.estimands import SUMMARIES, Strategy, intercurrent_events
from pipeline.contract.indicators import DUREE_MAINTIEN, INDICATORS
from pipeline.contract.robins import DOMAINS, TARGET_TRIAL
from pipeline.params import Params, Plan
from pipeline.report.context import ReportContext
from pipeline.report.sentences.lock import lock_text
from pipeline.report.sentences.robins import robins_basis_text, robins_text
from pipeline.report.tables.estimands import estimands_table, secondary_estimands_table
from pipeline.report.tables.lock import lock_table
from pipeline.report.tables.robins import robins_table, target_trial_table

PARAMS = Params()


def plain(text: str) -> str:
    return text.replace("\u00a0", " ").replace("\u202f", " ")


def context(nom: str = "finale", **changes: object) -> ReportContext:
    return ReportContext(nom, PARAMS, **changes)  # type: ignore[arg-type]


def primary(indicator: str) -> ReportContext:
    plan = Plan(indicateur_principal=indicator, secondaires=())
    return ReportContext("finale", PARAMS.model_copy(update={"plan": plan}))


@pytest.mark.parametrize("nom", list(PARAMS.editions))
def test_the_primary_estimand_has_its_five_attributes(nom: str) -> None:
    table = estimands_table(context(nom))
    cells = {row[0]: plain(row[1]) for row in table.rows}
    edition = PARAMS.editions[nom]
    assert f"à {edition.horizon} mois" in cells["Variable"]
    assert str(edition.gel.year) in cells["Population"]
    assert "gestion ordinaire" in cells["Traitement"]
    assert cells["Mesure de synthèse"].startswith("Différence de proportions, accompagnés moins témoins")
    assert "95 %" in cells["Mesure de synthèse"]
    events = {name: text for name, text in cells.items() if name.startswith("Événement intercurrent")}
    mutation = next(text for name, text in events.items() if "mutation" in name)
    assert mutation == "Composite : compte comme un maintien"
    death = next(text for name, text in events.items() if "décès" in name)
    assert death.startswith("Hypothétique")
    assert any("retrait" in name for name in events)
    assert any(text.startswith("Politique de traitement") for text in events.values())


def test_the_strict_indicator_counts_a_mutation_as_an_exit() -> None:
    events = {e.event: e for e in intercurrent_events(INDICATORS["maintien_strict"])}
    assert "sortie" in events["Mutation dans le parc social"].meaning


@pytest.mark.parametrize("name", [i.name for i in INDICATORS.values() if i.estimated])
def test_every_estimated_indicator_has_an_estimand(name: str) -> None:
    text = plain(estimands_table(primary(name)).markdown())
    assert INDICATORS[name].label.split(" (")[0] in text
    assert SUMMARIES[INDICATORS[name].scale] in text
    assert "retrait de l’étude" in text


def test_the_duration_too() -> None:
    assert {e.strategy for e in intercurrent_events(DUREE_MAINTIEN)} >= {Strategy.HYPOTHETICAL, Strategy.MISSING}


def test_the_wave_is_the_one_that_exists() -> None:
    """No interview at 18 months: the estimand of that edition is at 12 months, and the table says so."""
    table = secondary_estimands_table(context("parcours"))
    assert table is not None
    rows = [plain(row[0]) for row in table.rows]
    assert any("**Réseau social (LSNS-6)** à 12 mois" in row for row in rows)
    assert any("**Impayé (solde)** à 18 mois" in row for row in rows)
    assert any("depuis l’inclusion et jusqu’à 18 mois" in row for row in rows)
    assert any("nouvellement logés seulement" in row for row in rows)


def test_every_secondary_indicator_is_there_once() -> None:
    table = secondary_estimands_table(context())
    assert table is not None
    text = " ".join(row[0] for row in table.rows)
    for name in PARAMS.plan.secondaires:
        assert text.count(f"**{INDICATORS[name].label}**") == 1
    assert secondary_estimands_table(primary("maintien")) is None


LOCK = LockReading(
    date=dt.date(2015, 1, 15), gels={"finale": dt.date(2017, 3, 31)}, empreinte="ab" * 32, resultats="a|b"
)


def test_a_plan_that_has_not_changed_is_a_sentence() -> None:
    text = plain(lock_text(context(verrou=LOCK)))
    assert "verrouillé le 15 janvier 2015 (jour de l’ordinateur), pour des données gelées au 31 mars 2017" in text
    assert "(édition finale)" in text
    assert "Aucun résultat ne se trouvait alors dans le dossier « a\\|b » ; rien d’autre n’a été regardé." in text
    assert text.rstrip().endswith("Le plan n’a pas changé depuis le 15 janvier 2015.")
    assert lock_table(context(verrou=LOCK)) is None


def test_what_changed_is_a_sentence_and_a_table_that_no_value_breaks() -> None:
    changes = (
        PlanChange("plan.tirages", "9999", "499"),
        PlanChange("plan.secondaires", "[a|b]", ""),
        PlanChange("plan.`x`|y", "", "<script>"),
    )
    moved = LockReading(date=LOCK.date, gels=LOCK.gels, empreinte=LOCK.empreinte, changements=changes)
    table = lock_table(context(verrou=moved))
    assert table is not None
    assert table.rows[0] == ["`plan.tirages`", "9999", "499"]
    assert table.rows[1][1:] == ["\\[a\\|b\\]", "–"]
    assert table.rows[2] == ["`plan.xy`", "–", "\\<script\\>"]
    assert "3 clés ont changé" in plain(lock_text(context(verrou=moved)))


def test_a_lock_after_the_results_says_so() -> None:
    late = LockReading(date=LOCK.date, gels=LOCK.gels, empreinte=LOCK.empreinte, apres_lecture=True, motif="Essai.")
    text = plain(lock_text(context(verrou=late)))
    assert "Des résultats avaient déjà été produits" in text
    assert "Raison donnée : Essai." in text
    assert "Aucun résultat" not in text


def test_no_lock_is_a_sentence() -> None:
    assert lock_text(context()).startswith("Aucun plan n’a été verrouillé")


DATA = "0123456789abcdef"


def rating(
    ensemble: str = "serieux", last: str = "faible", reason: str = "Parce | que.", donnees: tuple[str, ...] = (DATA,)
) -> RiskOfBias:
    judgements = ["serieux", "faible", "faible", "faible", "serieux", "modere", last]
    domains = tuple(
        DomainRating(name, judgement, reason, "vers_zero") for name, judgement in zip(DOMAINS, judgements, strict=True)
    )
    trial = dict.fromkeys(TARGET_TRIAL, "Ainsi.")
    return RiskOfBias("la note", trial, domains, ensemble, donnees, {"effet": "Autrement."})


def test_the_rating_names_the_domains_that_make_the_whole() -> None:
    text = plain(robins_text(context(robins=rating(), empreinte_donnees=DATA)))
    assert "**sérieux** dans l’ensemble (facteurs de confusion et données manquantes)" in text
    table = robins_table(context(robins=rating(), empreinte_donnees=DATA, verrou=LOCK))
    assert table is not None
    assert next(row[0] for row in table.rows) == "1. Facteurs de confusion"
    assert len(table.rows) == 8
    assert table.rows[-1][1] == "**Sérieux**"
    assert table.rows[0][3] == "Parce \\| que\\."
    trial = target_trial_table(context(robins=rating()))
    assert trial is not None
    assert len(trial.rows) == len(TARGET_TRIAL)
    done = {row[0]: row[2] for row in trial.rows}
    assert done[TARGET_TRIAL["effet"]] == "Autrement\\."
    assert done[TARGET_TRIAL["suivi"]] == "non renseigné"
    assert "reste à faire" not in text + table.caption
    ours = target_trial_table(context(robins=rating(), empreinte_donnees=DATA))
    assert ours is not None
    assert "d’autres données" not in plain(ours.caption)
    assert "sur la note" in plain(robins_basis_text(context(robins=rating())))


@pytest.mark.parametrize(
    ("donnees", "why"),
    [((DATA,), "elle a été faite sur d’autres données"), ((), "elle ne dit pas de quelles données elle a été faite")],
)
def test_a_rating_of_other_data_is_not_this_delivery_s(donnees: tuple[str, ...], why: str) -> None:
    here = context(robins=rating(donnees=donnees), empreinte_donnees="f" * 16)
    text = plain(robins_text(here))
    assert "n’a pas été coté pour cette livraison" in text
    assert why in text
    assert "sérieux" not in text
    assert "reste à faire" in plain(robins_basis_text(here))
    table = robins_table(here)
    assert table is not None
    assert "n’est pas celle de cette livraison" in plain(table.caption)
    trial = target_trial_table(here)
    assert trial is not None
    assert "écrit pour d’autres données" in plain(trial.caption)


def contradicted(verrou: LockReading, **given: str) -> str:
    """What the report says against the last domain's rating, in its row and in the limits alike."""
    here = context(robins=rating(**given), empreinte_donnees=DATA, verrou=verrou)  # type: ignore[arg-type] (texts)
    table = robins_table(here)
    assert table is not None
    cell, text = plain(table.rows[6][3]), plain(robins_text(here))
    mark = "Cette cote suppose un plan verrouillé avant les résultats"
    assert (mark in cell) == (mark in text)
    assert not any(mark in row[3] for row in table.rows[:6])
    return cell.partition("dans cette exécution, ")[2].rstrip("*.")


def test_a_rating_that_leans_on_a_lock_is_held_to_it() -> None:
    late = LockReading(date=LOCK.date, apres_lecture=True)
    moved = LockReading(date=LOCK.date, changements=(PlanChange("plan.tirages", "9999", "499"),))
    assert contradicted(LockReading()) == "aucun plan n’a été verrouillé"
    assert contradicted(late) == "le plan a été verrouillé après que des résultats ont été produits"
    assert contradicted(moved) == "1 clé du plan a changé depuis le verrou"
    assert contradicted(LOCK) == ""


def test_a_moderate_rating_is_contradicted_only_when_it_cites_a_lock() -> None:
    assert contradicted(LockReading(), last="modere", reason="Un plan verrouillé et comparé.") != ""
    assert contradicted(LockReading(), last="modere", reason="Toutes les estimations sont montrées.") == ""
    assert contradicted(LockReading(), last="serieux", reason="Aucun plan verrouillé.") == ""


def test_no_rating_is_a_sentence() -> None:
    assert "n’a pas été coté" in robins_text(context())
    assert robins_table(context()) is None
    assert target_trial_table(context()) is None
