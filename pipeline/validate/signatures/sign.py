"""Amounts of the other sign, or of another meaning: the identity of balances holds once they are read so."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from itertools import combinations

import numpy as np

from pipeline.contract.clock import month_index
from pipeline.contract.tables import SUIVI_LOCATIF
from pipeline.french import enumeration
from pipeline.validate.records import Records
from pipeline.validate.rules.check import blocking
from pipeline.validate.signatures.balance import BALANCE, FLOWS, Balance, Floats, balance, doubtful_parts
from pipeline.validate.signatures.signature import (
    Explained,
    Group,
    Seen,
    Signature,
    files_of,
    households_of,
    parts_of,
    speaking_of,
)

TURNED = blocking(
    "signe_inverse",
    "Montants de signe contraire à celui du contrat",
    "Demander à l’expéditeur sa convention (comptable : négatif = dû, ou crédits négatifs), puis renvoyer le fichier "
    "avec des aides et des paiements positifs, et un solde positif quand le ménage doit.",
)
OTHER_MEANING = blocking(
    "montant_autre_sens",
    "Montants qui ne veulent pas dire ce que le contrat attend",
    "Demander à l’expéditeur ce que contient sa colonne, et la renvoyer telle que le contrat la définit.",
)

# What a debt or a payment read the wrong way makes wrong line by line.
FOLLOWS = ("identite_solde", "impaye_inclusion_discordant")
# A debt at inclusion is compared with the balance of that month where both are of 10 € at least, within a tenth; three
# in five must be opposed, since the month itself has moved the others.
_HOUSEHOLDS = 4
_OWED = 10.0
_EQUAL = 0.1
_OPPOSED = 0.6
# Rent calls, or expenses, below zero, nearly all of them; one expense below zero is a credit note.
_BELOW_ZERO = 0.8
_EXPENSES = 4


def turned_ledger(records: Records) -> Iterator[Seen]:
    """The smallest set of columns whose sign, once turned, makes the balances follow; or rent calls below zero."""
    rows = balance(records)
    everything = (BALANCE, "paiement", "apl", "autres_aides", "quittance")
    turns = [set(c) for size in (1, 2, 3) for c in combinations(everything, size)]
    called = records["suivi_locatif"]["quittance"].to_numpy(dtype=float, na_value=np.nan)
    for group in parts_of(records, "suivi_locatif"):
        columns = None
        below_zero = group.rows.any() and (called[group.rows] < 0).mean() >= _BELOW_ZERO
        if rows.is_doubtful(group.rows):
            # Turning some columns is the same as turning the others: a rent call is above zero, and tells which.
            possible = [turn for turn in turns if ("quittance" in turn) == below_zero]
            columns = next((t for t in possible if rows.mended_by(rows.gap(dict.fromkeys(t, -1.0)), group.rows)), None)
        elif below_zero:
            columns = {*FLOWS, BALANCE}  # turned as a whole: the identity cannot see it
        if columns:
            names = [f"« {SUIVI_LOCATIF[c].label} »" for c in everything if c in columns]
            motif = (
                f"{speaking_of(group)} {enumeration(names)} : le solde suit d’un mois à l’autre une fois le signe "
                "inversé (convention comptable, crédits négatifs ?), pas tel quel."
            )
            first, explains = next(c for c in everything if c in columns), follows(records, group)
            yield Seen(motif, "suivi_locatif", first, group.file, group.landlord, explains=explains)


def other_meaning(records: Records) -> Iterator[Seen]:
    """Another meaning of a column that makes the balances follow, where no sign does."""
    rows = balance(records)
    turned = {cause.file for cause in turned_ledger(records)}
    for group in doubtful_parts(records):
        for column, words, gap in _MEANINGS:
            if group.file not in turned and rows.mended_by(gap(rows), group.rows):
                label = SUIVI_LOCATIF[column].label
                motif = f"{speaking_of(group)} « {label} » : {words} ; les soldes ne se suivent qu’ainsi."
                yield Seen(motif, "suivi_locatif", column, group.file, group.landlord, explains=follows(records, group))
                break


def turned_debt(records: Records) -> Iterator[Seen]:
    """Debts at inclusion that are the balances of that month with the other sign, by file of `menages` or landlord."""
    if any(True for _ in turned_ledger(records)):
        return  # the balances are the ones that are turned
    stated, owed = debts_at_inclusion(records)
    for group in parts_of(records, "menages"):
        known = group.rows & (np.abs(stated) >= _OWED) & (np.abs(owed) >= _OWED)
        opposed = np.abs(stated + owed) <= _EQUAL * np.abs(owed)
        if known.sum() >= _HOUSEHOLDS and opposed[known].mean() >= _OPPOSED:
            motif = (
                f"{speaking_of(group)} « Impayé à l’inclusion » a le signe contraire du solde du mois d’inclusion : "
                "positif = le ménage doit."
            )
            explains = (Explained(("impaye_inclusion_discordant",), "suivi_locatif"),)
            yield Seen(motif, "menages", "impaye_inclusion", group.file, group.landlord, explains=explains)


def turned_spending(records: Records) -> Iterator[Seen]:
    """Expenses below zero, nearly all of a file."""
    amounts = records["couts"]["montant"].to_numpy(dtype=float, na_value=np.nan)
    for group in files_of(records, "couts"):
        known = group.rows & ~np.isnan(amounts)
        if known.sum() >= _EXPENSES and (amounts[known] < 0).mean() >= _BELOW_ZERO:
            motif = "Les dépenses du fichier sont négatives : signe inversé (convention comptable, débit et crédit ?)."
            yield Seen(motif, "couts", "montant", group.file)


def debts_at_inclusion(records: Records) -> tuple[Floats, Floats]:
    """Return the debt stated in `menages` and the balance of the month of inclusion, by household (NaN: none)."""
    households, ledger = records["menages"], records["suivi_locatif"]
    inclusion = records.dates_of_household("suivi_locatif", "date_inclusion")
    at_start = ~np.isnat(inclusion) & (records.month("suivi_locatif") == month_index(inclusion))
    owed = np.full(len(households), np.nan)
    owed[records.household("suivi_locatif")[at_start]] = ledger[BALANCE].to_numpy(dtype=float, na_value=np.nan)[
        at_start
    ]
    return households["impaye_inclusion"].to_numpy(dtype=float, na_value=np.nan), owed


def follows(records: Records, group: Group) -> tuple[Explained, ...]:
    """Return what amounts read the wrong way make wrong in the ledger of a group."""
    return (Explained(FOLLOWS, "suivi_locatif", (), group.file, households_of(records, "suivi_locatif", group)),)


def _net_of_aid(rows: Balance) -> Floats:
    return rows.gap() - rows.amounts["apl"]


def _net_of_other_aid(rows: Balance) -> Floats:
    return rows.gap() - rows.amounts["autres_aides"]


def _net_of_all_aid(rows: Balance) -> Floats:
    return rows.gap() - rows.amounts["apl"] - rows.amounts["autres_aides"]


def _at_start(rows: Balance) -> Floats:
    called, *paid = (rows.before[c] for c in FLOWS)
    left: Floats = rows.move - called + sum(paid)
    return left


def _without_sign(rows: Balance) -> Floats:
    """The smallest gap over the signs that the two balances may have lost."""
    called, *paid = (rows.amounts[c] for c in FLOWS)
    now, before = rows.amounts[BALANCE], rows.before[BALANCE]
    moves = np.stack([s * now - t * before for s in (1, -1) for t in (1, -1)])
    left: Floats = np.abs(moves - called + sum(paid)).min(axis=0)
    return left


_Gap = Callable[[Balance], Floats]
_MEANINGS: tuple[tuple[str, str, _Gap], ...] = (
    ("paiement", "l’APL y est déjà comprise, ou elle est déjà déduite de la quittance", _net_of_aid),
    ("paiement", "les autres aides y sont déjà comprises, ou déduites de la quittance", _net_of_other_aid),
    ("paiement", "APL et autres aides y sont déjà comprises, ou déduites de la quittance", _net_of_all_aid),
    (BALANCE, "il y est écrit sans signe, un crédit comme une dette", _without_sign),
    (BALANCE, "c’est le solde du début du mois, non de sa fin", _at_start),
)

SIGNATURES = (
    Signature(TURNED, ("suivi_locatif",), turned_ledger),
    Signature(TURNED, ("menages", "suivi_locatif"), turned_debt),
    Signature(TURNED, ("couts",), turned_spending),
    Signature(OTHER_MEANING, ("suivi_locatif",), other_meaning),
)
