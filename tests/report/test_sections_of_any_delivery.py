"""What the sections say must be true of any delivery: read on random ones, small and large, empty and extreme."""

from __future__ import annotations

import re
from collections.abc import Iterator

import pandas as pd
import pytest
from support.random_delivery import Kind, random_delivery
from support.written_texts import Written, random_edition
from support.written_texts import written as said_of

from pipeline.contract.populations import MEASURES
from pipeline.params import Demonstration, Params
from pipeline.report.disclosure import protect
from pipeline.report.few_known import mask_populations
from pipeline.synthetic.study import make_study

EDITIONS = ("finale", "parcours", "intermediaire")
SEEDS = range(6)
ODD = {
    "two_against_two": Kind(sizes=(2, 2)),
    "nothing_varies": Kind(constant=True, profiles="one", exits=(0.0, 0.0), debts=(300.0, 300.0), events=(0.0, 0.0)),
    "no_stratum_in_common": Kind(sizes=(25, 25), profiles="disjoint"),
    "far_apart_at_inclusion": Kind(sizes=(185, 200), debts=(0.0, 3000.0), scores=(0.9, 0.1), exits=(0.4, 0.1)),
    "everybody_leaves": Kind(exits=(1.0, 1.0)),
}
# A word that says more than an interval around chosen panels does, or that turns a gap into a cause.
LOUD = re.compile(
    r"significati|\bexclu[te]|permet(?:tent)? de trancher|ne tranche|prouv|démontr|confirm|"
    r"grâce à|(?<!à lui seul, l’)(?<!ne peut pas être un )effet de l’accompagnement|"
    r"impact|fait baisser|fait reculer|a permis|"
    r"(?<!coût-)efficacité|(?<!ffectif )(?<!ffectifs )efficaces?\b"
)
# French counts in the plural from 2: 0 and 1 take the singular.
INVARIABLE = "décès|après|avant|mois|fois|plus|moins|pas|puis|dans|chez|sans|sous|tous|mais|vers|des|les"
PLURAL = re.compile(rf"(?<![\d,.\u202f\u00a0%–-])\b[01][\u00a0 ](?!(?:{INVARIABLE})\b)\w+[sx]\b")


def plain(text: str) -> str:
    return re.sub("[\u00a0\u202f]", " ", text)


# An edition takes seconds: a few are read in the default run, the others with the long tests.
QUICK = (0,)
READ = [d if d in QUICK else pytest.param(d, marks=pytest.mark.slow) for d in (*SEEDS, *EDITIONS, *ODD)]


@pytest.fixture(scope="module", params=READ)
def written(request: pytest.FixtureRequest) -> Written:
    """Random deliveries, the demonstration's three editions, and some kinds that chance seldom draws."""
    if isinstance(request.param, int):
        return random_edition(request.param, EDITIONS[request.param % 3])
    if request.param in EDITIONS:
        return said_of(make_study(Demonstration()).tables, request.param)
    return said_of(random_delivery(1, ODD[request.param]))


def sentences(written: Written) -> Iterator[tuple[str, str]]:
    for name, text in written.texts.items():
        for sentence in re.split(r"(?<=[.!?])\s+", plain(text)):
            yield name, sentence


@pytest.mark.parametrize("words", ["un écart significatif", "les données excluent", "grâce à l’accompagnement"])
def test_loud_words_are_heard(words: str) -> None:
    assert LOUD.search(words)


@pytest.mark.parametrize("words", ["1 ménages vivent", "0 ménages", "dont 1 baux"])
def test_a_plural_of_one_is_seen(words: str) -> None:
    assert PLURAL.search(words)


def test_no_word_is_louder_than_the_data(written: Written) -> None:
    assert [(name, s) for name, s in sentences(written) if LOUD.search(s)] == []


def test_none_and_one_are_singular(written: Written) -> None:
    assert [(name, m.group()) for name, s in sentences(written) if (m := PLURAL.search(s))] == []


def test_the_accompanied_come_first(written: Written) -> None:
    """Where a sentence gives a number of each group, that of the accompanied is the first."""
    for name, sentence in sentences(written):
        numbers = [sentence.find(w) for w in ("accompagné", "témoin")]
        if name in ("aides", "flux", "se_maintenir", "s_installer", "couverture") and min(numbers) >= 0:
            assert numbers[0] < numbers[1] or "aucun témoin" in sentence, sentence


def test_no_count_is_negative_and_nothing_is_not_a_number(written: Written) -> None:
    for name, sentence in sentences(written):
        assert not re.search(r"\bnan\b|\bNone\b|\binf\b", sentence), (name, sentence)
        assert not re.search(r"−\d+ ménage", sentence), (name, sentence)


def test_why_the_outcome_is_unknown_is_counted_once(written: Written) -> None:
    """The flow and the table of missing values give the same deaths, withdrawals and waves after the freeze."""
    flow, reasons = written.results.flux, written.results.manquants_motifs
    wave = written.context.vague
    rows = flow[(flow["etape"] == "non_analyses") & (flow["vague"] == wave) & (flow["effectif"] > 0)]
    counted = {(r.groupe, str(r.motif)): int(r.effectif) for r in rows.itertuples()}
    primary = reasons[(reasons["indicateur"] == "maintien") & (reasons["vague"] == wave)]
    named = {"avant_echeance": "horizon_apres_gel"}
    found = {(r.groupe, named.get(r.motif, r.motif)): int(r.effectif) for r in primary.itertuples()}
    if len(reasons):
        assert found == counted


