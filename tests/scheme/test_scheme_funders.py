"""What funders compare with, by hand: the procedure as a funnel, avoided costs, figures from outside."""

from __future__ import annotations

import pandas as pd
import pytest

from pipeline.contract.produced.funders import ENTONNOIR, REPERES
from pipeline.errors import UsageError
from pipeline.params import Couts, Montant, Params
from pipeline.report.context import ReportContext
from pipeline.report.results import EditionResults
from pipeline.report.sentences.avoided_costs import avoided_costs_text
from pipeline.report.sentences.funnel import funnel_text
from pipeline.report.small_counts import mask_benchmarks, mask_funnel
from pipeline.report.tables.avoided_costs import break_even_table
from pipeline.report.tables.benchmarks import outside_figures_table
from pipeline.report.tables.funnel import procedure_stages_table
from pipeline.scheme.avoided_costs import avoided_costs_table
from pipeline.scheme.benchmarks import COLUMNS, benchmarks_table, check_benchmarks
from pipeline.scheme.funnel import funnel_table
from pipeline.scheme.note import Note

FINALE = Params().editions["finale"]
CONTEXT = ReportContext("finale", Params())
# household, group → gravest stage, kept, at least two months of arrears
HOUSEHOLDS = {
    ("A1", "accompagne"): (0, 1, 0),
    ("A2", "accompagne"): (1, 1, 0),
    ("A3", "accompagne"): (3, 1, 1),
    ("A4", "accompagne"): (8, 0, None),
    ("A5", "accompagne"): (None, None, 0),  # died: no stage is known
    ("T1", "temoin"): (2, 0, 0),  # the CCAPEX is beyond the order to pay, not yet a summons
    ("T2", "temoin"): (7, 1, None),
    ("T3", "temoin"): (5, 1, 0),
}


def indicators(values: dict = HOUSEHOLDS) -> pd.DataFrame:
    names = ("procedure_max", "maintien", "impaye_2mois")
    return pd.DataFrame(
        [
            {"menage_id": who, "groupe": group, "indicateur": name, "vague": "M24", "valeur": value}
            for (who, group), measured in values.items()
            for name, value in zip(names, measured, strict=True)
        ]
    ).astype({"valeur": float})


def test_the_funnel_by_hand():
    rows = funnel_table(indicators(), FINALE).set_index(["population", "etape"])
    counts = {key: tuple(row[["n", "atteint", "maintenus", "revenus"]]) for key, row in rows.iterrows()}
    assert counts == {
        ("ensemble", "commandement_de_payer"): (7, 6, 4, 2),  # A2 T3 came back; A3 owes much, T2's debt is not known
        ("ensemble", "assignation"): (7, 4, 3, 1),
        ("ensemble", "jugement_expulsion"): (7, 3, 2, 1),
        ("ensemble", "concours_force_publique"): (7, 2, 1, 0),
        ("accompagne", "commandement_de_payer"): (4, 3, 2, 1),
        ("accompagne", "assignation"): (4, 2, 1, 0),
        ("accompagne", "jugement_expulsion"): (4, 1, 0, 0),
        ("accompagne", "concours_force_publique"): (4, 1, 0, 0),
        ("temoin", "commandement_de_payer"): (3, 3, 2, 1),
        ("temoin", "assignation"): (3, 2, 2, 1),
        ("temoin", "jugement_expulsion"): (3, 2, 2, 1),
        ("temoin", "concours_force_publique"): (3, 1, 1, 0),
    }
    first = rows.loc["ensemble", "commandement_de_payer"]
    assert tuple(first[["part", "part_maintenus", "part_revenus"]]) == pytest.approx((6 / 7, 4 / 6, 2 / 6))


def test_another_wave_is_not_read_and_without_events_there_is_no_funnel():
    other = indicators().assign(vague="M12")
    assert funnel_table(other, FINALE)["atteint"].sum() == 0
    ledger = indicators()[lambda t: t["indicateur"] == "impaye_2mois"]
    assert funnel_table(ledger, FINALE).empty
    assert "n’est pas montré" in funnel_text(EditionResults(), CONTEXT)


def funnel(**counts: tuple[int, int, int]) -> pd.DataFrame:
    return ENTONNOIR.frame(
        {
            "population": group, "etape": "assignation", "vague": "M24", "n": 25, "libelle": "Assignation",
            "atteint": a, "part": a / 25, "maintenus": m, "part_maintenus": m / a, "revenus": r, "part_revenus": r / a,
        }
        for group, (a, m, r) in counts.items()
    )  # fmt: skip


