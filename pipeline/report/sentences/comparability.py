"""How alike the panels are at inclusion, and what chance alone would do to such small groups."""

from __future__ import annotations

import numpy as np
import pandas as pd

from pipeline.french import count, enumeration, euros, number
from pipeline.report.baseline_rows import class_counts, same_for_all, shares_nothing
from pipeline.report.chance import chance_of_same_shares
from pipeline.report.context import ReportContext
from pipeline.report.disclosure import CONFIDENTIAL, MASKED_NOTE, is_masked
from pipeline.report.few_at_a_place import LANDLORD_NOTE
from pipeline.report.imbalance import compared, far_apart
from pipeline.report.power import expected_beyond
from pipeline.report.records import first, records
from pipeline.report.results import EditionResults
from pipeline.report.tables.comparability import inline_label, variable_label
from pipeline.report.wording import capitalised, households, paragraphs
from pipeline.traced import Cell, counted, traced, without_marks

_SMALL, _LARGE = 0.1, 0.25
_SAME = 1e-9  # a difference below: the same shares in both panels
_SHOWN = 5
_HANDFUL = 5  # households of a group: fewer, and sharing no value with the other group is common
_IN_CLASSES = ("categorie", "binaire")
_FEW = 0.25  # of those that are the same: when chance gives as many at most, a choice explains them better


def comparability_text(results: EditionResults, context: ReportContext) -> str:
    """Return how many standardised differences pass 0.1, the widest, and how often chance does as much.

    A characteristic that is the same for every household tells the panels apart no more than it makes them alike: it
    is named, and counted in nothing.
    """
    frame = results.comparabilite
    if frame.empty:
        return paragraphs(["Aucune caractéristique à l’inclusion n’a pu être comparée."])
    masked = set(frame.loc[frame["note"].isin((MASKED_NOTE, LANDLORD_NOTE)), "variable"])
    parts = {str(v): rows for v, rows in frame.groupby("variable", sort=False) if v not in masked}
    constant = [v for v, rows in parts.items() if same_for_all(rows)]
    apart = [v for v, rows in parts.items() if v not in constant and shares_nothing(rows)]
    known = compared(frame)
    left = [v for v in parts if v not in (*constant, *apart, *known.index)]
    return paragraphs(
        [
            _count(known, frame),
            _chance(known, frame),
            _separated(apart, frame),
            _constants(constant),
            _undefined(left),
            _debts(results),
            _masked(frame, context),
        ]
    )


def _count(known: pd.Series, frame: pd.DataFrame) -> str:
    if known.empty:
        return "Aucune différence standardisée n’est calculable : les groupes sont trop petits ou ne varient pas."
    wide = known[known > _SMALL].sort_values(ascending=False, kind="stable")
    total = count(_number_of(len(known)), "caractéristique comparée", "caractéristiques comparées")
    if wide.empty:
        return (
            f"Sur {total}, aucune ne présente de différence standardisée supérieure à {number(_SMALL, 1)} en valeur "
            "absolue."
        )
    names = [f"{inline_label(str(v))} ({number(_smd(v, frame), 2)})" for v in wide.index[:_SHOWN]]
    some = "présente" if len(wide) == 1 else "présentent"
    beyond = number(_number_of(len(wide), _SMALL))
    return (
        f"Sur {total}, {beyond} {some} une différence standardisée supérieure à {number(_SMALL, 1)} en valeur absolue "
        f"; {'la plus forte' if len(names) == 1 else 'les plus fortes'} : {enumeration(names)}."
    )


def _chance(known: pd.Series, frame: pd.DataFrame) -> str:
    """What two groups drawn from one population would show, for the very sizes and levels that are compared here."""
    if known.empty:
        return ""
    low, high = _beyond(known.index, frame)
    here = [number(_number_of(int((known > bound).sum()), bound)) for bound in (_SMALL, _LARGE)]
    words = (
        f"Pour {_these(_number_of(len(known)))}, de tels effectifs et autant de modalités, deux panels tirés d’une "
        f"même population en montreraient en moyenne {low} au-delà de {number(_SMALL, 1)} et {high} au-delà de "
        f"{number(_LARGE, 2)}, par le seul hasard ; ici, {here[0]} et {here[1]}."
    )
    return f"{words}{_alike(known, frame)} {_verdict(known, frame)}"


def _alike(known: pd.Series, frame: pd.DataFrame) -> str:
    """The characteristics in classes whose shares are the same, where chance would seldom make as many."""
    alike = [v for v in known.index[known <= _SAME] if _by_variable(frame, v)["type"].iloc[0] in _IN_CLASSES]
    same = [v for v in alike if not np.isnan(class_counts(_by_variable(frame, v))).any()]  # the others are masked
    by_chance = sum(chance_of_same_shares(*class_counts(_by_variable(frame, v)).T.tolist()) for v in same)
    others = known.drop(index=alike)
    if len(same) < 2 or by_chance > _FEW * len(same) or others.empty:
        return ""
    low, high = _beyond(others.index, frame)
    expected = traced(by_chance, Cell("comparabilite", f"{len(same)} variables; |smd|≤{_SAME}", "attendu"))
    seldom = "moins de 0,1" if by_chance < 0.1 else number(expected, 1)
    among = "Parmi elles" if same == alike else "Parmi celles dont les effectifs sont montrés"
    return (
        f" {among}, {number(_number_of(len(same), _SAME, '≤'))} ont exactement la même répartition dans les deux "
        f"panels, quand le hasard en donnerait en moyenne {seldom} : un choix l’explique mieux ; sans elles, le hasard "
        f"en mettrait {low} et {high} au-delà de ces seuils."
    )


