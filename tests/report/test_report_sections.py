"""The sections' sentences, on hand-made rows: answer, plan, flow, comparability, effects, quality, making."""

from __future__ import annotations

import pandas as pd
import pytest
from support.report_rows import FINAL, estimate, plain, results

from pipeline.contract.corrections import CORRECTED_RULE
from pipeline.contract.produced.delivery import CONSTATS
from pipeline.contract.produced.estimates import COMPARABILITE
from pipeline.params import Params
from pipeline.report.context import ReportContext
from pipeline.report.disclosure import MASKED_NOTE
from pipeline.report.few_at_a_place import LANDLORD_NOTE
from pipeline.report.results import EditionResults
from pipeline.report.sentences import tenure
from pipeline.report.sentences.banner import banner_text
from pipeline.report.sentences.comparability import comparability_text
from pipeline.report.sentences.domain import threshold_notice, wave_notice
from pipeline.report.sentences.flow import flow_text
from pipeline.report.sentences.headings import headings
from pipeline.report.sentences.making import code_sentence, making_text
from pipeline.report.sentences.plan import plan_text
from pipeline.report.sentences.quality import quality_text
from pipeline.report.sentences.sections import well_being_text
from pipeline.report.sentences.tenure import tenure_text

MIDDLE = ReportContext("parcours", Params())


def flow(**counts: tuple[int, int]) -> pd.DataFrame:
    """`step__wave__reason=(accompanied, controls)`."""
    rows = []
    for key, pair in counts.items():
        step, wave, reason = (*key.split("__"), "", "")[:3]
        rows += [
            (g, wave or None, step, n, reason or None) for g, n in zip(("accompagne", "temoin"), pair, strict=True)
        ]
    return pd.DataFrame(rows, columns=["groupe", "vague", "etape", "effectif", "motif"])


# -- plan, flow


def test_plan_counts_who_is_left_aside() -> None:
    counts = flow(recus=(25, 26), inclus=(24, 25), sans_consentement=(1, 0), inclus_apres_gel=(0, 1))
    text = plain(plan_text(results(estimate(), flux=counts), FINAL))
    assert "La livraison en compte 25 et 26 ; 24 et 25 sont inclus (1 ménage sans consentement et 1 ménage " in text
    assert "entré après le gel du 31 mars 2017, laissés de côté)." in text
    assert "connu à 24 mois pour 21 ménages accompagnés et 20 ménages témoins" in text
    assert "ne remplace pas un tirage au sort" in text


def test_flow_says_why_the_outcome_is_unknown() -> None:
    counts = flow(
        prevus=(25, 25),
        recus=(25, 25),
        sans_consentement=(1, 1),
        inclus_apres_gel=(0, 0),
        inclus=(24, 24),
        analyses__M24=(24, 22),
        non_analyses__M24__deces=(0, 1),
        non_analyses__M24__retrait_etude=(0, 0),
        non_analyses__M24__horizon_apres_gel=(0, 1),
        suivi_present__M24=(23, 17),
        entretiens_faits__M24=(24, 1),
    )
    text = plain(flow_text(EditionResults(flux=counts), FINAL))
    assert "2 ménages (1 accompagné et 1 témoin) sont laissés de côté faute de consentement." in text
    assert (
        "À 24 mois, le maintien est connu pour 24 ménages accompagnés et 22 ménages témoins ; il est inconnu pour les "
        "autres (chez les témoins, 1 décès et 1 échéance après le gel). Le suivi locatif du mois est présent pour 23 "
        "ménages accompagnés et 17 ménages témoins ; l’entretien est fait pour 24 ménages accompagnés et 1 ménage "
        "témoin."
    ) in text


def test_flow_of_one_household_is_singular() -> None:
    counts = flow(prevus=(25, 25), recus=(25, 25), sans_consentement=(0, 1), inclus_apres_gel=(0, 0), inclus=(25, 24))
    text = plain(flow_text(EditionResults(flux=counts), FINAL))
    assert "1 ménage témoin est laissé de côté faute de consentement." in text


