"""Debts, resources and spending in another unit or for another period: against the ledger, a ceiling, the budget."""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np

from pipeline.french import number
from pipeline.validate.records import Records
from pipeline.validate.signatures.factors import OTHER_UNIT, Floats, common_unit
from pipeline.validate.signatures.rent_unit import column_unit, ledger_unit
from pipeline.validate.signatures.sign import debts_at_inclusion
from pipeline.validate.signatures.signature import (
    Explained,
    Seen,
    Signature,
    files_of,
    parts_of,
    speaking_of,
)

_HOUSEHOLDS = 3
# The month of inclusion has moved the debt of one household in five, by more than a unit is told by.
_SHARE = 0.6
# A debt under 10 € says nothing of a factor.
_OWED = 10.0
# A household's monthly resources: half the tenants of a landlord above the first would be over every ceiling of social
# housing; half of them below the second, under any income support.
_MOST, _LEAST = 4000.0, 50.0
# Above: resources in cents, since no yearly income of a tenant reaches it; between, a year's, or francs.
_CENTS = 45_000.0
# Spent over planned, at the middle line: overspending by half is a bad year, four times on all lines is a unit; an
# early delivery may have spent a tenth, not a two-hundredth.
_SPENT = (("en centimes", 30.0, np.inf), ("en francs", 4.0, 12.0), ("en milliers d’euros", -1.0, 0.005))
_LINES = 3


def debt_unit(records: Records) -> Iterator[Seen]:
    """Debts at inclusion that are a known multiple of the balance of that month (the ledger's own unit being right)."""
    if any(True for look in (ledger_unit, column_unit) for _ in look(records)):
        return
    stated, owed = debts_at_inclusion(records)
    ratio = np.divide(stated, owed, out=np.full(len(owed), np.nan), where=(np.abs(owed) >= _OWED) & (stated != 0))
    for part in parts_of(records, "menages"):
        unit = common_unit(ratio[part.rows], _HOUSEHOLDS, _SHARE)
        if unit is not None:
            motif = f"{speaking_of(part)} l’impayé à l’inclusion vaut {unit.times} le solde de ce mois : {unit.words} ?"
            explains = (Explained(("impaye_inclusion_discordant",), "suivi_locatif"),)
            yield Seen(motif, "menages", "impaye_inclusion", part.file, part.landlord, explains=explains)


def resources_unit(records: Records) -> Iterator[Seen]:
    """Resources that half the tenants of a file, or of a landlord, cannot have in a month."""
    amounts = records["menages"]["ressources_mensuelles"].to_numpy(dtype=float, na_value=np.nan)
    for part in parts_of(records, "menages"):
        known = amounts[part.rows & (amounts > 0)]
        words = _period(known) if len(known) >= _HOUSEHOLDS else None
        if words:
            motif = f"{speaking_of(part)} les ressources sont invraisemblables par mois : {words} ?"
            yield Seen(motif, "menages", "ressources_mensuelles", part.file, part.landlord)


def spending_unit(records: Records) -> Iterator[Seen]:
    """Spending far from the note's budget on all lines alike."""
    budget = records.reference.budget.drop_duplicates("poste").set_index("poste")["prevu"]
    costs = records["couts"]
    for group in files_of(records, "couts"):
        spent = costs[group.rows].groupby("poste")["montant"].sum()
        ratio = (spent / budget.reindex(spent.index)).to_numpy(dtype=float)
        ratio = np.abs(ratio[np.isfinite(ratio)])
        if len(ratio) < _LINES:
            continue
        middle = float(np.median(ratio))
        for words, low, high in _SPENT:
            if low < middle <= high:
                times = number(middle, 0 if middle > 1 else 4)
                motif = f"La dépense vaut {times} fois le budget prévu (poste médian) : montants {words} ?"
                yield Seen(motif, "couts", "montant", group.file, group.landlord)


def _period(amounts: Floats) -> str | None:
    middle = float(np.median(amounts))
    if middle > _CENTS:
        return "montants en centimes"
    if middle > _MOST:
        return "montants annuels (douze mois), ou en francs"
    return "montants en milliers d’euros, ou par jour" if middle < _LEAST else None


SIGNATURES = (
    Signature(OTHER_UNIT, ("menages", "suivi_locatif"), debt_unit),
    Signature(OTHER_UNIT, ("menages",), resources_unit),
    Signature(OTHER_UNIT, ("couts",), spending_unit),
)
