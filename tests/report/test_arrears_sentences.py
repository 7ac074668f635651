"""The section on arrears: who has no balance, the debt while housed, what moved before; also on odd deliveries."""

from __future__ import annotations

import math
import re

import pandas as pd
import pytest
from support.random_delivery import random_delivery
from support.written_texts import QUICK, Written, edition_results, write

from pipeline.contract.produced.sensitivity import ECARTS_MENSUELS, SENSIBILITE
from pipeline.params import Demonstration, Params
from pipeline.report.context import ReportContext
from pipeline.report.results import EditionResults
from pipeline.report.sentences.before import before_contact_text, before_inclusion_text, while_housed_text
from pipeline.synthetic.study import make_study

CONTEXT = ReportContext("finale", Params())
OURS = ("impayes", "dette_logement", "avant_contact", "avant_inclusion")
NO_EFFECT = "ne peut pas être un effet de l’accompagnement"


def plain(text: str) -> str:
    return text.replace("\u00a0", " ").replace("\u202f", " ")


def gaps(*rows: tuple[str, int, float, float | None, int]) -> EditionResults:
    """(lecture, mois, difference, part_contactes, accompanied): intervals of ± 30, 20 controls."""
    frame = ECARTS_MENSUELS.frame(
        {
            "lecture": reading, "mois": month, "difference": d, "ic_bas": d - 30, "ic_haut": d + 30,
            "bande_basse": d - 40, "bande_haute": d + 40, "n_accompagnes": n, "n_temoins": 20, "part_contactes": met,
        }
        for reading, month, d, met, n in rows
    )  # fmt: skip
    return EditionResults(ecarts_mensuels=frame)


def before(*rows: dict[str, object]) -> EditionResults:
    blank = dict.fromkeys(SENSIBILITE.names, math.nan) | {"note": "", "sens_favorable": -1, "n_temoins": 8}
    return EditionResults(sensibilite=pd.DataFrame([blank | r for r in rows], columns=SENSIBILITE.names))


def test_the_last_month_by_which_half_at_most_were_met_speaks_and_so_do_those_not_met() -> None:
    rows = [("connus", m, d, met, 24) for m, d, met in ((1, -53.0, 0.4), (2, -80.0, 0.5), (3, -99.0, 0.6))]
    text = plain(before_contact_text(gaps(*rows, ("pas_contactes", 2, -70.0, 0.5, 12)), CONTEXT))
    assert "Au bout de 2 mois, 50 % des accompagnés avaient eu une première intervention" in text
    assert "de −80 € [−110 ; −50] (accompagnés moins témoins), un faible avantage" in text
    assert "pas encore rencontrés (12) et les témoins (20), l’écart est de −70 € [−100 ; −40]" in text
    assert NO_EFFECT in text


def test_what_hardly_moved_is_said_so_whichever_side_of_zero_an_end_is() -> None:
    for d in (-29.0, -31.0, 29.0, 31.0, 0.0):
        text = plain(before_contact_text(gaps(("connus", 1, d, 0.4, 24), ("connus", 2, d, 0.9, 24)), CONTEXT))
        assert "un écart pratiquement nul" in text
        assert NO_EFFECT in text


def test_few_households_have_no_interval_and_those_not_met_are_left_out() -> None:
    text = plain(before_contact_text(gaps(("connus", 1, -53.0, 0.5, 4), ("pas_contactes", 1, -9.0, 0.5, 2)), CONTEXT))
    assert "−53 € (accompagnés" in text
    assert "[" not in text
    assert "pas encore rencontrés" not in text


@pytest.mark.parametrize(
    ("given", "words"),
    [
        (EditionResults(), "n’est pas connu"),
        (gaps(("connus", 1, -53.0, None, 24)), "Aucune intervention n’est enregistrée"),
        (
            gaps(("connus", 1, -53.0, 0.8, 24)),
            "Plus de la moitié des accompagnés ont été rencontrés dès le premier mois",
        ),
    ],
)
def test_without_a_month_before_the_contacts_it_says_why(given: EditionResults, words: str) -> None:
    assert words in plain(before_contact_text(given, CONTEXT))


def test_slopes_and_own_past_are_their_rows() -> None:
    slope = {"analyse": "avant", "variante": "pente", "indicateur": "pente_impaye", "vague": "T0", "libelle": "Pente",
             "methode": "difference_brute", "mesure": "difference_moyennes", "estimation": -20.1, "ic_bas": -44.2,
             "ic_haut": 4.1, "n_accompagnes": 10, "valeur_accompagnes": 11.8, "valeur_temoins": 31.9}  # fmt: skip
    double = {"analyse": "avant", "variante": "double", "indicateur": "impaye_solde", "vague": "M24", "libelle": "D",
              "methode": "doubles_differences", "mesure": "double_difference", "estimation": -220.0,
              "ic_bas": -1148.0, "ic_haut": 707.0, "n_accompagnes": 10}  # fmt: skip
    text = plain(before_inclusion_text(before(slope, double), CONTEXT))
    assert "connus pour 10 accompagnés et 8 témoins" in text
    assert "de 11,8 € par mois chez les accompagnés et de 31,9 € par mois chez les témoins" in text
    assert "un écart de −20,1 € par mois [−44,2 ; +4,1]" in text
    assert "l’évolution à 24 mois diffère de −220 € [−1 148 ; +707]" in text
    assert "Les modèles de fichiers demandent ces mois" in plain(before_inclusion_text(EditionResults(), CONTEXT))


