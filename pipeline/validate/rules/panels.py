"""The two panels: is each there, and of the planned size (on all of `menages`); has each a household to analyse?"""

from __future__ import annotations

import pandas as pd

from pipeline.contract.codes import ACCOMPAGNE, TEMOIN
from pipeline.contract.findings import Gravity, Rule
from pipeline.french import count, long_date, number
from pipeline.params import Controles
from pipeline.validate.findings import finding, gather, no_findings
from pipeline.validate.records import Records, is_in
from pipeline.validate.rules.check import Check, blocking, warning

EMPTY_GROUP = blocking(
    "groupe_vide",
    "Groupe sans aucun ménage",
    "Vérifier qu’aucun fichier ne manque et que la colonne « groupe » distingue accompagnés et témoins.",
)
PANEL_SIZE = warning(
    "effectif_panel",
    "Effectif d’un panel différent de celui prévu",
    "Vérifier qu’aucun ménage ne manque ou n’est en trop ; le rapport dit l’effectif réel.",
)
NOBODY_ANALYSED = warning(
    "groupe_sans_analyse",
    "Groupe sans aucun ménage à analyser",
    "Vérifier la colonne « consentement » et les dates d’inclusion ; à défaut, rien n’est comparé et le rapport ne "
    "répond pas à la question.",
)

_WORDS = {ACCOMPAGNE: "accompagné", TEMOIN: "témoin"}


def empty_group(records: Records, rule: Rule) -> pd.DataFrame:
    """A group without a household: nothing can be compared. Not said when the reading stops on the whole column."""
    said = records.already_said("menages", "groupe", (Gravity.BLOCKING.value,))
    if len(said) and said.all():
        return no_findings()
    sizes = _sizes(records)
    return gather(
        finding(rule, f"Aucun ménage {_WORDS[group]} dans la livraison.", table="menages", colonne="groupe")
        for group, size in sizes.items()
        if size == 0
    )


def panel_size(records: Records, rule: Rule) -> pd.DataFrame:
    """A panel that is not of the planned size (an empty one is blocking, and said elsewhere)."""
    planned = _planned(records.params.controles)
    return gather(
        finding(
            rule,
            f"{count(size, f'ménage {_WORDS[group]}', f'ménages {_WORDS[group]}s')}, {number(planned[group])} prévus.",
            table="menages",
            colonne="groupe",
        )
        for group, size in _sizes(records).items()
        if size not in (0, planned[group])
    )


def nobody_analysed(records: Records, rule: Rule) -> pd.DataFrame:
    """A group that was sent, of which no household may be analysed: none consented, or none entered by a freeze.

    No blocking finding: panels are counted on all of `menages`, and the other group can still be described.
    """
    households = records["menages"]
    group = households["groupe"]
    consented = households["consentement"].to_numpy(dtype=bool, na_value=False)
    said = []
    for code, size in _sizes(records).items():
        own = is_in(group, (code,))
        if size and not (own & consented).any():
            said.append(f"Aucun ménage {_WORDS[code]} à analyser : {_all_refused(size)}.")
        elif size:
            entered = households["date_inclusion"][own & consented]
            said += [
                f"Aucun ménage {_WORDS[code]} à analyser dans l’édition « {name} » : aucun de ceux qui ont consenti "
                f"n’est entré dans l’étude au {long_date(edition.gel)}."
                for name, edition in records.params.editions.items()
                if not (entered <= pd.Timestamp(edition.gel)).any()
            ]
    return gather(finding(rule, motif, table="menages", colonne="groupe") for motif in said)


def _all_refused(size: int) -> str:
    return f"les {number(size)} sont sans consentement" if size > 1 else "le seul qui soit livré est sans consentement"


def _sizes(records: Records) -> dict[str, int]:
    sizes = records["menages"]["groupe"].value_counts()
    return {group: int(sizes.get(group, 0)) for group in _WORDS}


def _planned(controls: Controles) -> dict[str, int]:
    return {ACCOMPAGNE: controls.effectif_prevu_accompagnes, TEMOIN: controls.effectif_prevu_temoins}


CHECKS = (
    Check(EMPTY_GROUP, ("menages",), empty_group),
    Check(PANEL_SIZE, ("menages",), panel_size),
    Check(NOBODY_ANALYSED, ("menages",), nobody_analysed),
)
