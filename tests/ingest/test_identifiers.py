"""Direct identifiers are found, and what only looks like one is left alone."""

from __future__ import annotations

import pyarrow as pa
import pytest

from pipeline.ingest.identifiers import find_identifiers, identifier_in, looks_like_full_name, names_persons

PHONES = [
    "06 39 98 12 34", "0639981234", "06.39.98.12.34", "06-39-98-12-34", "06/39/98/12/34", "+33 6 39 98 12 34",
    "+33639981234", "0033 6 39 98 12 34", "+33 (0)6 39 98 12 34", "+33 1 99 00 12 34", "01 99 00 12 34",
    "rappeler la locataire au 06 39 98 12 34 avant vendredi", "tél:0199001234", "06 39 98\u00a012 34",
    "06\u202f39\u202f98\u202f12\u202f34", "0639 98 12 34", "06 39 981 234", "+32 470 12 34 56",
]  # fmt: skip
# Keys by the rule of INSEE: 97 − (thirteen digits mod 97), « 2A » counted as 19.
NIRS = ["1 85 05 78 006 084 91", "185057800608491", "2 55 08 14 168 025 38", "1 85 05 2A 006 084 35"]
EMAILS = ["ecrire a c.durand@example.org", "DURAND@EXAMPLE.FR", "m.d+loyer@sous.domaine.example.com"]
ADDRESSES = [
    "habite 12 rue des Lilas", "12, rue Victor-Hugo", "3 bis avenue Jean Jaurès", "45 BD DE LA LIBERATION",
    "7 allée des Pins",
    "1 place de Verdun", "2 impasse du Moulin", "14 cours Gambetta", "8 résidence du Parc", "5 chemin vert",
    "3 av. Foch", "3 pl. Carnot",
]  # fmt: skip
NAMES = ["vu Mme Durand", "M. Martin absent", "Monsieur Benali", "MADAME DIALLO", "Mlle Petit-Jean", "M DUPONT",
"Mr Nguyen",
         "M. de La Tour", "mme Durand", "monsieur Benali", "Me Lefebvre", "MME D'ALMEIDA", "M. J. Dupont",
         "Mme A.-M. Durand",
         "Dr Lefebvre", "M. et Mme Élie"]  # fmt: skip

HARMLESS = [
    "HN001", "EH044", "P007", "1 234,50 €", "12 000 000,50", "1.234.567,89", "2015-01-31 00:00:00", "31/01/2015",
    "01/02/2015 12:30", "01-02-2015 10:20:30", "2015-S1", "I-1", "III-4", "Saint Cyr l’Ecole", "Paris \"Bréguet\"",
    "Saint Cyr l'Ecole", "Boissy-Saint Léger", "Sainte Geneviève des Bois", "Orléans-la-Source",
    "Courcelles les Lens",
    "famille rencontrée, \"médiation\" proposée", "dossier suivi ; voir agence", "signalé par le gardien",
    "bruit la nuit",
    "madame a refusé la visite", "MADAME ABSENTE", "MADAME A REFUSE", "Monsieur le maire", "vu le M12", "M 12",
    "1 place de parking", "2 cours de français", "3 places", "1 place en crèche", "deux voies de recours",
    "60 ans et plus",
    "1 route", "relogé dans le parc du même bailleur", "123456789012345", "42035", "613.99", "12O,50",
    "bât M escalier 2",
    "T4", "30-44", "suivi depuis 2 ans", "RPLS 12345678", "10 rues", "1 85 05 78 006 084 36", "-12,50", "100 000 000",
    "M. le juge", "M. Le Juge", "Mme la présidente du tribunal", "Madame Locataire", "M. DECEDE",
    "MME DEMANDE UN DELAI", "MME TRAVAILLE DE NUIT", "M. INCARCERE", "me rappeler", "Me CONTACTER",
    "habite la rue depuis un an",
    "RG 11-15-000123",
    "dossier n° 2015/0123456789", "le 06.01.2016 12:30", "06 01 2016 12h", "3 av midi", "pv 12345/2015",
    "M. T1", "Mme T0", "numéro vert 0800 123 456", "2015 01 12 14 30 00",
]  # fmt: skip


@pytest.mark.parametrize(
    ("kind", "text"),
    [("téléphone", t) for t in PHONES]
    + [("numéro de sécurité sociale", t) for t in NIRS]
    + [("adresse électronique", t) for t in EMAILS]
    + [("adresse", t) for t in ADDRESSES]
    + [("nom", t) for t in NAMES],
)
def test_each_kind_is_found_alone_and_among_words(kind: str, text: str) -> None:
    assert identifier_in(text) == kind
    found = find_identifiers(pa.array([text, f"suite au courrier : {text} (à suivre)", "rien"]))
    assert list(found) == [kind, kind, None]


@pytest.mark.parametrize("text", HARMLESS)
def test_what_only_looks_like_one_is_left_alone(text: str) -> None:
    assert identifier_in(text) is None


@pytest.mark.parametrize(
    "header",
    ["Nom", "NOM", "Prénom", "prenoms", "Nom et prénom", "nom_prenom", "Nom du locataire", "Locataire",
    "Titulaire du bail",
     "Nom de famille", "Nom de naissance", "Téléphone", "Tél. portable", "E-mail", "Adresse", "NIR",
     "N° sécurité sociale", "N° de tél", "Coordonnées", "nomLocataire", "NumSecu"],
)  # fmt: skip
def test_headers_that_announce_persons(header: str) -> None:
    assert names_persons(header)


@pytest.mark.parametrize(
    "header",
    ["Nom de la commune", "Nom du bailleur", "nom_fichier", "Nombre de personnes", "Agence", "Solde locataire",
    "Part locataire",
     "Nom de la résidence", "Dénomination", "Prénommé", "N° locataire", "Adresse de l’agence", ""],
)  # fmt: skip
def test_headers_of_things(header: str) -> None:
    assert not names_persons(header)


def test_a_full_name_in_the_place_of_an_identifier() -> None:
    assert all(looks_like_full_name(t) for t in ("MARTIN Claire", "Benali Karim", "LE GOFF Anne-Marie", "Élie Ségur"))
    assert not any(
        looks_like_full_name(t) for t in ("HN001", "ménage 12", "total général", "sans objet", "X", "HN 001")
    )


def test_notes_below_a_table_are_no_names() -> None:
    assert not any(
        looks_like_full_name(t)
        for t in ("TOTAL DES QUITTANCES", "FIN DE FICHIER", "Source Habitat Réuni", "Toit Et Joie")
    )