def test_equal_debt_is_only_claimed_where_it_was_adjusted_on() -> None:
    row = {"analyse": "troncature", "variante": "occupation_ajustee", "indicateur": "impaye_solde", "vague": "M24",
           "libelle": "L", "methode": "ajustee", "mesure": "difference_moyennes", "estimation": -147.0,
           "ic_bas": -357.0, "ic_haut": 63.0, "n_accompagnes": 24}  # fmt: skip
    adjusted = plain(while_housed_text(before(row | {"note": "ajustee_sur=inclusion,strates"}), CONTEXT))
    assert "diffère de −147 € [−357 ; +63] à dette égale à l’inclusion (24 accompagnés, 8 témoins)" in adjusted
    assert "à dette égale" not in while_housed_text(before(row | {"note": "ajustee_sur=strates"}), CONTEXT)


def drawn() -> dict[str, pd.DataFrame]:
    return dict(make_study(Demonstration()).tables)


def _as_sent() -> dict[str, pd.DataFrame]:
    return drawn()


def _no_month_before() -> dict[str, pd.DataFrame]:
    return dict(make_study(Demonstration(mois_avant_inclusion=0)).tables)


def _no_intervention() -> dict[str, pd.DataFrame]:
    tables = drawn()
    tables["accompagnement"] = tables["accompagnement"].iloc[:0]
    return tables


def _no_control_consents() -> dict[str, pd.DataFrame]:
    tables = drawn()
    people = tables["menages"].copy()
    people.loc[people["groupe"] == "temoin", "consentement"] = False
    return tables | {"menages": people}


def _everyone_left() -> dict[str, pd.DataFrame]:
    tables = drawn()
    people, events, ledger = (tables[n] for n in ("menages", "evenements", "suivi_locatif"))
    leave = people["date_inclusion"] + pd.Timedelta(days=80)
    exits = pd.DataFrame({"menage_id": people["menage_id"], "date": leave, "type": "abandon", "precision": None})
    gone = dict(zip(people["menage_id"], leave.dt.strftime("%Y-%m"), strict=True))
    return tables | {
        "evenements": pd.concat([events, exits.astype(events.dtypes.to_dict())], ignore_index=True),
        "suivi_locatif": ledger[ledger["mois"] <= ledger["menage_id"].map(gone)],
    }


# One in the default run, which others read too; the others take their time.
USUAL = (0,)
LONG = (_everyone_left, _as_sent, _no_month_before, _no_intervention, _no_control_consents, *range(1, 30))
DELIVERIES = [*USUAL, *(pytest.param(d, marks=pytest.mark.slow) for d in LONG)]


@pytest.mark.parametrize("deliver", DELIVERIES, ids=lambda d: getattr(d, "__name__", str(d)))
def test_every_sentence_is_true_of_its_delivery(deliver) -> None:
    tables = random_delivery(deliver) if isinstance(deliver, int) else deliver()
    said = write(edition_results(tables, "finale", QUICK), ReportContext("finale", QUICK), OURS)
    for name in OURS:
        text = said.texts[name]
        assert text.strip()
        assert not re.search(r"\bnan\b|\bNone\b|<NA>|\binf\b| {2}|\bde de\b|–", text), (name, text)
    _check_balances(said)
    _check_gaps(said)
    _check_stated(said)


def _check_balances(said: Written) -> None:
    """« pour 21 accompagnés sur 24 »: the known balances are those of the table, the households those of the flow."""
    text = plain(said.texts["impayes"])
    rows = said.results.evolutions
    at_wave = rows[(rows["indicateur"] == "impaye_solde") & (rows["vague"] == "M24")].set_index("groupe")["n"]
    for word, group in (("accompagné", "accompagne"), ("témoin", "temoin")):
        found = re.search(rf"pour (\d+) {word}s? sur (\d+)", text)
        if found:
            assert int(found[1]) == at_wave.get(group, 0)
            assert int(found[1]) <= int(found[2])
    others = re.search(r"L(?:es (\d+) (?:autres|ménages)|’autre) : (?:(\d+) sorties? du logement|décès)", text)
    if others and others[2]:
        both = re.search(r"\((\d+) chez les accompagnés, (\d+) chez les témoins\)", text)
        assert both is None or int(others[2]) == int(both[1]) + int(both[2])
        assert both or re.search(r"sorties? du logement \(chez les (?:accompagnés|témoins)\)", text)
        dead = re.search(r"\) ; (\d+) décès", text)
        assert int(others[1] or 1) == int(others[2]) + int(dead[1] if dead else 0)


def _check_gaps(said: Written) -> None:
    """The month that speaks is the last by which half at most had been met, and its number is its row's."""
    text, rows = plain(said.texts["avant_contact"]), said.results.ecarts_mensuels
    rows = rows[(rows["lecture"] == "connus") & (rows["mois"] > 0)].dropna(subset=["difference"])
    early = rows[rows["part_contactes"].notna() & (rows["part_contactes"] <= 0.5)]
    assert (NO_EFFECT in text) == (len(early) > 0)
    if len(early):
        value = early.sort_values("mois")["difference"].iloc[-1]
        shown = re.search(r"différait de ([+−]?[\d ]+) €", text)[1].replace(" ", "").replace("−", "-")
        assert abs(int(shown) - value) <= 0.5 + 1e-9
    if rows["part_contactes"].isna().all() and len(rows):
        assert "Aucune intervention n’est enregistrée" in text


def _check_stated(said: Written) -> None:
    sides = {"favorable": -1, "defavorable": 1}
    for s in said.statements:
        if s["section"] in OURS[1:] and s["sens"] in sides:
            assert sides[s["sens"]] * s["estimation"] > 0  # a debt: below zero is good news
