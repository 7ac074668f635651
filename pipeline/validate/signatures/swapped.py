"""Aid and payment exchanged: the identity of balances holds all the same, but the aid is the one that is steady."""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np
import pandas as pd

from pipeline.french import percent
from pipeline.validate.records import Records
from pipeline.validate.rules.check import warning
from pipeline.validate.signatures.balance import balance
from pipeline.validate.signatures.signature import Seen, Signature, parts_of, speaking_of

SWAPPED = warning(
    "apl_paiement_echanges",
    "APL et paiement peut-être échangés",
    "Demander à l’expéditeur laquelle des deux colonnes est l’aide ; si elles sont échangées, échanger les en-têtes.",
)

# The aid is set for a year and changes in July, in January or with the household's means; a payment changes when it is
# late, short or caught up. Months that change, at the median household: 0 to 8 % of aids and 28 % of payments at least,
# over 200 simulated studies.
_CHANGING = 0.25
_STEADY = 0.12
_HOUSEHOLDS = 4
_MONTHS = 6
_SHARE = 0.75
_CENT = 0.005


def swapped(records: Records) -> Iterator[Seen]:
    """An aid that changes from month to month beside a payment that does not, in most households of a file."""
    rows = balance(records)
    aid, paid = (np.abs(rows.amounts[c] - rows.before[c]) > _CENT for c in ("apl", "paiement"))
    called = records["suivi_locatif"]["quittance"].to_numpy(dtype=float, na_value=np.nan)
    given = records["suivi_locatif"]["apl"].to_numpy(dtype=float, na_value=np.nan)
    for group in parts_of(records, "suivi_locatif"):
        here = group.rows[rows.row]
        changes = pd.DataFrame({"aid": aid[here], "paid": paid[here]}).groupby(rows.household[here])
        changing = changes.mean()[changes.size() >= _MONTHS]
        if len(changing) < _HOUSEHOLDS:
            continue
        middle = changing.median()
        most = (changing["aid"] > changing["paid"]).mean()
        if middle["aid"] >= _CHANGING and middle["paid"] <= _STEADY and most >= _SHARE:
            above = percent(float((given > called)[group.rows].mean()))
            motif = (
                f"{speaking_of(group)} l’APL change presque d’un mois à l’autre et le paiement presque jamais (l’aide "
                f"dépasse la quittance dans {above} des mois) : les deux colonnes sont peut-être échangées."
            )
            yield Seen(motif, "suivi_locatif", "apl", group.file, group.landlord)


SIGNATURES = (Signature(SWAPPED, ("suivi_locatif",), swapped),)