@pytest.mark.parametrize("population", MEASURES)
def test_a_public_is_told_by_all_that_its_table_holds(written: Written, population: str) -> None:
    """Every measure compared at the horizon is in the text: none is left to the table because it is less favourable."""
    rows = mask_populations(written.results.populations, written.context.params.confidentialite.seuil)
    here = rows[(rows["population"] == population) & (rows["vague"] == written.context.vague)]
    compared = here[here["ecart"].notna() & (here["mesure"] != "premier_impaye_logrank")]
    if not (here["n_accompagnes"].fillna(0).sum() + here["n_temoins"].fillna(0).sum()):
        return
    said = {s["indicateur"] for s in written.statements if s["section"] == population}
    silent = {"premier_impaye_rmst"} if not compared["effectif_accompagnes"].fillna(0).sum() else set()
    assert set(compared["mesure"]) - said <= silent | {"premier_impaye_rmst"}


def test_a_price_has_an_upper_bound_only_over_a_gap_that_has_a_lower_one(written: Written) -> None:
    rows = written.results.estimations.set_index(["indicateur", "vague", "methode"])
    key = ("maintien", written.context.vague)
    if (*key, "cout_efficacite") not in rows.index or (*key, "difference_brute") not in rows.index:
        return
    price, gap = rows.loc[(*key, "cout_efficacite")], rows.loc[(*key, "difference_brute")]
    assert pd.isna(price["ic_haut"]) or gap["ic_bas"] > 0
    if pd.notna(price["estimation"]) and gap["ic_bas"] <= 0:
        assert "une dépense sans ménage maintenu en plus" in written.texts["couts"]


def test_a_characteristic_that_does_not_vary_is_not_a_likeness(written: Written) -> None:
    text = plain(written.texts["comparabilite"])
    frame = written.results.comparabilite
    one = frame.groupby("variable").filter(lambda rows: rows["type"].iloc[0] == "categorie" and len(rows) == 1)
    shown = one[one["n_accompagnes"].gt(0) & one["n_temoins"].gt(0) & one["modalite"].notna()]
    if len(shown):
        assert "même valeur pour tous les ménages" in text
    for group in re.findall(r"Parmi elles, (\d+)", text):
        assert int(group) <= frame["variable"].nunique() - len(shown)


def test_a_curve_at_zero_is_not_prolonged(written: Written) -> None:
    """« Prolongée » only where a group is no more followed and its curve stands above 0."""
    notes = written.results.estimations.query("indicateur == 'duree_maintien' and methode == 'rmst'")["note"]
    curves = written.results.survie
    last = curves.sort_values("mois").groupby("groupe")["survie"].last()
    if len(last) and (last == 0).all():
        assert not notes.str.contains("courbe_prolongee").any()


def test_curves_and_shares_that_differ_are_reconciled(written: Written) -> None:
    estimations, curves = written.results.estimations, written.results.survie
    rows = estimations.query("indicateur == 'maintien' and methode == 'difference_brute'")
    row = rows[rows["vague"] == written.context.vague]
    ends = curves[curves["mois"] <= written.context.horizon].sort_values("mois").groupby("groupe")["survie"].last()
    if row.empty or len(ends) < 2 or row[["valeur_accompagnes", "valeur_temoins"]].isna().any(axis=None):
        return
    shares = (row["valeur_accompagnes"].iloc[0], row["valeur_temoins"].iloc[0])
    far = max(abs(ends["accompagne"] - shares[0]), abs(ends["temoin"] - shares[1]))
    if far > 0.0011:
        assert "Les courbes de maintien finissent à" in plain(written.texts["maintien"])
    if far < 1e-9:
        assert "Les courbes de maintien finissent à" not in plain(written.texts["maintien"])


@pytest.mark.slow
def test_panels_far_apart_are_said_to_differ() -> None:
    text = plain(said_of(random_delivery(1, ODD["far_apart_at_inclusion"])).texts["comparabilite"])
    assert "Les panels diffèrent à l’inclusion : " in text
    assert "réseau social (LSNS-6)" in text.split("Les panels diffèrent")[1]
    assert "Dépasser un seuil ne suffit pas" not in text


@pytest.mark.slow
def test_panels_that_share_no_stratum_are_said_to_be_separated() -> None:
    text = plain(said_of(random_delivery(1, ODD["no_stratum_in_common"])).texts["comparabilite"])
    assert "« Profil » sépare entièrement les deux panels" in text


def test_a_first_meeting_is_dated_at_most(written: Written) -> None:
    """« Au plus tard »: half of those who were met had been met by then, as the lines of the table say."""
    text = plain(written.texts["mise_en_oeuvre"])
    assert not re.search(r"intervention vient \d+ jours après l’inclusion pour la moitié", text)
    line = written.results.mise_en_oeuvre.query("ligne == 'delai_premier_contact'")
    if "au plus tard" in text:
        median = round(float(line["realise"].iloc[0]) + 1e-9)
        assert f"au plus tard {median} jour" in text


def test_two_debts_at_inclusion_are_told_apart(written: Written) -> None:
    """The debt that the households' file declares and the ledger's at the end of that month, where they differ.

    What disclosure control takes of either is told nowhere.
    """
    results = protect(written.results, Params().confidentialite.seuil)
    declared = results.comparabilite.query("variable == 'impaye_inclusion'")
    ledger = results.evolutions.query("indicateur == 'impaye_solde' and vague == 'T0'").set_index("groupe")
    if declared.empty or len(ledger) < 2:
        return
    pairs = [(declared[f"moyenne_{g}s"].iloc[0], ledger.loc[g, "valeur"]) for g in ("accompagne", "temoin")]
    told = "déclare à l’entrée" in plain(written.texts["comparabilite"])
    if any(pd.isna(mean) for pair in pairs for mean in pair):
        assert not told
    elif any(abs(a - b) > 1 for a, b in pairs):
        assert told
