"""Planned and spent, the cost of a household, and of one more household kept; what the ratio can and cannot say."""

from __future__ import annotations

from pipeline.contract.codes import ACCOMPAGNE
from pipeline.contract.flow import INCLUS
from pipeline.contract.remarks import holds
from pipeline.french import NBSP, enumeration, euros, interval, long_date, number, percent
from pipeline.report.context import ReportContext
from pipeline.report.flow import count_of
from pipeline.report.headline import note_cell
from pipeline.report.records import Record, first, records
from pipeline.report.remarks import as_reason, sentences
from pipeline.report.results import EditionResults
from pipeline.report.said import said
from pipeline.report.units import interval_text, measure_unit
from pipeline.report.wording import households, level, paragraphs
from pipeline.statements.choice import Role
from pipeline.statements.statement import Statement
from pipeline.traced import counted, stated

_BEYOND_DRAWS = "borne_hors_des_tirages"
_HANDFUL = "tirages_de_moins_de_cinq"
KEPT = ("maintien", "maintien_strict")
ABSENT = (
    "La table « Coûts » n’a pas été livrée : la dépense n’est pas connue, ni ce que coûte un ménage accompagné ou "
    "maintenu en plus. Les chiffres de la note sont rappelés ci-dessous."
)
NONE_ENDED = "Aucun semestre de dépense n’était clos au gel : seuls les chiffres de la note sont donnés."
FRAME = (
    "**Cadre.** Point de vue : les financeurs du dispositif (associés, État, partenaires) ; les coûts de la gestion "
    "habituelle, communs aux deux groupes, et ceux des services de droit commun ne sont pas comptés. Prix : euros TTC "
    "courants des semestres lus. Horizon : celui de l’édition, deux ans au plus ; rien n’est actualisé. Effet : les "
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
            _per_household(results, context),
            _per_gain(results, context),
            _avoided(results),
            _note(results),
        ]
    )


def _spent(results: EditionResults, context: ReportContext) -> str:
    total, share = (first(results.couts_ratios, mesure=m) for m in ("depense_totale", "part_depensee"))
    halves = sorted({str(r["semestre"]) for r in records(results.couts_semestres)})
    over = [
        r for r in records(results.couts) if r["depense"] is not None and r["prevu"] and r["depense"] > 1.1 * r["prevu"]
    ]
    lines = ""
    if over:
        names = [f"{r['poste']} ({euros(r['depense'])} pour {euros(r['prevu'])})" for r in over]
        lines = f" Plus de {percent(0.1)} au-dessus du prévu : {enumeration(names)}."
    return (
        f"Au {long_date(context.gel)}, {_closed(halves)} : dépense de {euros(total['valeur'])}, soit "
        f"{percent(share['valeur'], 1)} des {euros(total['reference'])} prévus. Un semestre en cours au gel n’est pas "
        f"lu.{lines}"
    )


def _closed(halves: list[str]) -> str:
    """« les semestres clos vont du premier semestre 2015 au second semestre 2016 », of « 2015-S1 » … « 2016-S2 »."""
    ranks = [2 * int(year) + int(half) for year, _, half in (name.partition("-S") for name in halves)]
    named = [f"{'premier' if name.endswith('1') else 'second'} semestre {name[:4]}" for name in halves]
    if not halves:
        return "semestres clos"
    if len(halves) == 1:
        return f"le semestre clos est le {named[0]}"
    if ranks[-1] - ranks[0] == len(ranks) - 1:
        return f"les semestres clos vont du {named[0]} au {named[-1]}"
    return f"les semestres clos sont {enumeration([f'le {name}' for name in named])}"


def at_most(results: EditionResults, context: ReportContext) -> str:
    """Return « au plus » before the cost of a household, where the panel alone has more households than its divisor."""
    return f"au plus{NBSP}" if _more_than_divided_by(results, context) else ""


def more_than_said(results: EditionResults, context: ReportContext) -> str:
    """Return that the panel alone has more households than those that the cost is divided by; else nothing."""
    included = _more_than_divided_by(results, context)
    if not included:
        return ""
    return (
        f" Or le panel compte déjà {households(included, 'accompagné')} : ce diviseur est trop petit, et le coût par "
        "ménage trop grand."
    )


def _more_than_divided_by(results: EditionResults, context: ReportContext) -> int:
    """How many households the panel has, where they are more than the divisor; else 0."""
    included = count_of(results.flux, INCLUS, ACCOMPAGNE) or 0
    return included if included > context.params.couts.menages_accompagnes_dispositif else 0