@pytest.mark.parametrize(
    ("treated", "control", "hidden"),
    [
        ((10, 8, 5), (12, 9, 6), ()),
        ((10, 8, 1), (12, 9, 6), ()),  # as many as owe little are told of 8 elsewhere
        ((10, 4, 1), (12, 9, 6), ("accompagne", "temoin")),  # the other group's would give it back from the total
        ((10, 4, 0), (12, 9, 0), ("accompagne", "ensemble", "temoin")),  # nobody of both is nobody of each
        ((10, 4, 4), (12, 9, 9), ("accompagne", "ensemble", "temoin")),
        ((3, 0, 0), (12, 9, 6), ()),  # nobody is kept: nobody is told of
        ((3, 0, 0), (12, 4, 1), ("ensemble", "temoin")),  # the sum is the other group's own
    ],
)
def test_who_came_back_is_hidden_where_few_were_kept_and_who_reached_a_stage_never(treated, control, hidden):
    together = tuple(a + b for a, b in zip(treated, control, strict=True))
    frame = mask_funnel(funnel(ensemble=together, accompagne=treated, temoin=control), 5).set_index("population")
    assert tuple(sorted(frame.index[frame["revenus"].isna()])) == hidden
    assert frame["part_revenus"].isna().tolist() == frame["revenus"].isna().tolist()
    for group, counts in (("ensemble", together), ("accompagne", treated), ("temoin", control)):
        assert tuple(frame.loc[group, ["atteint", "maintenus"]]) == counts[:2]


def test_a_masked_cell_is_said_and_the_sentence_tells_of_both_groups_alone():
    frame = mask_funnel(funnel(ensemble=(13, 9, 7), accompagne=(3, 2, 1), temoin=(10, 7, 6)), 5)
    results = EditionResults(entonnoir=frame)
    table = procedure_stages_table(results)
    assert [row[4] for row in table.rows[1:]] == ["masqué"] * 2
    assert "masqué" in table.notes[0]
    text = funnel_text(results, CONTEXT)
    assert "une assignation\u00a0: 13 (52\u202f%), dont 9\u00a0maintenus et 7\u00a0revenus (54\u202f%)" in text
    of_nobody = mask_funnel(funnel(ensemble=(13, 9, 0), accompagne=(3, 2, 0), temoin=(10, 7, 0)), 5)
    assert "dont 9\u00a0maintenus\n" in funnel_text(EditionResults(entonnoir=of_nobody), CONTEXT)


SPENT = pd.DataFrame(
    {"poste": ["I-1", "II-1", "III-1"], "semestre": "2015-S1", "montant": [60_000.0, 40_000.0, 9_999.0]}
)


def test_the_break_even_by_hand():
    # 100 000 € of support for 100 households: 1 000 € each; an exit avoided spares 4 000 + 1 000 € [3 000 ; 8 000].
    couts = Couts(
        procedure_expulsion=Montant(valeur=4000, bas=2500, haut=6000, source="Étude A"),
        vacance=Montant(valeur=1000, bas=500, haut=2000, source="Étude B"),
    )
    rows = avoided_costs_table(SPENT, couts).set_index("mesure")
    assert tuple(rows.loc["total", ["valeur", "bas", "haut"]]) == (5000, 3000, 8000)
    assert tuple(rows.loc["equilibre", ["valeur", "bas", "haut"]]) == pytest.approx((20, 12.5, 100_000 / 3000))
    assert pd.isna(rows.loc["dette_irrecouvrable", "valeur"])
    results = EditionResults(couts_evites=rows.reset_index())
    text = avoided_costs_text(results, CONTEXT)
    assert "20,0\u00a0sorties évitées pour cent ménages accompagnés (de 12,5 à 33,3 selon la fourchette)" in text
    assert "compté pour rien\u00a0: dette irrécouvrable évitée" in text
    assert [r[3] for r in break_even_table(results).rows[:3]] == ["Étude A", "Étude B", "–"]


def test_without_a_source_it_stays_not_filled_in():
    rows = avoided_costs_table(SPENT, Couts())
    assert rows["valeur"].isna().all()
    results = EditionResults(couts_evites=rows)
    assert "non renseigné" in avoided_costs_text(results, CONTEXT)
    assert {r[1] for r in break_even_table(results).rows} == {"non renseigné"}
    known = Couts(vacance=Montant(valeur=1000, source="Étude B"))
    unspent = avoided_costs_table(None, known).set_index("mesure")["valeur"]
    assert unspent["total"] == 1000
    assert pd.isna(unspent["equilibre"])


