"""Rents and amounts of the ledger in another unit: rent calls against rent and charges, a column against balances."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import islice

import numpy as np
import pandas as pd

from pipeline.contract.tables import SUIVI_LOCATIF
from pipeline.validate.records import Records
from pipeline.validate.signatures.balance import BALANCE, FLOWS, balance, doubtful_parts
from pipeline.validate.signatures.factors import NEAR, OTHER_UNIT, PERHAPS, UNITS, Floats, common_unit
from pipeline.validate.signatures.sign import follows, turned_ledger
from pipeline.validate.signatures.signature import Group, Seen, Signature, parts_of, speaking_of

# A monthly rent with charges of a social dwelling: of two files that disagree, the one outside is the one to mend.
_RENT = (30.0, 4000.0)
_HOUSEHOLDS = 3
_SHARE = 0.8
# Two revisions of a rent, at most, between the inclusion and the middle of the ledger: looked for first.
_REVISED = 1.05
# column: what is said of it, and whether the rent, and the charges, are what is converted.
_CONVERTED = (
    ("loyer_mensuel", "loyer et charges", 1, 1),
    ("loyer_mensuel", "loyer", 1, 0),
    ("charges_mensuelles", "charges", 0, 1),
)
# The rent call without charges: the rent, less than 3 % of revision apart, where charges are at least 5 % of it.
_BARE = (0.99, 1.03)
_CHARGES = 0.05


def ledger_unit(records: Records) -> Iterator[Seen]:
    """Rent calls that are a known multiple of rent and charges, by file, or by landlord in a file of several."""
    for group in parts_of(records, "suivi_locatif"):
        called, rent, charges = _rents(records, group)
        asked = rent + np.nan_to_num(charges)
        unit = common_unit(
            np.divide(called, asked, out=np.full(len(asked), np.nan), where=asked > 0), _HOUSEHOLDS, _SHARE
        )
        if unit is not None and (_plausible(asked) or not _plausible(called)):  # else the rents are to be mended
            motif = f"{speaking_of(group)} la quittance vaut {unit.times} loyer + charges : montants {unit.words} ?"
            yield Seen(
                motif, "suivi_locatif", "quittance", group.file, group.landlord, explains=follows(records, group)
            )


def rents_unit(records: Records) -> Iterator[Seen]:
    """Rent, charges or both in another unit: rent calls of a plausible amount equal their sum once it is converted."""
    for group in parts_of(records, "suivi_locatif"):
        called, rent, charges = _rents(records, group)
        charges = np.nan_to_num(charges)
        if _equal(called, rent + charges, NEAR) or not _plausible(called):
            continue
        found = (
            (column, words, unit)
            for near in (_REVISED, NEAR)
            for column, words, by_rent, by_charges in _CONVERTED
            for unit in UNITS
            if _equal(called, rent / unit.factor**by_rent + charges / unit.factor**by_charges, near)
        )
        for column, words, unit in islice(found, 1):
            motif = f"{speaking_of(group)} {words} : montants {unit.words}, au vu des quittances ?"
            yield Seen(motif, "menages", column, landlord=group.landlord)


def column_unit(records: Records) -> Iterator[Seen]:
    """One column of the ledger in another unit than the others: the balances follow once it is converted."""
    if any(True for _ in turned_ledger(records)):
        return
    rows = balance(records)
    for group in doubtful_parts(records):
        for column, unit in ((c, u) for c in (BALANCE, *reversed(FLOWS)) for u in UNITS):
            if rows.mended_by(rows.gap({column: 1 / unit.factor}), group.rows):
                label = SUIVI_LOCATIF[column].label
                motif = f"{speaking_of(group)} « {label} » : montants {unit.words} ? Les soldes ne se suivent qu’ainsi."
                yield Seen(motif, "suivi_locatif", column, group.file, group.landlord, explains=follows(records, group))
                break


def bare_rent(records: Records) -> Iterator[Seen]:
    """Rent calls that equal the rent without its charges (or a rent that was stated with them)."""
    for group in parts_of(records, "suivi_locatif"):
        called, rent, charges = _rents(records, group)
        known = ~np.isnan(called) & (charges > _CHARGES * rent)
        bare = (called >= _BARE[0] * rent) & (called <= _BARE[1] * rent)
        if known.sum() > _HOUSEHOLDS and bare[known].mean() >= _SHARE:
            motif = (
                f"{speaking_of(group)} la quittance est égale au loyer seul, sans les charges : quittance hors "
                "charges, ou loyer transmis charges comprises ?"
            )
            yield Seen(motif, "suivi_locatif", "quittance", group.file, group.landlord)


def _equal(called: Floats, asked: Floats, near: float) -> bool:
    """Tell whether nearly all rent calls are what is asked, to a factor of `near`."""
    known = ~np.isnan(called) & (asked > 0)
    if known.sum() < _HOUSEHOLDS:
        return False
    ratio = called[known] / asked[known]
    return bool(((ratio >= 1 / near) & (ratio <= near)).mean() >= _SHARE)


def _rents(records: Records, group: Group) -> tuple[Floats, Floats, Floats]:
    """The median rent call of each household of a group, its rent and its charges; shape (households,)."""
    ledger, households = records["suivi_locatif"], records["menages"]
    positions = records.household("suivi_locatif")
    kept = group.rows & (positions >= 0)
    called = (
        pd.Series(ledger["quittance"].to_numpy(dtype=float, na_value=np.nan)[kept]).groupby(positions[kept]).median()
    )
    at = called.index.to_numpy()
    rent, charges = (
        households[c].to_numpy(dtype=float, na_value=np.nan)[at] for c in ("loyer_mensuel", "charges_mensuelles")
    )
    return called.to_numpy(dtype=float), rent, charges


def _plausible(rents: Floats) -> bool:
    return bool(_RENT[0] <= np.nanmedian(rents) <= _RENT[1])


SIGNATURES = (
    Signature(OTHER_UNIT, ("menages", "suivi_locatif"), ledger_unit),
    Signature(OTHER_UNIT, ("menages", "suivi_locatif"), rents_unit),
    Signature(OTHER_UNIT, ("suivi_locatif",), column_unit),
    Signature(PERHAPS, ("menages", "suivi_locatif"), bare_rent),
)
