"""Where the project note's lines do not add up to its own totals: both figures are kept, and said."""

from __future__ import annotations

from collections.abc import Hashable
from typing import Any

import pandas as pd

from pipeline.contract.codes import REGIONS
from pipeline.contract.findings import Gravity, Rule
from pipeline.french import NBSP, euros, number
from pipeline.validate.findings import finding, gather
from pipeline.validate.reference import BUDGET, SITES, TOTALS, Reference

SENDER = "note de présentation"
RULE = Rule(
    "note_incoherente",
    Gravity.WARNING,
    "Note de présentation : chiffres qui ne s’accordent pas",
    "Ne rien corriger : les deux chiffres sont gardés ; demander à Habitat Réuni lequel retenir.",
)

_SOURCES = ("associes", "autres_partenaires", "aide_sollicitee")
_AMOUNTS = ("prevu", *_SOURCES)
_LABELS = {
    "prevu": "coût total",
    "associes": "part des associés",
    "autres_partenaires": "part des autres partenaires",
    "aide_sollicitee": "aide sollicitée",
    "cout_annuel": "coût annuel",
    "quantite": "quantité",
}
_YEARS = 2
_Row = dict[Hashable, Any]
# The note rounds to the euro (a cost per household may differ by half of one); it counts the rest exactly.
_EURO_ROUNDING = 0.5 + 1e-9
_EXACT = 1e-6


def check_note(reference: Reference) -> pd.DataFrame:
    """Return one warning for each figure of the note that its own lines contradict."""
    return gather(
        [
            *_dwellings(reference),
            *_communes(reference),
            *_departments(reference),
            *_budget_sums(reference),
            *_budget_details(reference),
            *_budget_lines(reference),
            *_totals(reference),
        ]
    )


def _say(table: str, colonne: str, motif: str) -> pd.DataFrame:
    return finding(RULE, motif, table=table, fichier=SENDER, colonne=colonne)


def _compare(table: str, colonne: str, what: str, stated: float, computed: float, unit: str) -> list[pd.DataFrame]:
    gap = computed - stated
    if abs(gap) <= (_EURO_ROUNDING if unit == "€" else _EXACT):
        return []
    motif = (
        f"{what} : la note énonce {_write(stated, unit)}, ses lignes font {_write(computed, unit)} "
        f"(écart {_write(gap, unit, sign=True)})."
    )
    return [_say(table, colonne, motif)]


def _write(value: float, unit: str, *, sign: bool = False) -> str:
    if unit == "€":
        return euros(value, sign=sign)
    decimals = 0 if float(value).is_integer() else 2
    return f"{number(value, decimals, sign=sign)}{NBSP}{unit}"


def _dwellings(reference: Reference) -> list[pd.DataFrame]:
    by_region = reference.sites.groupby("region")["logements"].sum()
    found: list[pd.DataFrame] = []
    for region in REGIONS:
        stated = reference.total(f"logements_{region.value}")
        computed = float(by_region.get(region.value, 0.0))
        found += _compare(SITES, "logements", f"Logements, {region.label}", stated, computed, "logements")
    total = reference.total("logements_total")
    found += _compare(SITES, "logements", "Logements, ensemble des sites", total, float(by_region.sum()), "logements")
    stated_sum = sum(reference.total(f"logements_{r.value}") for r in REGIONS)
    found += _compare(TOTALS, "valeur", "Logements, somme des totaux régionaux", total, stated_sum, "logements")
    return found


def _communes(reference: Reference) -> list[pd.DataFrame]:
    by_region = reference.sites.groupby("region")["commune"].nunique()
    found: list[pd.DataFrame] = []
    for region in REGIONS:
        stated = reference.total(f"communes_{region.value}")
        found += _compare(
            SITES, "commune", f"Communes, {region.label}", stated, float(by_region.get(region.value, 0)), "communes"
        )
    total = reference.total("communes_total")
    found += _compare(SITES, "commune", "Communes, ensemble", total, reference.sites["commune"].nunique(), "communes")
    found += _compare(
        SITES,
        "bailleur",
        "Bailleurs associés",
        reference.total("bailleurs"),
        reference.sites["bailleur"].nunique(),
        "bailleurs",
    )
    return found


def _departments(reference: Reference) -> list[pd.DataFrame]:
    return [
        _say(
            SITES,
            "departement",
            f"{site['commune']} : la note imprime le département {site['departement']}, "
            f"la commune est dans le {site['departement_officiel']}.",
        )
        for site in reference.sites.to_dict("records")
        if site["departement"] != site["departement_officiel"]
    ]


def _budget_sums(reference: Reference) -> list[pd.DataFrame]:
    """Lines against the sub-total of their part, sub-totals against the grand total."""
    lines, subtotals = _of_nature(reference, "ligne"), _of_nature(reference, "sous_total")
    found: list[pd.DataFrame] = []
    for stated in subtotals:
        part = [line for line in lines if line["volet"] == stated["volet"]]
        for column in (*_AMOUNTS, "cout_annuel"):
            found += _against_sum(f"Volet {stated['poste']}", stated, part, column, "€")
        # A line of another unit has no place in a sum of full-time equivalents or of files.
        same_unit = [line for line in part if line["unite"] == stated["unite"]]
        found += _against_sum(f"Volet {stated['poste']}", stated, same_unit, "quantite", stated["unite"])
    (total,) = _of_nature(reference, "total")
    for column in _AMOUNTS:
        found += _against_sum("Total général", total, subtotals, column, "€")
    return found


