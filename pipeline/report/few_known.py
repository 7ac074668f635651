"""Disclosure control of what only a few are known to owe or to pay, and of health at inclusion."""

from __future__ import annotations

import pandas as pd

from pipeline.contract import populations as p
from pipeline.contract.indicators import INDICATORS
from pipeline.contract.remarks import MASKED_SIZE, codes_of, joined, remark
from pipeline.report.few_at_a_place import without_value
from pipeline.report.one_more import CLASSES_OF_HEALTH, ESTIMATED, OF_HEALTH
from pipeline.report.results import EditionResults

# What a household owes, pays, lives on and is asked to pay: indicators, and what is compared at inclusion alone.
PRIVATE = frozenset(i.name for i in INDICATORS.values() if i.domain == "impayes") | {
    "quittance", "impaye_inclusion", "ressources_mensuelles", "loyer_mensuel"
}  # fmt: skip
_DEBTS = frozenset(
    m.name for m in (p.SANS_IMPAYE_LOURD, p.DETTE_REDUITE, p.SOLDE, p.PREMIER_IMPAYE, p.PREMIER_IMPAYE_TEST)
)
# Of these, what is told of the whole panel too.
_OF_THE_PANEL = frozenset((p.SANS_IMPAYE_LOURD.name, p.SOLDE.name))
_GROUPS = ("accompagnes", "temoins")
_CRUDE, _SINCE_INCLUSION = "difference_brute", "doubles_differences"
_LEFT = "sans_valeur_car_sortis"  # counts of households that left, told beside the flow: no value of theirs


def protect_few_known(results: EditionResults, seuil: int) -> EditionResults:
    """Return `results` without debts and payments known of fewer than `seuil` households of a group."""
    levels, hidden = mask_levels(results.evolutions, seuil)
    starts = results.ecarts_inclusion
    return results.with_tables(
        evolutions=levels,
        estimations=_without_changes(mask_known_of_few(results.estimations, seuil), hidden),
        sensibilite=mask_rows_of_few(results.sensibilite, seuil),
        populations=mask_populations(results.populations, seuil),
        ecarts_inclusion=starts[~starts["indicateur"].isin(hidden)].reset_index(drop=True),
    )


def mask_levels(frame: pd.DataFrame, seuil: int) -> tuple[pd.DataFrame, frozenset[str]]:
    """Return `evolutions` without the levels that fewer than `seuil` households of a group are known to have.

    Of a class of health, at any wave, those who are in it and those who are not count too: « 21 sur 22 » tells of the
    one who is not. Of health both groups lose theirs: the difference, told elsewhere, would give the one from the
    other. Also the indicators of which a level at inclusion went: what was apart then, and what changed since, go too.
    """
    frame = frame.copy()
    n, share = (pd.to_numeric(frame[c], errors="coerce").astype(float) for c in ("n", "valeur"))
    had = (n * share).round()
    small = (frame["vague"] == "T0") & frame["indicateur"].isin(PRIVATE | OF_HEALTH) & (n > 0) & (n < seuil)
    in_class = frame["indicateur"].isin(CLASSES_OF_HEALTH) & share.notna() & ((had < seuil) | (n - had < seuil))
    of_health = in_class | (small & frame["indicateur"].isin(OF_HEALTH))
    cells = frame["indicateur"].astype(str) + " " + frame["vague"].astype(str)
    hidden = small | cells.isin(set(cells[of_health]))
    frame.loc[hidden, ["valeur", "ic_bas", "ic_haut"]] = None
    return frame, frozenset(frame.loc[hidden & (frame["vague"] == "T0"), "indicateur"].astype(str))


