"""A questionnaire of which no item was sent: its scores cannot be made."""

from __future__ import annotations

from collections.abc import Iterator

from pipeline.contract.instruments import INSTRUMENTS
from pipeline.validate.records import Records
from pipeline.validate.rules.check import warning
from pipeline.validate.signatures.signature import Explained, Seen, Signature, files_of

NO_ITEM = warning(
    "items_absents",
    "Questionnaire dont aucun item n’est transmis",
    "Demander les réponses item par item : les scores se calculent à partir d’elles ; à défaut, ils manquent.",
)


def items_lost(records: Records) -> Iterator[Seen]:
    """An instrument of which no item is filled in a file of interviews, unless the reading said why."""
    interviews, said = records["entretiens"], records.reading
    said = said[(said["table"] == "entretiens") & (said["regle"] != "colonne_inconnue")]
    for group in files_of(records, "entretiens"):
        for instrument in INSTRUMENTS:
            filled = interviews.loc[group.rows, list(instrument.items)].notna().to_numpy().any()
            told = said["colonne"].isin(instrument.items) | said["motif"].str.contains(instrument.label, regex=False)
            if filled or told.any() or not group.rows.any():
                continue
            motif = f"{instrument.label} : aucun item n’est transmis ; ses scores ne peuvent pas être calculés."
            explains = (Explained(("completude",), "entretiens", instrument.items, group.file),)
            yield Seen(motif, "entretiens", instrument.items[0], group.file, explains=explains)


SIGNATURES = (Signature(NO_ITEM, ("entretiens",), items_lost),)
