"""Planned and spent, the cost of a household, and of one more household kept; what the ratio can and cannot say."""

from __future__ import annotations

from pipeline.french import enumeration, euros, interval, long_date, number, percent
from pipeline.report.context import ReportContext
from pipeline.report.records import Record, first, records
from pipeline.report.remarks import as_reason, sentences
from pipeline.report.results import EditionResults
from pipeline.report.said import said
from pipeline.report.units import interval_text, measure_unit
from pipeline.report.wording import level, paragraphs
from pipeline.statements.choice import Role
from pipeline.statements.statement import Statement
from pipeline.traced import counted, stated

_FEW = 5  # households: fewer, and their resampling hardly varies
ABSENT = (
    "La table « Coûts » n’a pas été livrée : la dépense n’est pas connue, ni ce que coûte un ménage accompagné ou "
    "maintenu en plus. Les chiffres de la note sont rappelés ci-dessous."
)
NONE_ENDED = "Aucun semestre de dépense n’était clos au gel : seuls les chiffres de la note sont donnés."
FRAME = (
    "**Cadre.** Point de vue : les financeurs du dispositif (associés, État, partenaires) ; les coûts de la gestion "
    "habituelle, communs aux deux groupes, et ceux des services de droit commun ne sont pas comptés. Prix : euros TTC "
    "courants de 2015 et 2016. Horizon : celui de l’édition, deux ans au plus ; rien n’est actualisé. Effet : les "
    "ménages maintenus, sans les valoriser autrement."
)


def costs_text(results: EditionResults, context: ReportContext) -> str:
    """Return the frame, what was spent, the cost per household and per household kept, and avoided costs."""
    known = first(results.couts_ratios, mesure="depense_totale")
    if known["valeur"] is None:
        why = ABSENT if "couts" in results.tables_absentes else NONE_ENDED
        return paragraphs([why, _note(results), FRAME])
    return paragraphs(
        [
            FRAME,
            _spent(results, context),
            _per_household(results),
            _per_gain(results, context),
            _avoided(results),
            _note(results),
        ]
    )


def _spent(results: EditionResults, context: ReportContext) -> str:
    total, share = (first(results.couts_ratios, mesure=m) for m in ("depense_totale", "part_depensee"))
    halves = sorted({r["semestre"] for r in records(results.couts_semestres)})
    over = [
        r for r in records(results.couts) if r["depense"] is not None and r["prevu"] and r["depense"] > 1.1 * r["prevu"]
    ]
    lines = ""
    if over:
        names = [f"{r['poste']} ({euros(r['depense'])} pour {euros(r['prevu'])})" for r in over]
        lines = f" Plus de {percent(0.1)} au-dessus du prévu : {enumeration(names)}."
    return (
        f"Au {long_date(context.gel)}, les semestres clos sont {enumeration(halves)} : {euros(total['valeur'])} ont "
        f"été dépensés, soit {percent(share['valeur'], 1)} des {euros(total['reference'])} prévus. Un semestre en "
        f"cours au gel n’est pas lu.{lines}"
    )


def _per_household(results: EditionResults) -> str:
    so_far, yearly = (first(results.couts_ratios, mesure=m) for m in ("cout_par_menage", "cout_par_menage_et_par_an"))
    if so_far["valeur"] is None:
        return ""
    return (
        f"L’accompagnement (volets I et II) a coûté {euros(so_far['valeur'])} par ménage accompagné, pour "
        f"{euros(so_far['reference'])} prévus sur deux ans ; par an, {euros(yearly['valeur'])} pour "
        f"{euros(yearly['reference'])}. Le dénominateur est celui de tout le dispositif, non du panel : si moins de "
        "ménages ont été accompagnés, chacun a coûté davantage."
    )


