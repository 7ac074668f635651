"""Findings counted by rule, file and column: what the report shows, and how the pages and the screen group them."""

from __future__ import annotations

from collections.abc import Mapping

import pandas as pd

from pipeline.contract.findings import ACCEPTED, Gravity, Rule
from pipeline.contract.produced.delivery import CONSTATS
from pipeline.contract.tables import TABLES
from pipeline.validate.accepted import REASON
from pipeline.validate.checks import RULES
from pipeline.validate.senders import senders_of

GROUP = ("gravite", "table", "fichier", "colonne", "regle")
# From the gravest to the lightest: what stops, what was not read, what is to be checked.
GRAVITIES = (Gravity.BLOCKING, Gravity.REJECTION, Gravity.WARNING)

_EXAMPLES = 5
_NEUTRAL = {
    Gravity.BLOCKING: "Corriger à la source et renvoyer le fichier.",
    Gravity.REJECTION: "Corriger la cellule, ou la laisser vide, et renvoyer le fichier.",
    Gravity.WARNING: "Vérifier, et corriger si besoin.",
}


def summarise(
    findings: pd.DataFrame, expediteurs: Mapping[str, str] | None = None, rules: Mapping[str, Rule] | None = None
) -> pd.DataFrame:
    """Return one row a rule × table × file × column, gravest first: no pseudonym, no value.

    `lignes`: up to five line numbers, with the sheet where there is one, « … » when there are more. `expediteurs`:
    `donnees.expediteurs`. `rules`: the rules of the reading, beside those of the checks.
    """
    if findings.empty:
        return CONSTATS.frame()
    ordered = by_gravity(findings)
    groups = ordered.groupby(group_keys(ordered), sort=False, dropna=False)
    number = groups.ngroup().to_numpy()
    first = ordered.loc[groups.cumcount().to_numpy() == 0].reset_index(drop=True)
    known = {**RULES, **(rules or {})}
    alike = (groups["motif"].transform("first") == ordered["motif"]).groupby(number).all().to_numpy()
    titles = pd.Series([title_of(r, known) for r in first["regle"]], dtype="str")
    summary = first.assign(
        motif=first["motif"].where(alike, titles + " (le détail est dans la page de l’expéditeur)."),
        expediteur=senders_of(first["fichier"], expediteurs or {}),
        effectif=pd.Series(number).value_counts(sort=False).sort_index().to_numpy(),
        lignes=_example_lines(ordered, pd.Series(number)),
        titre=titles,
        action=_actions(first, known),
    )
    return CONSTATS.frame(summary)


def group_keys(findings: pd.DataFrame) -> list[pd.Series]:
    """Return what findings are counted by: `GROUP`, and the sentence too where a finding has no line of its own."""
    alone = findings["motif"].where(findings["ligne"].isna())
    return [*(findings[c] for c in GROUP), alone]


def by_gravity(findings: pd.DataFrame) -> pd.DataFrame:
    """Return the findings from the gravest to the lightest, then by table, file, column, rule, and line."""
    gravity = {g.value: i for i, g in enumerate(GRAVITIES)}
    table = {name: i for i, name in enumerate(TABLES)}
    order = findings.assign(
        _gravite=findings["gravite"].map(gravity).fillna(len(gravity)),
        _table=findings["table"].map(table).fillna(len(table)),
    )
    keys = ["_gravite", "_table", "table", "fichier", "colonne", "regle", "feuille", "ligne"]
    ordered: pd.DataFrame = order.sort_values(keys, kind="stable")[list(findings.columns)].reset_index(drop=True)
    return ordered


def title_of(rule: str, rules: Mapping[str, Rule]) -> str:
    """Return what the rule is, in a few words; its name in plain words when it is not known."""
    return rules[rule].title if rule in rules else str(rule).replace("_", " ").capitalize()


def action_of(rule: str, gravity: str, rules: Mapping[str, Rule]) -> str:
    """Return the sentence on what to do; a neutral one when the rule is not known."""
    return rules[rule].action if rule in rules else _NEUTRAL.get(Gravity(gravity), "")


def _actions(first: pd.DataFrame, rules: Mapping[str, Rule]) -> list[str]:
    """What to do about each group; for accepted warnings, why they are."""
    reasons = first[REASON] if REASON in first else pd.Series(pd.NA, index=first.index)
    return [
        str(why) if gravity == ACCEPTED else action_of(rule, gravity, rules)
        for rule, gravity, why in zip(first["regle"], first["gravite"], reasons, strict=True)
    ]


def _example_lines(ordered: pd.DataFrame, number: pd.Series) -> pd.Series:
    """Write the first lines of each group: « 3, 7, 12… », with sheets: « 3, 7 (feuille 2015), 4 (feuille 2016)… »."""
    placed = pd.DataFrame({"group": number, "ligne": ordered["ligne"], "feuille": ordered["feuille"].fillna("")})
    placed = placed[placed["ligne"].notna()]
    shown = placed[placed.groupby("group").cumcount() < _EXAMPLES]
    sheet, group, line = shown["feuille"], shown["group"], shown["ligne"].astype("str")
    last_of_sheet = (sheet != "") & ((sheet != sheet.shift(-1)) | (group != group.shift(-1)))
    words = line.mask(last_of_sheet, line + " (feuille " + sheet + ")")
    texts = words.groupby(group).agg(", ".join)
    cut = placed.groupby("group").size() > _EXAMPLES
    texts = texts.mask(cut, texts + "…")
    return texts.reindex(range(int(number.max()) + 1)).reset_index(drop=True)