def test_flow_says_that_a_group_has_nobody_to_analyse() -> None:
    counts = flow(prevus=(25, 25), recus=(25, 25), sans_consentement=(0, 25), inclus_apres_gel=(0, 0), inclus=(25, 0))
    text = plain(flow_text(EditionResults(flux=counts), FINAL))
    assert "**Aucun ménage témoin n’est analysé : rien n’est comparé dans cette édition.**" in text
    both = flow(prevus=(25, 25), recus=(25, 25), sans_consentement=(0, 24), inclus_apres_gel=(0, 0), inclus=(25, 1))
    assert "rien n’est comparé" not in plain(flow_text(EditionResults(flux=both), FINAL))


# -- tenure


def test_exits_are_counted_by_cause() -> None:
    counts = flow(sortis__M24__expulsion=(0, 2), sortis__M24__abandon=(0, 1), sortis__M24__depart_volontaire=(0, 3))
    curves = pd.DataFrame(
        [
            ("accompagne", "expulsion", 0.0, 0.0, 0.0),
            ("temoin", "expulsion", 10.0, 0.1, 0.0),
            ("temoin", "abandon", 12.0, 0.05, 0.0),
            ("temoin", "abandon", 30.0, 0.95, 0.0),
        ],
        columns=["groupe", "cause", "mois", "incidence", "variance"],
    )
    text = plain(tenure_text(results(estimate(), flux=counts, incidences=curves), FINAL))
    assert "aucune chez les accompagnés ; 2 expulsions, 1 abandon et 3 départs volontaires chez les témoins." in text
    assert "est de 0,0 % chez les accompagnés et de 15,0 % chez les témoins" in text, "nothing after the horizon"


def test_an_indicator_added_to_the_domain_is_told_without_being_named(monkeypatch: pytest.MonkeyPatch) -> None:
    found = results(estimate(), estimate("isole", estimation=-0.2, sens_favorable=-1))
    before = tenure_text(found, FINAL)
    monkeypatch.setattr(tenure, "TENURE", (*tenure.TENURE, "isole"))
    after = tenure_text(found, FINAL)
    assert "Isolement (LSNS-6 < 12)" not in plain(before)
    assert "Isolement (LSNS-6 < 12)" in plain(after)
    secondary = Params.model_validate({"plan": {"secondaires": ["isole"]}})
    assert "ménages isolés" in plain(tenure_text(found, ReportContext("finale", secondary)))


# -- waves, thresholds


def test_an_edition_without_interviews_at_its_horizon_says_so() -> None:
    assert plain(wave_notice(("who5", "lsns6"), MIDDLE)).startswith("Aucun entretien n’est prévu à 18 mois")
    assert wave_notice(("who5",), FINAL) == wave_notice(("maintien",), MIDDLE) == ""


def test_a_moved_threshold_is_said() -> None:
    moved = ReportContext("finale", Params.model_validate({"seuils": {"impaye_mois": 2.5}}))
    assert "(impayé lourd, en mois de quittance : 2,5 au lieu de 2)" in threshold_notice(("impaye_mois",), moved)
    assert threshold_notice(("impaye_mois",), FINAL) == ""


@pytest.mark.parametrize(
    ("low", "high", "words"),
    [
        (-5.0, 9.0, "va d’un faible désavantage à un faible avantage."),
        (-2.4, 16.0, "va d’un écart pratiquement nul à un avantage modéré."),
        (11.0, 16.0, "tient dans une seule classe : un avantage modéré."),
    ],
)
def test_the_who5_is_told_in_classes_of_ten_points(low: float, high: float, words: str) -> None:
    row = estimate("who5", mesure="difference_moyennes", estimation=(low + high) / 2, ic_bas=low, ic_haut=high)
    assert words in plain(well_being_text(results(row), FINAL))


def test_well_being_without_interviews_is_one_sentence() -> None:
    text = plain(well_being_text(EditionResults(tables_absentes=("entretiens",)), FINAL))
    assert text == (
        "La table « Entretiens » n’a pas été livrée : ces indicateurs ne peuvent pas être décrits dans cette édition.\n"
    )


# -- comparability


def baseline(*smd: tuple[str, float | None, str]) -> pd.DataFrame:
    rows = [{"variable": v, "smd": d, "note": n, "n_accompagnes": 25, "n_temoins": 25} for v, d, n in smd]
    return pd.DataFrame(rows).reindex(columns=COMPARABILITE.names)


def in_levels(variable: str, smd: float, levels: int) -> pd.DataFrame:
    rows = baseline(*((variable, smd if i == 0 else None, "") for i in range(levels)))
    size = 25 // levels
    return rows.assign(
        modalite=[f"m{i}" for i in range(levels)], type="categorie", effectif_accompagnes=size, effectif_temoins=size
    )