def _budget_details(reference: Reference) -> list[pd.DataFrame]:
    """The second part is printed twice: by line and by project; both must agree."""
    projects, details = _of_nature(reference, "sous_total_detail"), _of_nature(reference, "detail")
    found: list[pd.DataFrame] = []
    for project in projects:
        rows = [d for d in details if d["poste"].startswith(f"{project['poste']}-")]
        for column in _AMOUNTS:
            found += _against_sum(f"Projet « {project['libelle']} »", project, rows, column, "€")
    for part in _of_nature(reference, "sous_total"):
        rows = [p for p in projects if p["volet"] == part["volet"]]
        for column in _AMOUNTS if rows else ():
            found += _against_sum(f"Volet {part['poste']}, détail par projets", part, rows, column, "€")
    return found


def _against_sum(what: str, stated: _Row, rows: list[_Row], column: str, unit: str) -> list[pd.DataFrame]:
    if _empty(stated[column]):
        return []
    computed = sum(row[column] for row in rows if not _empty(row[column]))
    return _compare(BUDGET, column, f"{what}, {_LABELS[column]}", stated[column], float(computed), unit)


def _budget_lines(reference: Reference) -> list[pd.DataFrame]:
    """Inside a line: the sources of its funding, two years of the annual cost, quantity × unit cost."""
    found: list[pd.DataFrame] = []
    for row in reference.budget.to_dict("records"):
        what = f"{row['poste']} ({row['libelle']})"
        funding = float(sum(row[s] for s in _SOURCES if not _empty(row[s])))
        found += _compare(BUDGET, "prevu", f"{what}, coût total et financement", row["prevu"], funding, "€")
        if not _empty(row["total_financement"]):
            stated = row["total_financement"]
            found += _compare(BUDGET, "total_financement", f"{what}, total du financement", stated, funding, "€")
        if not _empty(row["cout_annuel"]):
            both_years = _YEARS * row["cout_annuel"]
            found += _compare(BUDGET, "prevu", f"{what}, deux années de coût annuel", row["prevu"], both_years, "€")
        found += _quantity_times_cost(row, what)
    return found


def _quantity_times_cost(row: _Row, what: str) -> list[pd.DataFrame]:
    quantity, low, high = row["quantite"], row["cout_unitaire_min"], row["cout_unitaire_max"]
    if _empty(quantity) or _empty(low):
        return []
    if not _empty(row["cout_annuel"]):
        what = f"{what}, quantité × coût unitaire"
        return _compare(BUDGET, "cout_annuel", what, row["cout_annuel"], quantity * low, "€")
    if quantity * low - _EURO_ROUNDING <= row["prevu"] <= quantity * high + _EURO_ROUNDING:
        return []
    bounds = euros(quantity * low) if low == high else f"de {euros(quantity * low)} à {euros(quantity * high)}"
    motif = f"{what} : la note énonce {euros(row['prevu'])}, sa quantité × son coût unitaire font {bounds}."
    return [_say(BUDGET, "prevu", motif)]


def _empty(figure: Any) -> bool:
    return bool(pd.isna(figure))


def _of_nature(reference: Reference, nature: str) -> list[_Row]:
    return reference.budget[reference.budget["nature"] == nature].to_dict("records")


def _totals(reference: Reference) -> list[pd.DataFrame]:
    """What the note's text states, against the table of the budget and against itself."""
    total = reference.total
    budget = {row["poste"]: row for row in reference.budget.to_dict("records")}
    parts = ("I", "II", "III", "IV")
    per_household = total("cout_hors_cooperative_evaluation") / total("menages_total")
    comparisons = [
        *((f"Texte et tableau 3, volet {p}", f"budget_volet_{p}", budget[p]["prevu"], "€") for p in parts),
        ("Texte et tableau 3, budget total", "budget_total", budget["total"]["prevu"], "€"),
        ("Somme des quatre volets", "budget_total", sum(total(f"budget_volet_{p}") for p in parts), "€"),
        *((f"Texte et tableau 3, {_LABELS[s]}", f"financement_{s}", budget["total"][s], "€") for s in _SOURCES),
        ("Somme des financements", "budget_total", sum(total(f"financement_{s}") for s in _SOURCES), "€"),
        (
            "Coût hors coopérative et évaluation",
            "cout_hors_cooperative_evaluation",
            budget["I"]["prevu"] + budget["II"]["prevu"],
            "€",
        ),
        ("Coût par ménage accompagné sur deux ans", "cout_par_menage", per_household, "€"),
        ("Coût par ménage accompagné et par an", "cout_par_menage_et_par_an", per_household / _YEARS, "€"),
        (
            "Ménages accompagnés",
            "menages_total",
            total("menages_exterieurs") + total("menages_en_place"),
            "ménages",
        ),
        ("Équivalents temps plein de la veille", "etp_veille", budget["I"]["quantite"], "ETP"),
        (
            "Patrimoine des associés",
            "patrimoine_total",
            sum(total(f"patrimoine_{r.value}") for r in REGIONS),
            "logements",
        ),
    ]
    return [
        part
        for what, code, computed, unit in comparisons
        for part in _compare(TOTALS, "valeur", what, total(code), float(computed), unit)
    ]
