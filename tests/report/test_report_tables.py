"""The report's tables, on hand-made rows: what a cell says, what is left out, what the CSV keeps."""

from __future__ import annotations

import numpy as np
import pandas as pd
from support.table_cells import cells, plain, rows_of

from pipeline.contract.produced.delivery import CONSTATS
from pipeline.contract.produced.estimates import EVOLUTIONS
from pipeline.estimate.inclusion_gaps import inclusion_gaps_table
from pipeline.params import Params
from pipeline.report.context import ReportContext
from pipeline.report.results import EditionResults
from pipeline.report.tables.effects import effects_table
from pipeline.report.tables.flow import flow_table
from pipeline.report.tables.making import parameters_table, versions_table
from pipeline.report.tables.outcomes import outcome_table
from pipeline.report.tables.quality import missing_table, quality_table

CONTEXT = ReportContext("finale", Params(), versions=(("Python", "3.11"), ("numpy", "2.4.6")))


def estimate(indicateur: str, vague: str = "M24", **changes: object) -> dict[str, object]:
    return {
        "indicateur": indicateur,
        "vague": vague,
        "famille": "exploratoire",
        "methode": "difference_brute",
        "mesure": "difference_risques",
        "estimation": 0.352,
        "ic_bas": 0.098,
        "ic_haut": 0.569,
        "p_valeur": 0.0072,
        "p_ajustee": np.nan,
        "n_accompagnes": 21,
        "n_temoins": 20,
        "valeur_accompagnes": 20 / 21,
        "valeur_temoins": 0.6,
        "sens_favorable": 1,
        "note": "",
    } | changes


def results(*rows: dict[str, object], **tables: object) -> EditionResults:
    return EditionResults(estimations=pd.DataFrame(list(rows)), **tables)  # type: ignore[arg-type]


# -- outcomes


def test_outcome_cells() -> None:
    table = outcome_table("maintien", "Maintien", ("maintien",), results(estimate("maintien")), CONTEXT)
    assert cells(table) == [
        ["Maintien dans les lieux", "24 mois", "95,2 % (20/21)", "60,0 % (12/20)", "+35,2 [+9,8 ; +56,9]", "0,007"]
    ]
    assert table is not None
    assert "{#tbl-maintien}" in table.markdown()
    assert rows_of(table)[1][3:10] == ["difference_brute", "difference_risques", "21", "20", "0,952381", "0,6", "0,352"]


def test_outcome_shows_the_start_with_the_gap_of_its_levels() -> None:
    evolutions = pd.DataFrame(
        [("isole", "accompagne", "T0", 24, 11 / 24, 0.2, 0.6), ("isole", "temoin", "T0", 24, 9 / 24, 0.2, 0.6)],
        columns=EVOLUTIONS.names,
    )
    given = results(estimate("isole"), evolutions=evolutions, ecarts_inclusion=inclusion_gaps_table(evolutions))
    table = outcome_table("x", "X", ("isole",), given, CONTEXT)
    assert cells(table)[0] == ["Isolement (LSNS-6 < 12)", "Inclusion", "45,8 % (11/24)", "37,5 % (9/24)", "+8,3", "–"]


def test_outcome_without_estimate_has_a_numbered_reason() -> None:
    gone = {"estimation": None, "ic_bas": None, "ic_haut": None, "p_valeur": None}
    table = outcome_table(
        "x",
        "X",
        ("troubles",),
        results(
            estimate("troubles", "M12", mesure="rapport_taux", note="Aucun événement.", **gone),
            estimate("troubles", "M24", mesure="rapport_taux", note="Aucun événement.", **gone),
        ),
        CONTEXT,
    )
    assert [row[4] for row in cells(table)] == ["– (1)", "– (1)"]
    assert table is not None
    assert table.notes[-1].endswith("Aucun événement.")


def test_outcome_of_no_known_value_is_no_table() -> None:
    nothing = estimate("maintien", n_accompagnes=0, n_temoins=0, estimation=None)
    assert outcome_table("x", "X", ("maintien",), results(nothing), CONTEXT) is None
    assert outcome_table("x", "X", ("maintien",), EditionResults(), CONTEXT) is None


# -- effects


