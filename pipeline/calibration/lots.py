"""What is to be simulated: effects and threats, and the studies of each in lots of a fixed size, seeded by lot."""

from __future__ import annotations

import hashlib
from collections.abc import Iterator
from dataclasses import dataclass

from pipeline.contract.calibration import NO_EFFECT
from pipeline.params import Calibration, Demonstration, Menaces

LOT = 100  # studies: large enough for the generator to be quick, small enough for a lost lot to cost little
_AS_DELIVERED = Menaces(force=0.0, sorties=True)  # exits without effect threaten nothing


@dataclass(frozen=True)
class Scenario:
    """One simulated setting: its name, what threatens it, and whether that is a threat to the comparison.

    `threats.force`: strength of the effects as a multiple of the demonstration's (0: none).
    """

    name: str
    threats: Menaces
    threatened: bool = False

    @property
    def strength(self) -> float:
        return self.threats.force

    @property
    def words(self) -> str:
        """The threats as the table writes them, « selection=0.7;sorties=1 »; empty where there is none."""
        if not self.threatened:
            return ""
        found = self.threats.model_dump(exclude={"force"})
        return ";".join(f"{name}={float(value):g}" for name, value in found.items() if value)

    def of(self, demonstration: Demonstration) -> Demonstration:
        """Return the parameters with these effects: differences multiplied, ratios to the power of the strength."""
        k = self.strength
        return demonstration.model_copy(
            update={
                **{name: getattr(demonstration, name) * k for name in _DIFFERENCES},
                **{name: getattr(demonstration, name) ** k for name in _RATIOS},
            }
        )


@dataclass(frozen=True)
class Lot:
    """Studies `number` × `LOT` … of a scenario; `heavy`: how many of them the slow methods are tried on too."""

    scenario: Scenario
    number: int
    size: int
    heavy: int

    @property
    def name(self) -> str:
        return f"{self.scenario.name}-{self.number:05d}"


_DIFFERENCES = ("effet_impaye_mensuel", "effet_lsns6", "effet_ucla3", "effet_who5", "effet_procedure")
_RATIOS = ("rapport_risque_sortie", "rapport_taux_troubles", "rapport_taux_droits")


def scenarios(calibration: Calibration) -> tuple[Scenario, ...]:
    """Return the studies without effect, the effects in the order of the parameters, then the threats."""
    return (
        Scenario(NO_EFFECT, _AS_DELIVERED),
        *(Scenario(name, Menaces(force=force)) for name, force in calibration.effets.items()),
        *(Scenario(name, threats, threatened=True) for name, threats in _tried(calibration).items()),
    )


def all_lots(calibration: Calibration) -> Iterator[Lot]:
    """Yield the lots of every scenario, the first of each before the second of any: an early look is a fair one."""
    wanted = {s: _studies(s, calibration) for s in scenarios(calibration)}
    for number in range(-(-max(wanted.values()) // LOT)):
        for scenario, studies in wanted.items():
            size = min(LOT, studies - number * LOT)
            if size > 0:
                heavy = min(size, max(0, calibration.etudes_lourdes - number * LOT))
                yield Lot(scenario, number, size, heavy)


def seed(graine: int, *names: str) -> int:
    """Return a seed of 63 bits that only `graine` and the names decide: neither the machine nor the order.

    >>> seed(1, "nul", "0") == seed(1, "nul", "0") != seed(1, "nul", "1")
    True
    """
    text = "\x1f".join((str(graine), *names)).encode()
    return int.from_bytes(hashlib.blake2b(text, digest_size=8).digest(), "big") >> 1


def _studies(scenario: Scenario, calibration: Calibration) -> int:
    if scenario.name == NO_EFFECT:
        return calibration.etudes
    return calibration.etudes_menace if scenario.threatened else calibration.etudes_effet


def _tried(calibration: Calibration) -> dict[str, Menaces]:
    return calibration.menaces if calibration.etudes_menace else {}
