"""What the delivery was worth: files read, cells refused, findings, what a missing table takes away."""

from __future__ import annotations

import pandas as pd

from pipeline.contract.corrections import CORRECTED_RULE
from pipeline.contract.findings import ACCEPTED
from pipeline.contract.markers import CORRECTIONS
from pipeline.contract.tables import TABLES
from pipeline.french import count, number
from pipeline.report.context import ReportContext
from pipeline.report.results import EditionResults
from pipeline.report.wording import paragraphs
from pipeline.traced import Cell, counted, traced

_TAKES_AWAY = {
    "evenements": "ni le maintien, ni la procédure, ni les troubles, ni les droits ouverts ne peuvent être décrits",
    "entretiens": "ni l’isolement, ni la solitude, ni le bien-être ne peuvent être décrits",
    "accompagnement": "l’accompagnement reçu ne peut pas être décrit",
    "couts": "les coûts ne peuvent pas être décrits",
}


def quality_text(results: EditionResults, context: ReportContext) -> str:
    """Return files and rows read, rejections and warnings, and the tables that are not there."""
    return paragraphs([_files(results), _findings(results, context), _corrections(results), *_absent(results)])


def _files(results: EditionResults) -> str:
    read = [f for f in results.fichiers if f.get("table")]
    if not read:
        return ""
    files = len({str(f.get("fichier", "")) for f in read})
    rows = sum(int(f.get("lignes") or 0) for f in read)
    ignored = len({str(f.get("fichier", "")) for f in results.fichiers}) - files
    others = counted(ignored, "fichiers", "non reconnus")
    aside = f" ; {count(others, 'autre n’a pas été reconnu', 'autres n’ont pas été reconnus')}" if ignored > 0 else ""
    found = count(counted(files, "fichiers", "lus"), "fichier lu", "fichiers lus")
    lines = count(traced(rows, Cell("fichiers", "lus", "lignes")), "ligne de données", "lignes de données")
    return f"{found}, {lines}{aside}."


def _findings(results: EditionResults, context: ReportContext) -> str:
    by_gravity = gravity_counts(results)
    rejections, warnings = by_gravity.get("rejet", 0), by_gravity.get("avertissement", 0)
    accepted = by_gravity.get(ACCEPTED, 0)
    if not rejections and not warnings and not accepted:
        return "Aucune cellule n’a été rejetée et rien n’est signalé."
    tolerance = number(100 * context.params.donnees.tolerance_rejets, 1).removesuffix(",0")
    parts = []
    if rejections:
        parts.append(
            f"{count(rejections, 'cellule ou ligne a été rejetée', 'cellules ou lignes ont été rejetées')}, en deçà de "
            f"la tolérance de {tolerance}\u202f% par colonne : une cellule rejetée devient une valeur manquante."
        )
    else:
        parts.append("Aucune cellule n’a été rejetée.")
    if warnings:
        parts.append(
            f"{count(warnings, 'avertissement est listé', 'avertissements sont listés')} dans le tableau, qui dit "
            "comment chaque donnée a été lue."
        )
    if accepted:
        parts.append(
            f"{count(accepted, 'avertissement a été accepté', 'avertissements ont été acceptés')} par l’évaluateur : "
            "le tableau dit pourquoi."
        )
    return " ".join(parts)


def _corrections(results: EditionResults) -> str:
    """What the evaluator had read otherwise: the fingerprint of the delivery is that of the files as received."""
    n = int(pd.to_numeric(results.constats.loc[results.constats["regle"] == CORRECTED_RULE, "effectif"]).sum())
    if not n:
        return ""
    cells = traced(n, Cell("constats", f"regle={CORRECTED_RULE}", "effectif"))
    return (
        f"{count(cells, 'cellule a été lue corrigée', 'cellules ont été lues corrigées')} par l’évaluateur, d’après "
        f"« {CORRECTIONS} » ; l’empreinte des données reste celle des fichiers reçus."
    )


def gravity_counts(results: EditionResults) -> dict[str, int]:
    """Return the number of findings by gravity."""
    if results.constats.empty:
        return {}
    numbers = pd.to_numeric(results.constats["effectif"], errors="coerce").fillna(0)
    sums = numbers.groupby(results.constats["gravite"].astype(str), sort=True).sum()
    return {str(g): traced(int(n), Cell("constats", f"gravite={g}", "effectif")) for g, n in sums.items()}


def _absent(results: EditionResults) -> list[str]:
    return [
        f"La table « {TABLES[t].label} » n’a pas été livrée : {_TAKES_AWAY[t]}."
        for t in results.tables_absentes
        if t in _TAKES_AWAY
    ]