def test_effects_are_ordered_by_family_then_method() -> None:
    rows = [
        estimate("isole", methode="risque_relatif", mesure="rapport_risques", estimation=0.5),
        estimate("isole"),
        estimate("lsns6", famille="secondaire", mesure="difference_moyennes", p_ajustee=0.2),
        estimate("maintien", famille="principal", methode="permutation"),
        estimate("maintien", famille="principal"),
        estimate("maintien", "M12", famille="principal"),
    ]
    given = results(*rows)
    primary = cells(effects_table(given, CONTEXT, "principal"))
    assert [r[0] for r in primary] == ["**Maintien dans les lieux**", "Différence brute", "Permutation par strates"]
    assert primary[0][2] == "écart de parts (points)", "the horizon's wave alone"
    secondary = cells(effects_table(given, CONTEXT, "secondaire"))
    assert [r[0] for r in secondary] == ["**Réseau social (LSNS-6)**", "Différence brute"]
    assert secondary[1][4] == "0,20"
    others = cells(effects_table(given, CONTEXT, "exploratoire"))
    assert [r[0] for r in others] == [
        "**Isolement (LSNS-6 < 12)**", "Différence brute", "Risque relatif : rapport de parts",
    ]  # fmt: skip
    assert others[2][2] == "0,50 [0,10 ; 0,57]", "a ratio has no sign"
    assert {len(r) for r in others} == {5}, "no p of this family is adjusted"


def test_an_indicator_that_is_masked_has_one_row_for_all_methods() -> None:
    hidden = {"estimation": None, "ic_bas": None, "ic_haut": None, "p_valeur": None, "note": "effectif_masque"}
    rows = [estimate("isole", methode=m, **hidden) for m in ("difference_brute", "ajustee", "ponderation")]
    table = effects_table(results(*rows, estimate("who5", mesure="difference_moyennes")), CONTEXT, "exploratoire")
    shown = cells(table)
    assert [r[0] for r in shown[:3]] == ["**Isolement (LSNS-6 < 12)**", "Toutes les méthodes", "**Bien-être (WHO-5)**"]
    assert shown[1][1:] == ["", "–", "–", "(1)"]
    assert table is not None
    assert plain(table.csv()).count("isole") == 3, "the file keeps a row a method"


def test_methods_that_say_nothing_for_want_of_values_have_one_row_beside_those_that_speak() -> None:
    nobody = {"estimation": None, "ic_bas": None, "ic_haut": None, "p_valeur": None, "n_temoins": 0}
    rows = [
        estimate("impaye_solde", methode=method, **nobody, note=note)
        for method, note in (
            ("difference_brute", "aucune_valeur=temoin"),
            ("ajustee", "aucune_valeur=temoin;sans_valeur_a_l_inclusion=1"),
            ("ponderation", "aucune_valeur=accompagne,temoin"),
        )
    ]
    ranked = estimate("impaye_solde", methode="rang_composite", mesure="p_superiorite")
    table = effects_table(results(*rows, ranked), CONTEXT, "exploratoire")
    shown = cells(table)
    assert [r[0].partition(" :")[0] for r in shown] == ["**Impayé (solde)**", "Rang composite", "Les autres méthodes"]
    assert shown[-1][1:] == ["", "–", "–", "(1)"]
    assert table is not None
    assert [plain(n).replace("\\", "") for n in table.notes[1:]] == ["(1) Aucune valeur connue chez les témoins."]


def test_effects_with_one_bound() -> None:
    row = estimate("isole", methode="risque_relatif", mesure="rapport_risques", estimation=None, ic_haut=None)
    assert cells(effects_table(results(row), CONTEXT, "exploratoire"))[1][2] == "– [0,10 ; –]"


def test_a_note_of_the_effects_says_what_its_row_alone_has() -> None:
    """How a method is always made is told once; a household left aside is told on the row."""
    rows = (
        estimate("isole", methode="ajustee", note="ajustee_sur=inclusion,strates;sans_valeur_a_l_inclusion=3"),
        estimate("isole", methode="imputation", note="valeurs_imputees=3,46;imputations=50;donneurs=5"),
    )
    table = effects_table(results(*rows), CONTEXT, "exploratoire")
    assert [r[-1] for r in cells(table)] == ["", "(1)", ""]
    assert table is not None
    assert [plain(n).replace("\\", "") for n in table.notes[1:]] == [
        "(1) 3 ménages laissés de côté, faute de valeur à l’inclusion."
    ]
    assert "valeurs imputées" in plain(table.csv())


# -- flow, quality, missing


def test_flow_cells_pair_the_groups_and_show_reasons_that_occur() -> None:
    counts = pd.DataFrame(
        [
            *((g, None, "inclus", n, None) for g, n in (("accompagne", 24), ("temoin", 23))),
            *((g, "M24", "sortis", n, "expulsion") for g, n in (("accompagne", 0), ("temoin", 2))),
            *((g, "M24", "sortis", 0, "abandon") for g in ("accompagne", "temoin")),
        ],
        columns=["groupe", "vague", "etape", "effectif", "motif"],
    )
    by_step = {row[0] or row[1]: row[2:] for row in cells(flow_table(EditionResults(flux=counts), CONTEXT))}
    assert by_step["Ménages inclus"] == ["24 / 23", "", "", ""]
    assert by_step["Sorties négatives"] == ["", "", "", "0 / 2"]
    assert by_step["dont expulsion"] == ["", "", "", "0 / 2"]
    assert "dont abandon du logement" not in by_step