def _verdict(known: pd.Series, frame: pd.DataFrame) -> str:
    """That the panels differ, where chance would hardly put one of so many characteristics as far apart."""
    far = far_apart(known, frame)
    if not far:
        return (
            "Dépasser un seuil ne suffit pas à dire que les panels diffèrent, ne pas le dépasser ne suffit pas à dire "
            "qu’ils se ressemblent."
        )
    names = enumeration([f"{inline_label(str(v))} ({number(_smd(v, frame), 2)})" for v in far[:_SHOWN]])
    more = "" if len(far) <= _SHOWN else f", et {count(_number_of(len(far) - _SHOWN), 'autre')}"
    return (
        f"Les panels diffèrent à l’inclusion : {names}{more}. Sur "
        f"{count(_number_of(len(known)), 'caractéristique')}, le hasard en mettrait une aussi loin moins d’une fois "
        "sur vingt ; ce qui sépare ainsi les panels peut expliquer une part des écarts mesurés ensuite."
    )


def _by_variable(frame: pd.DataFrame, variable: object) -> pd.DataFrame:
    return frame[frame["variable"] == variable]


def _separated(variables: list[str], frame: pd.DataFrame) -> str:
    if not variables:
        return ""
    sizes = frame.loc[frame["variable"].isin(variables), ["n_accompagnes", "n_temoins"]]
    fewest = float(sizes.min().min())
    luck = " ; avec si peu de ménages, le hasard y suffit" if fewest < _HANDFUL else ""
    names = enumeration([f"« {variable_label(v)} »" for v in variables])
    verb = "sépare" if len(variables) == 1 else "séparent"
    return (
        f"{names} {verb} entièrement les deux panels : aucun ménage d’un groupe n’y a la valeur d’un ménage de "
        f"l’autre, et aucune différence standardisée ne mesure un tel écart{luck}."
    )


def _constants(variables: list[str]) -> str:
    if not variables:
        return ""
    names = enumeration([inline_label(v) for v in variables])
    return (
        f"{capitalised(names)} : même valeur pour tous les ménages des deux panels, ce qui ne dit rien de leur "
        "ressemblance."
    )


def _beyond(variables: pd.Index, frame: pd.DataFrame) -> tuple[str, str]:
    sizes = frame.groupby("variable", sort=False)[["n_accompagnes", "n_temoins"]].first().reindex(variables)
    where = f"{len(variables)} variables; |smd|>"
    low, high = (
        number(traced(expected_beyond(bound, sizes, frame), Cell("comparabilite", f"{where}{bound}", "attendu")))
        for bound in (_SMALL, _LARGE)
    )
    return low, high


def _smd(variable: object, frame: pd.DataFrame) -> float:
    """The standardised difference of a characteristic, without its sign; it stands in the row of its first class."""
    found: float = next(r["smd"] for r in records(_by_variable(frame, variable)) if r["smd"] is not None)
    return abs(found)


def _number_of(n: int, bound: float | None = None, side: str = ">") -> int:
    """A number of characteristics: those with a standardised difference, or with one beyond a bound."""
    found: int = counted(n, "comparabilite", "smd" if bound is None else f"|smd|{side}{bound}")
    return found


def _these(n: int) -> str:
    return "cette caractéristique" if n == 1 else f"ces {number(n)} caractéristiques"


def _debts(results: EditionResults) -> str:
    """Two debts at inclusion: the one declared at entry, compared here, and the ledger's, compared with the arrears."""
    declared = first(results.comparabilite, variable="impaye_inclusion")
    groups = ("accompagne", "temoin")
    ledger = [first(results.evolutions, indicateur="impaye_solde", vague="T0", groupe=g) for g in groups]
    means = [declared["moyenne_accompagnes"], declared["moyenne_temoins"], *(r["valeur"] for r in ledger)]
    if None in means:
        return ""
    one, zero, owed_one, owed_zero = (euros(mean) for mean in means)
    if (without_marks(one), without_marks(zero)) == (without_marks(owed_one), without_marks(owed_zero)):
        return ""
    return (
        f"L’impayé à l’inclusion comparé ici est celui que le fichier des ménages déclare à l’entrée : {one} en "
        f"moyenne chez les accompagnés ({households(declared['n_accompagnes'])}) et {zero} chez les témoins "
        f"({households(declared['n_temoins'])}). Le tableau des impayés donne le solde de la fin du mois d’inclusion, "
        f"d’après le suivi locatif : {owed_one} ({households(ledger[0]['n'])}) et {owed_zero} "
        f"({households(ledger[1]['n'])})."
    )


def _undefined(variables: list[str]) -> str:
    if not variables:
        return ""
    missing = [inline_label(v) for v in variables]
    verb = "n’est pas donnée" if len(missing) == 1 else "ne sont pas données"
    what = "La différence standardisée" if len(missing) == 1 else "Les différences standardisées"
    return f"{what} {verb} pour {enumeration(missing)} ; le tableau dit pourquoi."


def _masked(frame: pd.DataFrame, context: ReportContext) -> str:
    hidden = list(dict.fromkeys(frame.loc[frame["note"].map(is_masked), "variable"]))
    seuil = number(context.params.confidentialite.seuil)
    of_health = [v for v in hidden if v in CONFIDENTIAL]
    means = [v for v in hidden if v not in CONFIDENTIAL]
    told = []
    for names, why in (
        (of_health, f"donnée de santé masquée, un groupe comptant moins de {seuil} ménages concernés ou non concernés"),
        (means, f"masqué, moins de {seuil} ménages d’un groupe étant connus"),
    ):
        if names:
            told.append(f"{enumeration([f'« {variable_label(str(v))} »' for v in names])} : {why}.")
    return paragraphs(told)
