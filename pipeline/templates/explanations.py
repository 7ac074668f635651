"""What a person who fills a workbook is told about each of its columns."""

from __future__ import annotations

from pipeline.contract.clock import MONTHS_BEFORE
from pipeline.contract.instruments import INSTRUMENTS
from pipeline.contract.schema import Column, Kind, Table
from pipeline.french import NBSP, number

EXPLAINED = ("Colonne", "Ce qu’il faut y mettre", "Forme", "Valeurs admises", "Obligatoire", "Exemple")

_FORMS = {
    Kind.IDENTIFIER: "une à quatre lettres capitales puis deux à six chiffres",
    Kind.TEXT: "texte",
    Kind.CODE: "une valeur de la liste",
    Kind.DATE: "date jour/mois/année",
    Kind.MONTH: "mois/année",
    Kind.AMOUNT: "montant en euros",
    Kind.DECIMAL: "nombre décimal",
    Kind.INTEGER: "nombre entier",
    Kind.BOOLEAN: "oui ou non",
}
_EXAMPLES = {
    Kind.IDENTIFIER: "HN001",
    Kind.TEXT: "",
    Kind.DATE: "31/01/2015",
    Kind.MONTH: "01/2015",
    Kind.AMOUNT: f"1{NBSP}234,50",
    Kind.DECIMAL: "0,5",
    Kind.BOOLEAN: "oui",
}
_TEXT_EXAMPLES = {"paire_id": "P001", "commune": "Maubeuge", "precision": "bruit la nuit"}
_ITEMS = {
    item: f"{instrument.label}, question {rank} : {asked}"
    for instrument in INSTRUMENTS
    for rank, (item, asked) in enumerate(zip(instrument.items, instrument.asked, strict=True), start=1)
}
_ANSWERS = {
    item: " ; ".join(f"{value} {answer}" for value, answer in enumerate(instrument.answers, start=instrument.minimum))
    for instrument in INSTRUMENTS
    for item in instrument.items
}
_ASKED = {
    "suivi_locatif": (
        f"De {MONTHS_BEFORE} mois avant l’inclusion du ménage au dernier mois de suivi (ou depuis l’entrée dans "
        "le logement) : les mois d’avant montrent si les deux publics évoluaient de même. Ils "
        "n’entrent dans aucun indicateur ; s’ils n’existent plus, envoyer le reste sans eux.",
    ),
}


_LICENCES = tuple(f"{instrument.label} : {instrument.licence}" for instrument in INSTRUMENTS)


def foreword(table: Table) -> tuple[str, ...]:
    """The lines above the explanations."""
    return (
        f"{table.label} : comment remplir ce classeur",
        table.description,
        *_ASKED.get(table.name, ()),
        *(_LICENCES if any(column.name in _ITEMS for column in table) else ()),
        "Remplir la première feuille sans changer sa ligne d’en-têtes ; fond foncé : colonne obligatoire.",
        "Une cellule vide est une donnée manquante ; ne pas écrire 0 quand le montant n’est pas connu.",
        "Jamais de nom, d’adresse, de téléphone ni de numéro de sécurité sociale : le fichier serait refusé en entier.",
    )


def explain_column(column: Column) -> list[str]:
    """Return one cell for each of `EXPLAINED`."""
    return [
        column.label,
        column.description or _ITEMS.get(column.name, f"{column.label}."),
        _FORMS[column.kind],
        _allowed(column),
        "oui" if column.required else "non",
        _example(column),
    ]


def _allowed(column: Column) -> str:
    if column.codes:
        return " ; ".join(code.label for code in column.codes)
    if column.name in _ANSWERS:
        return _ANSWERS[column.name]
    low, high = column.minimum, column.maximum
    unit = f" {column.unit}" if column.unit else ""
    if low is not None and high is not None:
        between = "plus de" if column.exclusive_minimum else "de"
        return f"{between} {number(low)} à {number(high)}{unit}"
    if low is not None:
        return f"{number(low)} ou plus{', ' + column.unit if column.unit else ''}"
    return "positif ou négatif" if column.kind is Kind.AMOUNT else ""


def _example(column: Column) -> str:
    if column.codes:
        return column.codes[0].label
    if column.kind is Kind.INTEGER:
        return number(column.minimum if column.minimum is not None else 1)
    return _TEXT_EXAMPLES.get(column.name, _EXAMPLES[column.kind])