def test_comparability_counts_and_compares_with_chance() -> None:
    frame = baseline(("region", 0.05, ""), ("nb_personnes", -0.3, ""), ("loyer_mensuel", 0.12, ""))
    text = plain(comparability_text(EditionResults(comparabilite=frame), FINAL))
    assert "Sur 3 caractéristiques comparées, 2 présentent une différence standardisée supérieure à 0,1" in text
    assert "nombre de personnes (0,30) et loyer mensuel (0,12)." in text
    assert "en montreraient en moyenne 2 au-delà de 0,1 et 1 au-delà de 0,25, par le seul hasard ; ici, 2 et 1." in text


def test_the_chance_of_a_distance_is_that_of_its_levels() -> None:
    """Five of five levels, 25 against 25: P(χ²₄ > 0.125) = 0.998 and P(χ²₄ > 0.781) = 0.94; one level: 0.72, 0.38."""
    names = ("region", "composition", "tranche_age", "typologie", "profil")
    distances = pd.concat([in_levels(name, 0.3, 5) for name in names])
    text = plain(comparability_text(EditionResults(comparabilite=distances), FINAL))
    assert "Pour ces 5 caractéristiques" in text
    assert "en moyenne 5 au-delà de 0,1 et 5 au-delà de 0,25, par le seul hasard ; ici, 5 et 5." in text
    means = baseline(*((name, 0.3, "") for name in names))
    text = plain(comparability_text(EditionResults(comparabilite=means), FINAL))
    assert "en moyenne 4 au-delà de 0,1 et 2 au-delà de 0,25" in text


def test_the_chance_of_a_distance_is_that_of_the_sizes() -> None:
    frame = baseline(*((f"v{i}", 0.3, "") for i in range(10))).assign(n_accompagnes=200, n_temoins=200)
    text = plain(comparability_text(EditionResults(comparabilite=frame), FINAL))
    assert (
        "en moyenne 3 au-delà de 0,1 et 0 au-delà de 0,25" in text
    )  # 2 × (1 − Φ(1)) = 0.317; 2 × (1 − Φ(2.5)) = 0.012


def test_characteristics_that_a_choice_has_made_equal_are_counted_apart() -> None:
    frame = pd.concat([in_levels("region", 0.0, 3), in_levels("profil", 0.0, 5), baseline(("loyer_mensuel", 0.3, ""))])
    text = plain(comparability_text(EditionResults(comparabilite=frame), FINAL))
    assert "en moyenne 3 au-delà de 0,1 et 2 au-delà de 0,25" in text
    assert "2 ont exactement la même répartition dans les deux panels, quand le hasard en donnerait en moyenne" in text
    assert "sans elles, le hasard en mettrait 1 et 0 au-delà de ces seuils" in text


def test_what_is_masked_is_not_counted_among_the_equal_nor_told_as_a_dash() -> None:
    shown = [in_levels("region", 0.0, 3), in_levels("profil", 0.0, 5), baseline(("loyer_mensuel", 0.3, ""))]
    hidden = baseline(("bailleur", 0.0, LANDLORD_NOTE)).assign(
        type="categorie", effectif_accompagnes=None, effectif_temoins=None
    )
    text = plain(comparability_text(EditionResults(comparabilite=pd.concat([*shown, hidden])), FINAL))
    assert "Parmi celles dont les effectifs sont montrés, 2 ont exactement la même répartition" in text
    assert "en moyenne –" not in text
    assert "sans elles, le hasard en mettrait 1 et 0 au-delà de ces seuils" in text


def test_comparability_of_one_wide_difference_is_singular() -> None:
    text = plain(comparability_text(EditionResults(comparabilite=baseline(("region", 0.5, ""))), FINAL))
    assert "Sur 1 caractéristique comparée, 1 présente" in text
    assert "la plus forte : région (0,50)." in text


