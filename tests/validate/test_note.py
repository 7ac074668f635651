"""The note's figures against its own lines; the sums were made by hand from the note's tables 2 and 3."""

from __future__ import annotations

import dataclasses

import pytest

from pipeline.errors import UsageError
from pipeline.french import NARROW, NBSP
from pipeline.validate.note import SENDER, check_note
from pipeline.validate.reference import Reference, load_reference


def plain(motif: str) -> str:
    return motif.replace(NARROW, " ").replace(NBSP, " ")


def said(reference: Reference) -> list[str]:
    return [plain(m) for m in check_note(reference)["motif"]]


def test_the_note_as_printed(reference: Reference) -> None:
    # Île-de-France: 6 179 + 1 219 + 911 + 157 = 8 466; II-1: 50 files at 1 500 to 1 750 €; Orléans is in the Loiret.
    assert said(reference) == [
        "Logements, Île-de-France : la note énonce 8 356 logements, ses lignes font 8 466 logements "
        "(écart +110 logements).",
        "Logements, ensemble des sites : la note énonce 14 253 logements, ses lignes font 14 363 logements "
        "(écart +110 logements).",
        "Orléans - la Source : la note imprime le département 41, la commune est dans le 45.",
        "II-1 (Gestion locative adaptée et accompagnement global assurés en interne) : la note énonce 94 850 €, "
        "sa quantité × son coût unitaire font de 75 000 € à 87 500 €.",
        "III-1 (Appui à la mise en place de la coopérative), total du financement : la note énonce 0 €, "
        "ses lignes font 6 820 € (écart +6 820 €).",
        "III-3 (Mise à disposition terrain et salles réunion), total du financement : la note énonce 0 €, "
        "ses lignes font 3 000 € (écart +3 000 €).",
        "III-4 (Aide au démarrage : participation frais sur 2 ans), total du financement : la note énonce 0 €, "
        "ses lignes font 3 000 € (écart +3 000 €).",
    ]


def test_findings_are_warnings_of_the_note(reference: Reference) -> None:
    found = check_note(reference)
    assert set(found["gravite"]) == {"avertissement"}
    assert set(found["fichier"]) == {SENDER}


def _long(*case: object):
    """One figure of each kind is changed in the default run."""
    return pytest.param(*case, marks=pytest.mark.slow)


@pytest.mark.parametrize(
    ("table", "key", "row", "column", "value", "words"),
    [
        ("totals", "code", "communes_ile_de_france", "valeur", 20, "Communes, Île-de-France"),
        _long("totals", "code", "communes_total", "valeur", 36, "Communes, ensemble"),
        _long("totals", "code", "bailleurs", "valeur", 7, "Bailleurs associés"),
        _long("totals", "code", "logements_total", "valeur", 14252, "somme des totaux régionaux"),
        ("totals", "code", "budget_volet_III", "valeur", 24821, "Texte et tableau 3, volet III"),
        _long("totals", "code", "budget_total", "valeur", 390761, "Somme des quatre volets"),
        _long("totals", "code", "financement_associes", "valeur", 140900, "Somme des financements"),
        _long("totals", "code", "cout_par_menage", "valeur", 3410, "Coût par ménage accompagné sur deux ans"),
        _long("totals", "code", "cout_par_menage_et_par_an", "valeur", 1704, "par ménage accompagné et par an"),
        ("totals", "code", "etp_veille", "valeur", 1.05, "Équivalents temps plein"),
        _long("totals", "code", "patrimoine_centre", "valeur", 1600, "Patrimoine des associés"),
        _long("totals", "code", "menages_en_place", "valeur", 51, "Ménages accompagnés"),
        _long("budget", "poste", "I", "prevu", 156841, "Volet I, coût total"),
        _long("budget", "poste", "I", "quantite", 1.1, "Volet I, quantité"),
        _long("budget", "poste", "I", "cout_annuel", 78421, "Volet I, coût annuel"),
        _long("budget", "poste", "III-2", "aide_sollicitee", 11000, "III-2 (Animateur en service civique), coût total"),
        _long("budget", "poste", "II-D2-a", "prevu", 87000, "II-D2-a"),
        ("budget", "poste", "II-D1", "prevu", 35300, "Volet II, détail par projets, coût total"),
        ("budget", "poste", "I-3", "quantite", 0.2, "I-3 (Référent juridique), quantité × coût unitaire"),
        _long("budget", "poste", "I-5", "cout_annuel", 1400, "I-5 (Frais de mission et déplacements), deux années"),
        _long("budget", "poste", "total", "associes", 140911, "Total général, part des associés"),
    ],
)
def test_a_figure_changed_is_found(
    reference: Reference, table: str, key: str, row: str, column: str, value: float, words: str
) -> None:
    frame = getattr(reference, table).copy()
    frame.loc[frame[key] == row, column] = value
    changed = dataclasses.replace(reference, **{table: frame})
    new = set(said(changed)) - set(said(reference))
    assert any(words in motif for motif in new), new


def test_rounding_of_a_cost_per_household_is_no_error(reference: Reference) -> None:
    # 340 940 / 100 = 3 409.40 and 1 704.70: the note prints 3 409 and 1 705.
    assert not [m for m in said(reference) if "par ménage" in m and "Coût" in m]


def test_reference_spellings_and_schedule(reference: Reference) -> None:
    assert len(reference.communes) == 35
    assert {"Orléans - la Source", "Paris Bréguet", "Corbeil", "Annœullin"} <= set(reference.communes)
    assert reference.commune_of["saintpolsurmer"] == "St Pol sur Mer"
    assert reference.commune_of["corbeil"] == reference.commune_of["corbeilessonnes"] == "Corbeil"
    assert reference.semesters == ("2014-S2", "2017-S1")
    assert reference.total("logements_ile_de_france") == 8356


def test_the_shared_lot_is_counted_once(reference: Reference) -> None:
    lot = reference.sites[reference.sites["lot"] == "Artois/Lens Liévin"]
    assert len(lot) == 5
    assert lot["logements"].sum() == 500
    assert lot["logements"].notna().sum() == 1


def test_every_figure_has_its_source(reference: Reference) -> None:
    for frame in (reference.sites, reference.budget, reference.schedule, reference.rents, reference.totals):
        assert (frame["source"].str.len() > 5).all()


def test_a_table_that_cannot_be_read_says_which(tmp_path, reference: Reference) -> None:
    with pytest.raises(UsageError, match=r"sites_pilotes\.csv : table de référence absente"):
        load_reference(tmp_path)
    reference.sites.astype(object).assign(logements="beaucoup").to_csv(tmp_path / "sites_pilotes.csv", index=False)
    with pytest.raises(UsageError, match=r"ligne 2, colonne logements : un nombre"):
        load_reference(tmp_path)
    reference.sites.drop(columns="lot").to_csv(tmp_path / "sites_pilotes.csv", index=False)
    with pytest.raises(UsageError, match="colonnes absentes : lot"):
        load_reference(tmp_path)