def _per_household(results: EditionResults, context: ReportContext) -> str:
    so_far, yearly = (first(results.couts_ratios, mesure=m) for m in ("cout_par_menage", "cout_par_menage_et_par_an"))
    if so_far["valeur"] is None:
        return ""
    return (
        f"L’accompagnement (volets I et II) a coûté {euros(so_far['valeur'])} par ménage accompagné, pour "
        f"{euros(so_far['reference'])} prévus sur deux ans ; par an, {euros(yearly['valeur'])} pour "
        f"{euros(yearly['reference'])}. Le dénominateur est celui de tout le dispositif, non du panel : si moins de "
        f"ménages ont été accompagnés, chacun a coûté davantage.{more_than_said(results, context)}"
    )


def _per_gain(results: EditionResults, context: ReportContext) -> str:
    price = per_household_kept(results, context)
    if _price(results, context).estimation is None:
        return price
    few = holds(_price(results, context).note, _HANDFUL)  # draws among so few do not show how uncertain it is
    worth = "" if few else _worth(results)
    parts = [price, "Ce prix hérite de toutes les réserves de l’écart lui-même.", worth]
    return " ".join(part for part in parts if part)


def per_household_kept(results: EditionResults, context: ReportContext, *, whole: bool = True) -> str:
    """Return what one more household kept would cost, its interval or why it has none; or why there is no price.

    `whole`: False for the first reason alone.
    """
    e = _price(results, context)
    if e.indicateur not in KEPT:
        return (
            "Le coût d’un ménage maintenu en plus n’est pas donné : il ne l’est que si le maintien dans les lieux est "
            "le critère principal du plan."
        )
    if e.estimation is None:
        why = e.note if whole else e.note.partition(";")[0]
        return f"Le coût d’un ménage maintenu en plus n’est pas donné : {as_reason(why, note_cell(e))}."
    price = (
        f"À supposer que l’écart de maintien observé soit dû à l’accompagnement, un ménage maintenu en plus "
        f"reviendrait à {euros(e.estimation)} ({_bounds(e)})."
    )
    return " ".join(part for part in (price, _without_limit(e, said(results, e.indicateur, e.vague))) if part)


def _price(results: EditionResults, context: ReportContext) -> Statement:
    return said(results, context.plan.indicateur_principal, context.vague, Role.COST)


def _bounds(e: Statement) -> str:
    """The bounds that the draws support; one that they do not is not printed."""
    if e.ic_bas is not None and e.ic_haut is not None:
        within = interval(euros(e.ic_bas), euros(e.ic_haut))
        return f"intervalle à {level(e)} {within}, arrondi à ce que les tirages savent fixer"
    if e.ic_bas is None:
        return "sans intervalle"
    missing = "borne haute non donnée" if holds(e.note, _BEYOND_DRAWS) else "sans borne haute"
    return f"au moins {euros(e.ic_bas)}, à {level(e)} ; {missing}"


def _without_limit(ratio: Statement, gap: Statement) -> str:
    """Why there is no upper bound, and what then agrees with the data."""
    if ratio.ic_haut is not None:
        return ""
    least = "un prix" if ratio.ic_bas is None else f"au moins {euros(ratio.ic_bas)}"
    if gap.ic_bas is not None and gap.ic_haut is not None and gap.ic_bas <= 0:
        return stated(
            f"L’intervalle de l’écart est {interval_text(gap)} {measure_unit(gap).many} : ce qui s’accorde avec les "
            f"données n’est pas une fourchette de prix, c’est ou bien {least} par ménage maintenu en plus, ou bien une "
            "dépense sans ménage maintenu en plus.",
            gap,
        )
    if holds(ratio.note, _HANDFUL):
        return "Un groupe compte moins de cinq ménages : tirés parmi si peu, ils ne montrent pas leur incertitude."
    if holds(ratio.note, _BEYOND_DRAWS):
        if ratio.ic_bas is None:
            return "Les bornes changent trop d’un calcul à l’autre pour être données."
        return "La borne haute change trop d’un calcul à l’autre pour être donnée."
    tail = percent((1 - ratio.niveau) / 2, 1)
    return f"L’écart est nul ou négatif dans plus de {tail} des tirages : le rapport n’a pas de limite haute."


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
            "Les totaux que la note énonce se retrouvent à partir de ses lignes, à l’arrondi près : "
            f"{euros(total['valeur'])} en quatre volets, et les {number(checked)} autres montants vérifiés."
        )
    names = [
        f"{r['libelle'].lower()} ({euros(r['valeur'])} d’après les lignes, {euros(r['reference'])} imprimés)"
        for r in wrong
    ]
    return f"Ne se retrouvent pas à partir des lignes de la note : {enumeration(names)}."


def _same(r: Record) -> bool:
    return bool(abs(r["valeur"] - r["reference"]) < 1)