def test_comparability_says_what_is_masked() -> None:
    frame = baseline(("region", 0.0, ""), ("trouble_psychique", None, MASKED_NOTE))
    text = plain(comparability_text(EditionResults(comparabilite=frame), FINAL))
    assert "aucune ne présente" in text
    assert "« Trouble psychique » : donnée de santé masquée, un groupe comptant moins de 5 ménages" in text
    frame = baseline(("region", 0.0, ""), ("loyer_mensuel", None, MASKED_NOTE))
    text = plain(comparability_text(EditionResults(comparabilite=frame), FINAL))
    assert "masqué, moins de 5 ménages d’un groupe étant connus." in text
    assert "santé" not in text, "a rent is no health"


# -- quality, making, banner


def test_quality_counts_files_rows_rejections_and_warnings() -> None:
    found = CONSTATS.frame([{"gravite": "rejet", "effectif": 1}, {"gravite": "avertissement", "effectif": 12}])
    files = (
        {"fichier": "menages/a.csv", "table": "menages", "lignes": 25},
        {"fichier": "menages/b.xlsx", "table": "menages", "lignes": 1200},
        {"fichier": "lisez-moi.txt", "table": None, "lignes": 0},
    )
    text = plain(quality_text(EditionResults(constats=found, fichiers=files, tables_absentes=("couts",)), FINAL))
    assert "2 fichiers lus, 1 225 lignes de données ; 1 autre n’a pas été reconnu." in text
    assert "1 cellule ou ligne a été rejetée, en deçà de la tolérance de 5 % par colonne" in text
    assert "12 avertissements sont listés" in text
    assert "La table « Coûts » n’a pas été livrée : les coûts ne peuvent pas être décrits." in text


def test_quality_of_a_clean_delivery() -> None:
    assert "Aucune cellule n’a été rejetée et rien n’est signalé." in quality_text(EditionResults(), FINAL)


def test_cells_read_as_corrected_are_said_and_the_fingerprint_is_that_of_the_files_received() -> None:
    found = CONSTATS.frame(
        [{"regle": CORRECTED_RULE, "gravite": "avertissement", "effectif": n} for n in (1, 2)]
        + [{"regle": "autre", "gravite": "avertissement", "effectif": 4}]
    )
    text = plain(quality_text(EditionResults(constats=found), FINAL))
    assert "3 cellules ont été lues corrigées par l’évaluateur, d’après « corrections.csv »" in text
    assert "l’empreinte des données reste celle des fichiers reçus" in text
    assert "telles qu’elles ont été écrites" not in text
    other = CONSTATS.frame([{"regle": "autre", "gravite": "avertissement", "effectif": 4}])
    assert "corrigée" not in quality_text(EditionResults(constats=other), FINAL)


@pytest.mark.parametrize(("within", "sided"), [(1.34, False), (0.9, True)])
def test_a_heading_takes_no_side_that_the_strata_turn_over(within: float, sided: bool) -> None:
    rate = {"famille": "secondaire", "mesure": "rapport_taux", "sens_favorable": -1, "n_accompagnes": 67,
            "n_temoins": 68, "valeur_accompagnes": 0.13, "valeur_temoins": 0.14}  # fmt: skip
    crude = estimate("troubles", estimation=0.96, ic_bas=0.22, ic_haut=4.25, **rate)
    stratified = estimate("troubles", methode="difference_stratifiee", estimation=within, **rate)
    words = plain(headings(results(crude, stratified), FINAL)["droits"])
    assert words.endswith("rapport de 0,96 [0,22 ; 4,25], à l’avantage des accompagnés") == sided
    assert sided or words == "Troubles de voisinage et ouverture de droits"


def test_making_names_freeze_fingerprints_seed() -> None:
    context = ReportContext("finale", Params(), empreinte_donnees="abc123")
    text = plain(making_text(context))
    for words in (
        "31 mars 2017",
        "`abc123`",
        "20150101",
        "9 999",
        "à l’octet près",
        "pseudonymisées, non anonymes",
    ):
        assert words in text, words


def test_code_sentence() -> None:
    assert "`def456`" in code_sentence("def456")


def test_banner_only_on_synthetic_data() -> None:
    assert banner_text(FINAL) == ""
    assert "Données simulées" in banner_text(ReportContext("finale", Params(), synthetique=True))


@pytest.mark.parametrize(
    ("nom", "label"),
    [
        ("finale", "Édition finale"),
        ("intermediaire", "Édition intermédiaire"),
        ("point_2018", "Édition « point 2018 »"),
    ],
)
def test_label_of_the_edition(nom: str, label: str) -> None:
    assert ReportContext(nom, Params()).label == label
