"""How alike the panels are at inclusion, and what chance alone would do to such small groups."""

from __future__ import annotations

import pandas as pd

from pipeline.french import count, enumeration, number
from pipeline.report.context import ReportContext
from pipeline.report.disclosure import is_masked
from pipeline.report.power import CHANCE_SMD, SIZE
from pipeline.report.results import EditionResults
from pipeline.report.tables.comparability import inline_label, variable_label
from pipeline.report.wording import capitalised, paragraphs

_SMALL = 0.1
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
        [_count(known), _chance(known), _undefined(smd[~smd.index.isin(masked)]), _masked(frame, context)]
    )


def _count(known: pd.Series) -> str:
    if known.empty:
        return "Aucune différence standardisée n’est calculable : les groupes sont trop petits ou ne varient pas."
    wide = known[known > _SMALL].sort_values(ascending=False, kind="stable")
    total = count(len(known), "caractéristique comparée", "caractéristiques comparées")
    if wide.empty:
        return (
            f"Sur {total}, aucune ne présente de différence standardisée supérieure à {number(_SMALL, 1)} en valeur "
            "absolue."
        )
    names = [f"{inline_label(str(v))} ({number(float(x), 2)})" for v, x in wide.head(_SHOWN).items()]
    some = "présente" if len(wide) == 1 else "présentent"
    return (
        f"Sur {total}, {number(len(wide))} {some} une différence standardisée supérieure à {number(_SMALL, 1)} en "
        f"valeur absolue ; {'la plus forte' if len(names) == 1 else 'les plus fortes'} : {enumeration(names)}."
    )


def _chance(known: pd.Series) -> str:
    """What perfectly balanced groups of 25 would show, for as many characteristics as are compared here."""
    if known.empty:
        return ""
    (low, p_low), (high, p_high) = CHANCE_SMD
    above = int((known > high).sum())
    return (
        f"Pour {count(len(known), 'caractéristique')} et {SIZE} ménages par groupe, deux panels tirés d’une même "
        f"population en montreraient en moyenne {number(p_low * len(known))} au-delà de {number(low, 1)} et "
        f"{number(p_high * len(known))} au-delà de {number(high, 2)}, par le seul hasard ; ici, "
        f"{number(int((known > low).sum()))} et {number(above)}. Dépasser un seuil ne suffit pas à dire que les panels "
        "diffèrent, ne pas le dépasser ne suffit pas à dire qu’ils se ressemblent."
    )


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
