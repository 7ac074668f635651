"""The monthly ledger: its balances follow from its flows, its months follow one another."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt
import pandas as pd

from pipeline.contract.clock import month_index
from pipeline.contract.findings import Rule
from pipeline.french import euros
from pipeline.validate.findings import gather
from pipeline.validate.records import Records
from pipeline.validate.rules.check import Check, warning
from pipeline.validate.senders import senders_of

IDENTITY = warning(
    "identite_solde",
    "Solde qui ne suit pas du mois précédent",
    "Vérifier le solde, la quittance, les aides et le paiement de ce mois : solde = solde du mois précédent + "
    "quittance − APL − autres aides − paiement.",
)
GAP = warning(
    "trou_suivi",
    "Mois manquants dans le suivi locatif",
    "Transmettre les mois manquants, ou dire pourquoi ils n’existent pas.",
)
NO_LEDGER = warning(
    "menage_sans_suivi",
    "Ménage sans aucune ligne de suivi locatif",
    "Transmettre le suivi locatif du ménage.",
)
LATE_START = warning(
    "suivi_commence_tard",
    "Suivi locatif qui commence après le mois d’inclusion",
    "Transmettre le mois de l’inclusion : sans lui, la situation de départ n’est pas connue.",
)
DEBT_AT_INCLUSION = warning(
    "impaye_inclusion_discordant",
    "Impayé à l’inclusion loin du solde de ce mois",
    "Vérifier l’impayé à l’inclusion et le solde du mois d’inclusion.",
)
TWO_LANDLORDS = warning(
    "menage_deux_bailleurs",
    "Ménage suivi par deux expéditeurs",
    "Vérifier l’identifiant : deux bailleurs transmettent le suivi du même ménage.",
)

# A month's flows move the debt; beyond three rent calls (and 500 €) the two figures are not of the same debt.
_CALLS_APART = 3.0
_EUROS_APART = 500.0
# Cents are written in decimal and kept in binary: a gap of exactly the tolerance is within it.
_BINARY = 1e-6


@dataclass(frozen=True)
class _Months:
    """The ledger by household and month: `order` into the table, `step` in months, `follows` = same household."""

    order: npt.NDArray[np.intp]
    step: npt.NDArray[np.int64]
    follows: npt.NDArray[np.bool_]


def identity(records: Records, rule: Rule) -> pd.DataFrame:
    """A balance that differs from the one that the month before and the flows give, by more than the tolerance.

    Not checked across a missing month. When two months running are off by opposite amounts, the first balance is the
    wrong one, and it alone is said.
    """
    ledger = records["suivi_locatif"]
    months = _sorted_months(records)
    amounts = {c: _amount(ledger, c)[months.order] for c in ("quittance", "apl", "paiement", "solde_impaye")}
    others = np.nan_to_num(_amount(ledger, "autres_aides"))[months.order]
    before = np.concatenate([[np.nan], amounts["solde_impaye"][:-1]])
    expected = before + amounts["quittance"] - amounts["apl"] - others - amounts["paiement"]
    gap = np.where(months.follows & (months.step == 1), amounts["solde_impaye"] - expected, np.nan)
    tolerance = records.params.controles.ecart_identite_solde + _BINARY
    off = np.abs(gap) > tolerance
    cancels = np.zeros_like(off)
    cancels[1:] = off[1:] & off[:-1] & (np.abs(gap[1:] + gap[:-1]) <= tolerance)
    # A chain of cancelling months alternates: the second of each pair is the echo of the first.
    off &= ~_every_second(cancels)
    where = np.sort(months.order[off])
    motif = (
        "Le solde n’est pas celui du mois précédent augmenté de la quittance et diminué des aides et du paiement, "
        f"à {euros(records.params.controles.ecart_identite_solde)} près."
    )
    return records.findings(rule, "suivi_locatif", where, motif, colonne="solde_impaye")


def gaps(records: Records, rule: Rule) -> pd.DataFrame:
    """One finding a gap, at the row that follows it."""
    months = _sorted_months(records)
    hole = months.follows & (months.step > 1)
    where, missing = months.order[hole], months.step[hole] - 1
    rank = np.argsort(where)
    counts = pd.Series(missing[rank])
    plural = np.where(counts > 1, " mois manquent avant cette ligne.", " mois manque avant cette ligne.")
    return records.findings(
        rule, "suivi_locatif", where[rank], counts.astype("str") + pd.Series(plural, dtype="str"), colonne="mois"
    )


def no_ledger(records: Records, rule: Rule) -> pd.DataFrame:
    """A household of `menages` that no row of the ledger names."""
    return records.findings(
        rule,
        "menages",
        ~records.named_in("suivi_locatif"),
        "aucune ligne de suivi locatif n’est transmise pour ce ménage.",
        colonne="menage_id",
    )


def late_start(records: Records, rule: Rule) -> pd.DataFrame:
    """The first month sent comes after the month of inclusion."""
    months = _sorted_months(records)
    first = months.order[~months.follows]
    inclusion = records.dates_of_household("suivi_locatif", "date_inclusion")[first]
    month = records.month("suivi_locatif")[first]
    late = ~np.isnat(inclusion) & (month > month_index(inclusion))
    return records.findings(
        rule,
        "suivi_locatif",
        np.sort(first[late]),
        "Le premier mois transmis est postérieur au mois d’inclusion.",
        colonne="mois",
    )


def debt_at_inclusion(records: Records, rule: Rule) -> pd.DataFrame:
    """`impaye_inclusion` and the balance of the month of inclusion differ by more than three rent calls and 500 €."""
    ledger = records["suivi_locatif"]
    inclusion = records.dates_of_household("suivi_locatif", "date_inclusion")
    at_start = ~np.isnat(inclusion) & (records.month("suivi_locatif") == month_index(inclusion))
    stated = records.of_household("suivi_locatif", "impaye_inclusion").to_numpy(dtype=float)
    gap = np.abs(_amount(ledger, "solde_impaye") - stated)
    limit = np.fmax(_CALLS_APART * _amount(ledger, "quittance"), _EUROS_APART)
    return records.findings(
        rule,
        "suivi_locatif",
        at_start & (gap > limit),
        "Le solde du mois d’inclusion est à plus de trois quittances de l’impayé déclaré à l’inclusion.",
        colonne="solde_impaye",
    )


def two_landlords(records: Records, rule: Rule) -> pd.DataFrame:
    """The ledger of one household comes from two senders; said at the first row of each sender but the first."""
    origin = records.provenance.get("suivi_locatif")
    if origin is None or origin["fichier"].nunique() < 2:
        return gather([])
    ledger = records["suivi_locatif"]
    senders = senders_of(origin["fichier"].reset_index(drop=True), records.params.donnees.expediteurs)
    seen = pd.DataFrame({"menage_id": ledger["menage_id"].reset_index(drop=True), "expediteur": senders})
    first_of_sender = ~seen.duplicated()
    another = first_of_sender & seen["menage_id"].duplicated() & seen.notna().all(axis=1)
    return records.findings(
        rule,
        "suivi_locatif",
        another.to_numpy(dtype=bool),
        "Un autre expéditeur transmet aussi le suivi de ce ménage.",
        colonne="menage_id",
    )


def _sorted_months(records: Records) -> _Months:
    return records.once(("sorted", "suivi_locatif"), lambda: _sort(records))


def _sort(records: Records) -> _Months:
    household = pd.factorize(records["suivi_locatif"]["menage_id"])[0]
    month = records.month("suivi_locatif")
    order = np.lexsort((month, household))
    follows = np.zeros(len(order), dtype=bool)
    follows[1:] = household[order][1:] == household[order][:-1]
    step = np.zeros(len(order), dtype=np.int64)
    step[1:] = np.diff(month[order])
    return _Months(order, step, follows)


def _amount(ledger: pd.DataFrame, column: str) -> npt.NDArray[np.float64]:
    return ledger[column].to_numpy(dtype=float, na_value=np.nan)


def _every_second(flags: npt.NDArray[np.bool_]) -> npt.NDArray[np.bool_]:
    """Return the 1st, 3rd, 5th… flag of each run of consecutive flags."""
    index = np.arange(len(flags))
    start = np.maximum.accumulate(np.where(flags, -1, index))  # the last position before the run
    odd: npt.NDArray[np.bool_] = flags & ((index - start) % 2 == 1)
    return odd


CHECKS = (
    Check(IDENTITY, ("suivi_locatif",), identity),
    Check(GAP, ("suivi_locatif",), gaps),
    Check(NO_LEDGER, ("menages", "suivi_locatif"), no_ledger),
    Check(LATE_START, ("menages", "suivi_locatif"), late_start),
    Check(DEBT_AT_INCLUSION, ("menages", "suivi_locatif"), debt_at_inclusion),
    Check(TWO_LANDLORDS, ("menages", "suivi_locatif"), two_landlords),
)