def mask_known_of_few(frame: pd.DataFrame, seuil: int) -> pd.DataFrame:
    """Return estimates without those of a wave at which few of a group are known, by the crude comparison's sizes.

    « 345 € (1 ménage) » is what that household owes. The level of the group that has enough of them stays, once: by
    another method it would be of nearly the same households. A method that ranks everybody keeps its numbers.
    """
    if frame.empty:
        return frame
    cells = frame["indicateur"].astype(str) + " " + frame["vague"].astype(str)
    private = frame["indicateur"].isin(PRIVATE)
    few = _few_of(frame, seuil)
    crude = frame["methode"] == _CRUDE
    small = private & cells.isin(set(cells[crude & few.any(axis=1)])) & (few.any(axis=1) | _nobody(frame))
    if not small.any():
        return frame
    frame = _without_numbers(frame, small)
    for group in _GROUPS:
        frame.loc[small & (few[group] | ~crude), f"valeur_{group}"] = None
    return frame


def mask_rows_of_few(frame: pd.DataFrame, seuil: int) -> pd.DataFrame:
    """Return sensitivity rows without the numbers of those, on debts, that rest on a few of a group.

    As in the estimates, the crude comparison keeps the level of the group that has enough.
    """
    if frame.empty:
        return frame
    few, crude = _few_of(frame, seuil), frame["methode"] == _CRUDE
    small = frame["indicateur"].isin(PRIVATE) & few.any(axis=1)
    if not small.any():
        return frame
    frame = _without_numbers(frame, small)
    for group in _GROUPS:
        frame.loc[small & (few[group] | ~crude), f"valeur_{group}"] = None
    return frame


def mask_populations(frame: pd.DataFrame, seuil: int) -> pd.DataFrame:
    """Return the two publics' measures without the debts that few of a group are known to have, and their gap.

    The two publics make the panel, whose debts are told: where those of one public are few, the other's are hidden too.
    """
    frame = frame.copy()
    few = _few_of(frame[frame["mesure"].isin(_DEBTS)], seuil).reindex(frame.index, fill_value=False)
    told = frame["mesure"].isin(_OF_THE_PANEL)
    few[told] = few[told].groupby(frame.loc[told, "vague"]).transform("any")
    for group in _GROUPS:
        frame.loc[few[group], [f"effectif_{group}", f"valeur_{group}"]] = None
    small = few.any(axis=1)
    frame.loc[small & ~without_value(frame, "ecart"), "note"] = remark(MASKED_SIZE)
    frame.loc[small, ["ecart", "ic_bas", "ic_haut", "p_valeur"]] = None
    return frame


def _without_changes(frame: pd.DataFrame, hidden: frozenset[str]) -> pd.DataFrame:
    """What a change since inclusion and the gap at the wave would give back goes with the levels then."""
    if frame.empty:
        return frame
    return _without_numbers(frame, (frame["methode"] == _SINCE_INCLUSION) & frame["indicateur"].isin(hidden))


def _few_of(frame: pd.DataFrame, seuil: int) -> pd.DataFrame:
    """Whether each group of each row is of 1 … `seuil` − 1 households."""
    sizes = {g: pd.to_numeric(frame[f"n_{g}"], errors="coerce").astype(float) for g in _GROUPS}
    return pd.DataFrame({g: (n > 0) & (n < seuil) for g, n in sizes.items()}, index=frame.index)


def _nobody(frame: pd.DataFrame) -> pd.Series:
    """Rows of a group of which nobody is compared: a method that needs more than the value has no household left."""
    sizes = frame[[f"n_{g}" for g in _GROUPS]].apply(pd.to_numeric, errors="coerce")
    nobody: pd.Series = (sizes == 0).any(axis=1)
    return nobody


def _without_numbers(frame: pd.DataFrame, rows: pd.Series) -> pd.DataFrame:
    """The rows lose their numbers, and say that they are masked: but that nobody's value is known may be said."""
    if not rows.any():
        return frame
    frame = frame.copy()
    masked = rows & ~without_value(frame, "estimation")
    frame.loc[masked, "note"] = frame.loc[masked, "note"].fillna("").map(_masked_note)
    frame.loc[rows, [c for c in ESTIMATED if c in frame]] = None
    return frame


def _masked_note(note: str) -> str:
    """That the row is masked, beside what is told of the households that left."""
    left = [remark(code, *values) for code, values in codes_of(note) if code == _LEFT]
    return joined(remark(MASKED_SIZE), *left)
