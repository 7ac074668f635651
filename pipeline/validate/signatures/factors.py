"""The units an amount is sent in by mistake, as the factor that the amounts are multiplied by."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from pipeline.contract.findings import Rule
from pipeline.validate.rules.check import blocking, warning

Floats = npt.NDArray[np.float64]

OTHER_UNIT: Rule = blocking(
    "autre_unite",
    "Montants ou durées dans une autre unité",
    "Demander à l’expéditeur l’unité et la période de sa colonne, et la renvoyer dans celle du contrat (euros, par "
    "mois pour un loyer ou des ressources, journées).",
)
PERHAPS: Rule = warning(
    "unite_a_verifier",
    "Unité ou contenu d’une colonne à vérifier",
    "Demander à l’expéditeur l’unité et le contenu de sa colonne ; rien à faire si c’est bien celle du contrat.",
)


@dataclass(frozen=True)
class MistakenUnit:
    """`factor`: what euros a month are multiplied by; `words`: « en centimes » ; `times`: « cent fois »."""

    factor: float
    words: str
    times: str


UNITS = (
    MistakenUnit(100.0, "en centimes", "cent fois"),
    MistakenUnit(6.55957, "en francs", "6,56 fois"),  # the franc's fixed rate, 31 December 1998
    MistakenUnit(12.0, "annuels", "douze fois"),
    MistakenUnit(3.0, "trimestriels", "trois fois"),
    MistakenUnit(0.001, "en milliers d’euros", "un millième de"),
    MistakenUnit(0.01, "divisés par cent", "un centième de"),
)
# How far a factor may be from the unit's: revisions of rents and rounding to thousands, not another unit (3 and 6.56
# are a factor of two apart).
NEAR = 1.15


def mistaken_unit_of(factor: float) -> MistakenUnit | None:
    """Return the unit whose factor this is, None for none of them (and for euros a month).

    >>> mistaken_unit_of(99.0).words, mistaken_unit_of(1.02)
    ('en centimes', None)
    """
    if not (np.isfinite(factor) and factor > 0):
        return None
    return next((u for u in UNITS if max(factor / u.factor, u.factor / factor) <= NEAR), None)


def common_unit(ratios: Floats, least: int, share: float) -> MistakenUnit | None:
    """Return the unit that a `share` of the known `ratios` (at least `least`) are in, None when they agree on none."""
    known = ratios[np.isfinite(ratios)]
    if len(known) < least:
        return None
    unit = mistaken_unit_of(float(np.median(known)))
    if unit is None:
        return None
    here = np.maximum(known / unit.factor, unit.factor / np.where(known > 0, known, np.nan)) <= NEAR
    return unit if here.mean() >= share else None