def test_quality_groups_and_escapes_what_senders_wrote() -> None:
    found = pd.DataFrame(
        [
            ("r2", "avertissement", "suivi_locatif", "a.csv", "A", "solde_impaye", 2, "", "Solde incohérent", "m", "x"),
            ("r1", "rejet", "menages", "a.csv", "A", "loyer_mensuel", 1, "", "Montant illisible", "m", "x"),
            ("r1", "rejet", "menages", "b.csv", "B", "loyer_mensuel", 3, "", "Montant illisible", "m", "x"),
            ("r3", "avertissement", "menages", "b.csv", "B", "<img src=x>|=1", 1, "", "Colonne inconnue", "m", "x"),
        ],
        columns=CONSTATS.names,
    )
    table = quality_table(EditionResults(constats=found))
    assert cells(table)[0] == ["Rejet", "Ménages", "Loyer mensuel", "Montant illisible", "4", "2"]
    assert table is not None
    assert "\\<img src\\=x\\>" in table.markdown()
    assert "\\|" in table.markdown()


def test_quality_of_nothing() -> None:
    assert quality_table(EditionResults()) is None


def test_missing_counts_known_values_by_wave() -> None:
    flux = pd.DataFrame(
        [(g, None, "inclus", 24, None) for g in ("accompagne", "temoin")],
        columns=["groupe", "vague", "etape", "effectif", "motif"],
    )
    start = pd.DataFrame([("lsns6", "accompagne", "T0", 23, 12.0, 10.0, 14.0)], columns=EVOLUTIONS.names)
    table = missing_table(results(estimate("lsns6"), evolutions=start, flux=flux), CONTEXT)
    assert cells(table) == [["Réseau social (LSNS-6)", "23 / 0", "", "", "21 / 20"]]
    assert table is not None
    assert "sur 24 / 24 ménages inclus" in table.caption


# -- making


def test_parameters_are_those_in_force() -> None:
    context = ReportContext("parcours", Params.model_validate({"plan": {"graine": 7, "secondaires": ["who5"]}}))
    found = {(row[0], row[1]): row[2] for row in cells(parameters_table(context))}
    assert found["Édition", "`gel`"] == "30 septembre 2016"
    assert found["Plan d’analyse", "`graine`"] == "7"
    assert found["Plan d’analyse", "`secondaires`"] == "`who5`"
    assert found["Contrôles", "`completude_min`"] == "0,8"
    assert not any("source" in key for _, key in found), "no path of the machine"


def test_a_parameter_of_named_parts_has_a_line_a_part() -> None:
    found = {row[1]: row[2] for row in cells(parameters_table(CONTEXT))}
    assert found["`importance.parts`"] == "10"
    assert found["`menaces.sorties`"].startswith("`force` 1 ; `selection` 0 ; ")
    assert found["`vacance`"] == "non renseigné"


def test_a_parameter_without_a_value_says_so() -> None:
    assert {row[1]: row[2] for row in cells(parameters_table(CONTEXT))}["`ordonnanceur`"] == "non renseigné"


def test_versions() -> None:
    assert cells(versions_table(CONTEXT)) == [["Python", "3.11"], ["numpy", "2.4.6"]]
    assert versions_table(ReportContext("finale", Params())) is None


def test_a_p_within_strata_is_printed_beside_the_difference_within_strata() -> None:
    """The file keeps the crude estimate of a permutation row; the reader sees the one that its p is of."""
    permuted = estimate("maintien", methode="permutation", ic_bas=None, ic_haut=None, p_valeur=0.08)
    within = permuted | {"methode": "difference_stratifiee", "estimation": -0.13, "p_valeur": None}
    found = [
        row
        for row in cells(effects_table(results(estimate("maintien"), permuted, within), CONTEXT, "exploratoire"))
        if "0,080" in row
    ]
    assert [row[2] for row in found] == ["−13,0"]
    alone = cells(effects_table(results(estimate("maintien"), permuted), CONTEXT, "exploratoire"))
    assert [row[2] for row in alone if "0,080" in row] == ["–"]


def test_an_outcome_shows_the_crude_difference_where_it_reads_otherwise() -> None:
    adjusted = estimate("isole", methode="ajustee", estimation=-0.067, ic_bas=-0.499, ic_haut=0.365)
    table = outcome_table("x", "X", ("isole",), results(estimate("isole"), adjusted), CONTEXT)
    assert cells(table)[0][4] == "−6,7 [−49,9 ; +36,5] ; brut +35,2 [+9,8 ; +56,9]"