def _per_gain(results: EditionResults, context: ReportContext) -> str:
    e = said(results, context.plan.indicateur_principal, context.vague, Role.COST)
    if e.estimation is None:
        return f"Le coût d’un ménage maintenu en plus n’est pas donné : {as_reason(e.note)}."
    tail = percent((1 - e.niveau) / 2, 1)
    bounds = (
        f"intervalle à {level(e)} {interval(euros(e.ic_bas), euros(e.ic_haut))}, par tirages"
        if e.ic_haut is not None and e.ic_bas is not None
        else f"au moins {euros(e.ic_bas)} ; l’écart étant nul ou négatif dans plus de {tail} des tirages, l’intervalle "
        "n’a pas de borne haute"
        if e.ic_bas is not None
        else "sans intervalle, l’écart pouvant être nul"
    )
    parts = [
        f"Rapporté à l’écart de maintien, un ménage maintenu en plus revient à {euros(e.estimation)} ({bounds}).",
        _upper_limit(e, said(results, e.indicateur, e.vague)),
        "Ce rapport hérite de toutes les réserves de l’écart lui-même : il n’a de sens que si l’écart est dû à "
        "l’accompagnement.",
        _worth(results),
    ]
    return " ".join(part for part in parts if part)


def _upper_limit(ratio: Statement, gap: Statement) -> str:
    """What the upper bound of the draws is worth when the gap's own interval holds zero, or when a group is tiny."""
    if ratio.ic_bas is None or ratio.ic_haut is None:
        return ""
    if min(ratio.n_accompagnes, ratio.n_temoins) < _FEW:
        return (
            f"Un groupe compte moins de {number(_FEW)} ménages : tirés parmi si peu, ils ne montrent pas ce qu’ils "
            "ont d’incertain, et cet intervalle est trop court."
        )
    if gap.ic_bas is None or gap.ic_haut is None or gap.ic_bas > 0:
        return ""
    unit = measure_unit(gap)
    return stated(
        f"Cette borne haute ne vaut que pour les tirages : elle existe parce que moins de "
        f"{percent((1 - ratio.niveau) / 2, 1)} d’entre eux donnent un écart nul ou négatif. L’intervalle de l’écart "
        f"lui-même {interval_text(gap)} {unit.many} contient zéro, et un rapport à un écart peut-être nul n’a pas de "
        f"limite haute que les données sachent fixer : il faut lire « au moins {euros(ratio.ic_bas)} », et l’analyse "
        "de sensibilité ne donne pas de valeur à la borne basse de l’écart.",
        gap,
    )


def _worth(results: EditionResults) -> str:
    rows = [r for r in records(results.acceptabilite) if r["probabilite"] is not None]
    half = next((r for r in rows if r["probabilite"] >= 0.5), None)
    most = rows[-1] if rows else None
    if half is None or most is None:
        return ""
    return (
        f"L’écart de maintien vaut la dépense dans plus d’un tirage sur deux à partir d’environ {euros(half['seuil'])} "
        f"par maintien supplémentaire, et dans {percent(most['probabilite'])} des tirages à {euros(most['seuil'])}."
    )


def _avoided(results: EditionResults) -> str:
    net = first(results.couts_ratios, mesure="cout_net_par_maintien")
    if net["valeur"] is None:
        return (
            "Coûts évités (procédure d’expulsion, vacance, dette passée en perte) : **non renseigné**. Aucun chiffre "
            "sourcé n’a été fourni ; les paramètres attendent une valeur, ses bornes et sa source."
        )
    kept = f"un ménage maintenu en plus revient à {euros(net['valeur'])}"
    return f"Une fois déduits les coûts évités, {kept}. {sentences(net['note'] or '')}"


def _note(results: EditionResults) -> str:
    """Whether the note's own figures follow from its lines."""
    rows = [
        r for r in records(results.couts_ratios) if str(r["mesure"]).startswith("note_") and r["valeur"] is not None
    ]
    wrong = [r for r in rows if not _same(r)]
    if not rows:
        return ""
    if not wrong:
        total = next(r for r in rows if r["mesure"] == "note_budget_total")
        checked = counted(len(rows) - 1, "couts_ratios", "mesure=note_…")
        return (
            "Les chiffres de la note se retrouvent à partir de ses lignes, à l’arrondi près : "
            f"{euros(total['valeur'])} en quatre volets, et les {number(checked)} autres montants vérifiés."
        )
    names = [
        f"{r['libelle'].lower()} ({euros(r['valeur'])} d’après les lignes, {euros(r['reference'])} imprimés)"
        for r in wrong
    ]
    return f"Ne se retrouvent pas à partir des lignes de la note : {enumeration(names)}."


def _same(r: Record) -> bool:
    return bool(abs(r["valeur"] - r["reference"]) < 1)
