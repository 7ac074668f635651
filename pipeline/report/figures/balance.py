"""The love plot: how far apart the groups were at inclusion, variable by variable."""

from __future__ import annotations

import math
from collections.abc import Mapping
from typing import Any

import pandas as pd

from pipeline.contract.indicators import INDICATORS
from pipeline.contract.tables import MENAGES
from pipeline.french import MISSING, NBSP, enumeration, number, percent
from pipeline.report.baseline_rows import nobody_known, same_for_all
from pipeline.report.context import ReportContext
from pipeline.report.disclosure import mask_comparability
from pipeline.report.figures.dots import FARTHEST, REFERENCES, Dots, DotSheet
from pipeline.report.figures.drawing import Drawing, NoDrawing
from pipeline.report.power import chance_beyond
from pipeline.report.remarks import as_reason
from pipeline.report.results import EditionResults
from pipeline.report.wording import capitalised
from pipeline.traced import Cell, counted, plain, traced

_COLUMNS = ["libelle", "smd", "ampleur", "signe", "modalites", "n1", "n0", "note", "motif"]
_SIGNED, _UNSIGNED = "Différence standardisée", "Distance entre répartitions (sans signe)"


def draw_balance(results: EditionResults, context: ReportContext) -> Drawing | NoDrawing:
    """Draw standardised differences on a signed axis, and distances between levels from zero; the largest first."""
    rows = differences(mask_comparability(results.comparabilite, context.params.confidentialite.seuil))
    shown = rows[rows["motif"] == ""].sort_values(["ampleur", "libelle"], ascending=[False, True], kind="stable")
    if shown.empty:
        return NoDrawing(
            "Le graphique des écarts à l’inclusion n’est pas tracé : aucune différence standardisée n’est calculable."
        )
    sheet = DotSheet(reach=min(max(float(shown["ampleur"].max()), 0.5), FARTHEST))
    for title, kind in (("Différences", _SIGNED), ("Distances entre répartitions, sans signe", _UNSIGNED)):
        dots = [_dots(r) for r in shown[shown["signe"] == kind].to_dict("records")]
        if dots:
            sheet.block(title, dots, signed=kind == _SIGNED)
    words = enumeration([f"{r['libelle']} ({_number(r)})" for r in shown.head(3).to_dict("records")])
    beyond = counted(int((shown["ampleur"] > REFERENCES[-1]).sum()), "comparabilite", f"|smd|>{REFERENCES[-1]:g}")
    all_of_them = counted(len(shown), "comparabilite", "smd connu")
    return Drawing(
        sheet.paper(),
        caption=(
            f"Écarts à l’inclusion, en écarts-types : {number(beyond)} des {number(all_of_them)} caractéristiques "
            f"dépassent {number(REFERENCES[-1], 2)} en valeur absolue. Repères à 0,1 (clair) et 0,25 (foncé)."
        ),
        alt=(
            f"Un point par caractéristique à l’inclusion ; {number(beyond)} sur {number(all_of_them)} au-delà de "
            f"{number(REFERENCES[-1], 2)}. Écarts les plus grands : {words}."
        ),
        remark=" ".join(part for part in (chance_words(shown), _remark(rows)) if part),
    )


def _dots(row: Mapping[Any, Any]) -> Dots:
    place = row["smd"] if row["signe"] == _SIGNED else row["ampleur"]
    sizes = f"{_count(row['n1'])}{NBSP}/{NBSP}{_count(row['n0'])}"
    return Dots(str(row["libelle"]), (float(place),), _number(row), sizes)


def _count(n: Any) -> str:
    return MISSING if pd.isna(n) else number(int(n))


def _number(row: Mapping[Any, Any]) -> str:
    return number(row["smd"], 2, sign=True) if row["signe"] == _SIGNED else number(row["ampleur"], 2)


