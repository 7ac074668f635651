"""How alike the panels are at inclusion, and what chance alone would do to such small groups."""

from __future__ import annotations

import pandas as pd

from pipeline.french import count, enumeration, number
from pipeline.report.context import ReportContext
from pipeline.report.disclosure import is_masked
from pipeline.report.power import expected_beyond
from pipeline.report.results import EditionResults
from pipeline.report.tables.comparability import inline_label, variable_label
from pipeline.report.wording import capitalised, paragraphs
from pipeline.traced import Cell, counted, traced

_SMALL, _LARGE = 0.1, 0.25
_SAME = 1e-9  # a difference below: the same shares in both panels
_SHOWN = 5


def comparability_text(results: EditionResults, context: ReportContext) -> str:
    """Return how many standardised differences pass 0.1, the widest, and how often chance does as much."""
    frame = results.comparabilite
    if frame.empty:
        return "Aucune caractéristique à l’inclusion n’a pu être comparée.\n"
    smd = pd.to_numeric(frame["smd"], errors="coerce").groupby(frame["variable"], sort=False).first().abs()
    known = smd.dropna()
    masked = set(frame.loc[frame["note"].map(is_masked), "variable"])
    return paragraphs(
        [_count(known), _chance(known, frame), _undefined(smd[~smd.index.isin(masked)]), _masked(frame, context)]
    )


def _count(known: pd.Series) -> str:
    if known.empty:
        return "Aucune différence standardisée n’est calculable : les groupes sont trop petits ou ne varient pas."
    wide = known[known > _SMALL].sort_values(ascending=False, kind="stable")
    total = count(_number_of(len(known)), "caractéristique comparée", "caractéristiques comparées")
    if wide.empty:
        return (
            f"Sur {total}, aucune ne présente de différence standardisée supérieure à {number(_SMALL, 1)} en valeur "
            "absolue."
        )
    names = [f"{inline_label(str(v))} ({number(_smd(v, x), 2)})" for v, x in wide.head(_SHOWN).items()]
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
    return (
        f"{words}{_alike(known, frame)} Dépasser un seuil ne suffit pas à dire que les panels diffèrent, ne pas le "
        "dépasser ne suffit pas à dire qu’ils se ressemblent."
    )


def _alike(known: pd.Series, frame: pd.DataFrame) -> str:
    """The characteristics whose shares are the same, which a choice makes so rather than chance, left out."""
    others = known[known > _SAME]
    same = len(known) - len(others)
    if same < 2 or others.empty:  # one may well be chance
        return ""
    low, high = _beyond(others.index, frame)
    return (
        f" Parmi elles, {number(_number_of(same, _SAME, '≤'))} ont exactement la même répartition ou la même moyenne "
        "dans les deux panels, ce qu’un choix explique mieux que le hasard ; sans elles, le hasard en mettrait "
        f"{low} et {high} au-delà de ces seuils."
    )


def _beyond(variables: pd.Index, frame: pd.DataFrame) -> tuple[str, str]:
    sizes = frame.groupby("variable", sort=False)[["n_accompagnes", "n_temoins"]].first().reindex(variables)
    where = f"{len(variables)} variables; |smd|>"
    low, high = (
        number(traced(expected_beyond(bound, sizes, frame), Cell("comparabilite", f"{where}{bound}", "attendu")))
        for bound in (_SMALL, _LARGE)
    )
    return low, high


def _smd(variable: object, value: float) -> float:
    found: float = traced(float(value), Cell("comparabilite", f"variable={variable}", "smd"))
    return found


def _number_of(n: int, bound: float | None = None, side: str = ">") -> int:
    """A number of characteristics: those with a standardised difference, or with one beyond a bound."""
    found: int = counted(n, "comparabilite", "smd" if bound is None else f"|smd|{side}{bound}")
    return found


def _these(n: int) -> str:
    return "cette caractéristique" if n == 1 else f"ces {number(n)} caractéristiques"


def _undefined(smd: pd.Series) -> str:
    missing = [inline_label(str(v)) for v in smd.index[smd.isna()]]
    if not missing:
        return ""
    verb = "n’est pas donnée" if len(missing) == 1 else "ne sont pas données"
    what = "La différence standardisée" if len(missing) == 1 else "Les différences standardisées"
    return f"{what} {verb} pour {enumeration(missing)} ; le tableau dit pourquoi."


def _masked(frame: pd.DataFrame, context: ReportContext) -> str:
    hidden = list(dict.fromkeys(frame.loc[frame["note"].map(is_masked), "variable"]))
    if not hidden:
        return ""
    names = enumeration([f"« {variable_label(str(v))} »" for v in hidden])
    return capitalised(
        f"{names} : donnée de santé masquée, un groupe comptant moins de {context.params.confidentialite.seuil} "
        "ménages concernés ou non concernés."
    )