ROW = {
    "indicateur": "maintien", "valeur": 0.8, "population": "Locataires", "annee": "2014", "source": "Étude C",
    "pas_comparable_car": "tous les locataires",
}  # fmt: skip


@pytest.mark.parametrize(
    ("change", "words"),
    [
        ({"source": ""}, "ligne 3 : un repère sans source n’est pas montré. Remplir « source »"),
        ({"source": "  "}, "un repère sans source"),
        ({"source": None}, "un repère sans source"),
        ({"pas_comparable_car": ""}, "ligne 3 : pas_comparable_car : vide"),
        ({"population": None, "annee": ""}, "population, annee : vide"),
        ({"indicateur": "bonheur"}, "colonne indicateur : ce n’est pas un indicateur"),
        ({"valeur": "80 %"}, "colonne valeur : un nombre est attendu"),
        ({"valeur": float("nan")}, "colonne valeur : un nombre est attendu"),
    ],
)
def test_a_figure_without_source_or_reason_is_refused_with_its_line(change, words):
    with pytest.raises(UsageError) as error:
        check_benchmarks(pd.DataFrame([ROW, ROW | change]), "reperes.csv")
    assert words in error.value.message.replace("\u00a0", " ")


def test_a_missing_column_is_refused():
    with pytest.raises(UsageError, match="colonnes absentes : source"):
        check_benchmarks(pd.DataFrame([ROW]).drop(columns="source"), "reperes.csv")


def test_the_shipped_figures_are_whole(note):
    table = note.tables["reperes"]
    check_benchmarks(table, "reperes.csv")
    assert list(table.columns) == list(COLUMNS)
    assert not table.duplicated(["indicateur", "population"]).any()


def test_ours_by_hand_beside_theirs():
    rows = [
        ("maintien", "M12", "accompagne", 0), ("maintien", "M24", "accompagne", 1), ("maintien", "M24", "temoin", 0),
        ("maintien", "M24", "temoin", 1), ("maintien", "M24", "temoin", None),
        ("paiement_regulier", "M24", "accompagne", 5 / 6), ("paiement_regulier", "M24", "accompagne", 1),
    ]  # fmt: skip
    measured = pd.DataFrame(rows, columns=["indicateur", "vague", "groupe", "valeur"])
    given = pd.DataFrame([ROW, ROW | {"indicateur": "paiement_regulier"}, ROW | {"indicateur": "taux_effort_brut"}])
    found = benchmarks_table(Note({"reperes": given}), measured, FINALE).set_index("indicateur")
    ours = ["vague", "n_accompagnes", "valeur_accompagnes", "n_temoins", "valeur_temoins"]
    assert tuple(found.loc["maintien", ours]) == ("M24", 1, 1.0, 2, 0.5)
    assert tuple(found.loc["paiement_regulier", ours][:3]) == ("M24", 2, 0.5)  # 5/6 is not all
    assert list(found.index) == ["maintien", "paiement_regulier"]


def test_few_households_and_health_are_masked_and_the_source_stands_below():
    line = ROW | {"libelle": "x", "vague": "M24", "n_accompagnes": 20, "n_temoins": 20}
    frame = REPERES.frame(
        [
            line | {"valeur_accompagnes": 0.05, "valeur_temoins": 0.5},
            line | {"indicateur": "solitude", "valeur_accompagnes": 0.5, "valeur_temoins": 0.1},  # 2 lonely
            line | {"indicateur": "isole", "valeur_accompagnes": 0.5, "valeur_temoins": 0.1},  # as in the estimates
            line | {"indicateur": "solitude", "valeur_accompagnes": 0.5, "valeur_temoins": 0.5},
            line | {"indicateur": "impaye_3mois", "n_temoins": 4, "valeur_accompagnes": 0.5, "valeur_temoins": 0.5},
            line | {"indicateur": "maintien", "n_temoins": 4, "valeur_accompagnes": 0.5, "valeur_temoins": 0.5},
        ]
    )
    table = outside_figures_table(EditionResults(reperes=mask_benchmarks(frame, 5)))
    assert [row[1:3] for row in table.rows] == [
        ["5,0\u202f%\u00a0(20)", "50,0\u202f%\u00a0(20)"],
        ["masqué"] * 2,
        ["50,0\u202f%\u00a0(20)", "10,0\u202f%\u00a0(20)"],
        ["50,0\u202f%\u00a0(20)"] * 2,
        ["50,0\u202f%\u00a0(20)", "masqué"],
        ["50,0\u202f%\u00a0(20)", "50,0\u202f%\u00a0(4)"],
    ]
    assert table.notes[-1] == "(1) Étude C."