def differences(comparability: pd.DataFrame) -> pd.DataFrame:
    """Return one row a variable: `libelle`, `smd`, `ampleur`, `signe`, `modalites`, `n1`, `n0`, `note`, `motif`.

    `modalites`: how many levels, 2 for a mean or a yes or no; `n1`, `n0`: the households known by group. `motif`: why
    the variable cannot be shown, empty when it can. A variable of several levels has one distance for them all, without
    sign.
    """
    rows = []
    for variable, part in comparability.groupby("variable", sort=False):
        smd = pd.to_numeric(part["smd"], errors="coerce")
        known = smd[[math.isfinite(v) for v in smd]]
        note = next((n for n in part["note"] if isinstance(n, str) and n.strip()), "")
        value = float(known.iloc[0]) if len(known) else math.nan
        levels = part["modalite"].dropna().nunique()
        rows.append(
            {
                "libelle": baseline_label(str(variable)),
                "smd": value,
                "ampleur": abs(value),
                "signe": _UNSIGNED
                if levels > 1 or (part["type"] == "categorie").all()
                else _SIGNED,  # masked: no level
                "modalites": max(levels, 2),
                "n1": part["n_accompagnes"].iloc[0],
                "n0": part["n_temoins"].iloc[0],
                "note": note,
                "motif": _why_not(part, len(known) > 0, note),
            }
        )
    return pd.DataFrame(rows, columns=_COLUMNS)


def _why_not(rows: pd.DataFrame, known: bool, note: str) -> str:
    """Why a variable has no place in the figure, as the text that counts them says; empty when it has one."""
    if known and same_for_all(rows):
        return "même valeur pour tous les ménages"
    if nobody_known(rows):
        return "aucune valeur connue"
    return "" if known else note or "non calculable"


def chance_words(shown: pd.DataFrame) -> str:
    """Return how often chance alone passes 0.1 and 0.25, for one quantity and for the most levels that are shown.

    The sizes are those of the variable that most households of both groups answered.
    """
    sizes = shown.astype({"n1": float, "n0": float}).dropna(subset=["n1", "n0"])
    if sizes.empty:
        return ""
    n1, n0, most = (largest(sizes, "comparabilite", name) for name in ("n1", "n0", "modalites"))
    of_most = f"pour une distance entre {number(most)} modalités"
    kinds = {2: "pour une moyenne, une part ou deux modalités", plain(most): of_most}
    said = []
    for levels, kind in kinds.items() if most > 2 else [(2, "pour une moyenne ou une part")]:
        low, high = (_share(bound, plain(n1), plain(n0), levels) for bound in (0.1, 0.25))
        said.append(f"dans {low} et {high} des cas {kind}")
    return (
        f"Avec {number(n1)} et {number(n0)} ménages tirés d’une même population, le seul hasard passe ces repères "
        f"{enumeration(said)} : les dépasser de peu ne dit pas que les panels diffèrent."
    )


def largest(frame: pd.DataFrame, table: str, column: str) -> Any:
    """Return the largest whole number of `column` among the rows shown, as one that knows where it comes from."""
    return traced(int(frame[column].max()), Cell(table, "lignes montrées", f"{column}, le plus grand"))


def _share(bound: float, n1: int, n0: int, levels: int) -> str:
    p = float(chance_beyond(bound, n1, n0, levels))
    if p > 0.99:
        return f"plus de {percent(0.99)}"
    return percent(traced(p, Cell("comparabilite", f"hasard seul; |smd|>{bound:g}; modalités {levels}", "attendu")))


def baseline_label(variable: str) -> str:
    """The French label of what is known at inclusion."""
    if variable in MENAGES:
        return MENAGES[variable].label
    return INDICATORS[variable].label if variable in INDICATORS else capitalised(variable.replace("_", " "))


def _remark(rows: pd.DataFrame) -> str:
    """Return what is to be known of the rows: a restriction of those shown, a reason for those that are not."""
    shown = [r for r in rows.to_dict("records") if r["note"] and not r["motif"]]
    hidden = [r for r in rows.to_dict("records") if r["motif"]]
    told = [(r["libelle"], as_reason(r["note"])) for r in shown]
    sentences = [f"{name} ({why})." if ":" in why else f"{name} : {why}." for name, why in told]  # one colon is enough
    if hidden:
        reasons = [f"{r['libelle']} ({as_reason(r['motif'])})" for r in hidden]
        sentences.append(f"Ne figurent pas : {' ; '.join(reasons)}.")
    return " ".join(sentences)
