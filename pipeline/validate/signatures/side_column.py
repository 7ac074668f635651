"""A column that says the side of an amount (Sens, D/C, Débit and Crédit) beside it: the amount has lost its sign."""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np

from pipeline.contract.fold import fold
from pipeline.validate.records import Records
from pipeline.validate.rules.check import blocking
from pipeline.validate.signatures.balance import balance
from pipeline.validate.signatures.sign import FOLLOWS
from pipeline.validate.signatures.signature import Explained, Seen, Signature

SIDE_COLUMN = blocking(
    "colonne_de_sens",
    "Colonne de sens (Sens, D/C, Débit et Crédit) à côté d’un montant",
    "Renvoyer le montant avec son signe, dans une seule colonne (positif = le ménage doit, ou la dépense est faite).",
)

_SIDES = {
    *("sens", "signe", "dc", "cd", "dousc", "doc", "debitcredit", "creditdebit", "debiteurcrediteur", "sensdc"),
    *("senssolde", "sensdusolde", "sensmontant", "sensdumontant", "sensecriture", "codesens", "senspaiement"),
    *("debit", "credit", "montantdebit", "montantcredit", "soldedebit", "soldecredit"),
    *("soldedebiteur", "soldecrediteur"),
}  # fmt: skip
# The amounts of each table that a sender may write without a sign.
_AMOUNTS = {
    "menages": ("impaye_inclusion",),
    "suivi_locatif": ("solde_impaye", "paiement"),
    "couts": ("montant",),
}
# Above this share of the months that can be checked, what the identity finds wrong is no slip of the pen.
_WRONG_SHARE = 0.02


def side_column(records: Records) -> Iterator[Seen]:
    """Unknown columns whose header names a side, unless the balances follow as they are: then nothing was lost."""
    said = records.reading
    for table, amounts in _AMOUNTS.items():
        unknown = said[(said["regle"] == "colonne_inconnue") & (said["table"] == table)]
        sides = unknown[np.array([fold(str(header)) in _SIDES for header in unknown["colonne"]], dtype=bool)]
        for file, headers in sides.groupby("fichier")["colonne"]:
            absent = said[(said["regle"] == "colonne_absente") & (said["fichier"] == file)]["colonne"]
            lost = [a for a in amounts if a in set(absent)]
            if table == "suivi_locatif" and not lost and _follows(records, str(file)):
                continue
            names = " et ".join(f"« {header} »" for header in dict.fromkeys(headers))
            column = lost[0] if lost else amounts[0]
            yield Seen(
                f"{names} dit de quel côté est un montant ; ignorée, elle change des crédits en débits.",
                table,
                column,
                str(file),
                explains=(
                    Explained(("colonne_inconnue",), table, tuple(headers), str(file)),
                    Explained(("colonne_absente",), table, tuple(lost), str(file)) if lost else Explained((), table),
                    Explained(FOLLOWS, "suivi_locatif", (), str(file) if table == "suivi_locatif" else None),
                ),
            )


def _follows(records: Records, file: str) -> bool:
    """Tell whether nearly all the balances of a file follow from the month before as they were read."""
    origin = records.provenance.get("suivi_locatif")
    if "suivi_locatif" not in records or origin is None:
        return False
    rows = balance(records)
    here = (origin["fichier"] == file).to_numpy(dtype=bool)
    linked = here[rows.row] & ~np.isnan(rows.gap())
    return bool(linked.any() and rows.wrong(here).sum() <= _WRONG_SHARE * linked.sum())


SIGNATURES = (Signature(SIDE_COLUMN, (), side_column),)
