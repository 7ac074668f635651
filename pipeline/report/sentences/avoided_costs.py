"""Avoided costs: which have a source, what an avoided exit would spare, how many would balance the spending."""

from __future__ import annotations

from pipeline.french import enumeration, euros, interval, number, quantity
from pipeline.report.context import ReportContext
from pipeline.report.records import Record, first, records
from pipeline.report.results import EditionResults
from pipeline.report.wording import paragraphs, uncapitalised

_AMOUNTS = ("procedure_expulsion", "vacance", "dette_irrecouvrable")
_WHO = (
    "Ces montants seraient épargnés par d’autres que ceux qui paient le dispositif : bailleurs, préfectures, "
    "collectivités. Ils ne se retranchent pas du coût par ménage."
)


def avoided_costs_text(results: EditionResults, _: ReportContext) -> str:
    """Return the sourced amounts and the break-even; without a source, that nothing is given, and what it would say."""
    rows = {r["mesure"]: r for r in records(results.couts_evites)}
    if not rows:
        return paragraphs(["Coûts évités : ils ne sont pas calculés dans cette édition."])
    amounts = [rows[name] for name in _AMOUNTS if name in rows]
    known = [r for r in amounts if r["valeur"] is not None]
    missing = [uncapitalised(r["libelle"]) for r in amounts if r["valeur"] is None]
    if not known:
        return paragraphs(
            [
                f"**Point d’équilibre : non renseigné.** Aucun coût évité n’a de source : {enumeration(missing)}. Avec "
                "une valeur sourcée, ce paragraphe dirait combien de sorties évitées équilibreraient la dépense.",
                _threshold(results),
            ]
        )
    said = enumeration([f"{uncapitalised(r['libelle'])}, {euros(r['valeur'])} {_range(r)}" for r in known])
    total, balance = rows["total"], rows["equilibre"]
    lacking = f" Non renseigné, et compté pour rien : {enumeration(missing)}." if missing else ""
    return paragraphs(
        [
            "**Coûts évités, d’après des sources extérieures.** Une sortie évitée épargnerait "
            f"{euros(total['valeur'])} {_range(total)} : {said}.{lacking} {_WHO}",
            _balance(balance),
            _threshold(results),
        ]
    )


def _balance(r: Record) -> str:
    if r["valeur"] is None:
        return "**Point d’équilibre.** La dépense n’est pas connue : il n’est pas calculé."
    between = ""
    if r["bas"] is not None and r["haut"] is not None and r["bas"] != r["haut"]:
        between = f" (de {number(r['bas'], 1)} à {number(r['haut'], 1)} selon la fourchette)"
    return (
        "**Point d’équilibre.** La dépense d’accompagnement serait équilibrée par "
        f"{quantity(r['valeur'], 1, 'sortie évitée', 'sorties évitées')} pour cent ménages accompagnés{between}."
    )


def _threshold(results: EditionResults) -> str:
    """What a kept household would have to spare: the cost of one more, where it is estimated."""
    kept = first(results.couts_ratios, mesure="cout_par_maintien")
    if kept["valeur"] is None:
        return ""
    return (
        f"Dans l’autre sens : au coût estimé d’un ménage maintenu en plus, {euros(kept['valeur'])}, la dépense serait "
        "équilibrée si chaque maintien supplémentaire épargnait autant."
    )


def _range(r: Record) -> str:
    return interval(euros(r["bas"]), euros(r["haut"]))
