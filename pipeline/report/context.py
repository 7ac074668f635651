"""What the report says of itself: which edition, from which data and code, under which parameters."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass, field

from pipeline.contract.declared import Declarations, LockReading, Prose, RiskOfBias
from pipeline.params import Edition, Params, Plan
from pipeline.report.earlier import EarlierEdition

_LABELS = {
    "intermediaire": "Édition intermédiaire",
    "parcours": "Édition « analyse des parcours »",
    "finale": "Édition finale",
}


def edition_label(name: str) -> str:
    """Return « Édition finale »; an edition that the evaluator has added goes by its name."""
    return _LABELS.get(name, f"Édition « {name.replace('_', ' ')} »")


@dataclass(frozen=True)
class ReportContext:
    """One edition's name and parameters, and what it was made from.

    `synthetique`: True when the households are simulated (a banner says so on every page).
    `empreinte_donnees`: short hexadecimal fingerprint (`report.fingerprint`); the code's is the renderer's to say.
    `versions`: programme and version, in the order in which they are shown; never a machine's name, never today.
    `verrou`: the locked plan against the plan in force. `robins`: the self-rating, None when none was made.
    `declarations`, `redaction`: what the evaluator declares and writes, empty where nothing is. `precedente`: the
    edition before, None when its archive is not named.
    """

    nom: str
    params: Params
    synthetique: bool = False
    empreinte_donnees: str = ""
    versions: tuple[tuple[str, str], ...] = field(default=())
    verrou: LockReading = field(default=LockReading())
    robins: RiskOfBias | None = None
    declarations: Declarations = field(default=Declarations())
    redaction: Prose = field(default=Prose())
    precedente: EarlierEdition | None = None

    @property
    def edition(self) -> Edition:
        return self.params.editions[self.nom]

    @property
    def label(self) -> str:
        """« Édition finale »; an edition that the evaluator has added goes by its name."""
        return edition_label(self.nom)

    @property
    def gel(self) -> dt.date:
        """The data freeze: it is the report's date too."""
        return self.edition.gel

    @property
    def horizon(self) -> int:
        """Months of follow-up: 12, 18 or 24."""
        return self.edition.horizon

    @property
    def vague(self) -> str:
        """The wave at the horizon: `M12`, `M18` or `M24`."""
        return self.edition.wave

    @property
    def plan(self) -> Plan:
        return self.params.plan
