"""What the sizes of a delivery can show, as the sensitivity analyses worked it out: shares and standard deviations."""

from __future__ import annotations

from dataclasses import dataclass

from pipeline.report.results import EditionResults
from pipeline.report.sensitivity import Result, results_of

_FROM, _WITH_BASELINE = "part_depuis_", "ecarts_types_correlation_"


@dataclass(frozen=True)
class Reach:
    """What is found eight times in ten at the plan's level; every number is that of its row of `sensibilite`."""

    rows: tuple[Result, ...]

    @property
    def known(self) -> bool:
        """False where two groups of such sizes cannot be compared at all."""
        return self.difference is not None

    @property
    def difference(self) -> float | None:
        """The smallest detectable difference in standard deviations."""
        return next((r.estimate.estimation for r in self.rows if r.variante == "ecarts_types"), None)

    @property
    def with_baseline(self) -> list[tuple[float, float]]:
        """The same where the value at inclusion is correlated with the outcome: (correlation, difference)."""
        return [
            (int(r.variante.removeprefix(_WITH_BASELINE)) / 100, r.estimate.estimation)
            for r in self.rows
            if r.variante.startswith(_WITH_BASELINE) and r.estimate.estimation is not None
        ]

    @property
    def shares(self) -> list[tuple[float, float]]:
        """Pairs of a share of the controls and of the share of the accompanied that is detectable from it."""
        pairs = [(r.estimate.valeur_temoins, r.estimate.valeur_accompagnes) for r in self._of(_FROM)]
        return [(base, share) for base, share in pairs if base is not None and share is not None]

    @property
    def unreachable_from(self) -> float | None:
        """The share of the controls from which no higher share is detectable."""
        return next((r.estimate.valeur_temoins for r in self.rows if r.variante == "part_hors_d_atteinte"), None)

    def of_the_primary(self, name: str) -> Result | None:
        """The smallest detectable effect on the primary indicator itself, from the controls' own share or mean."""
        found = (r for r in self.rows if r.variante == "detectable" and r.estimate.indicateur == name)
        return next(found, None)

    def _of(self, prefix: str) -> list[Result]:
        return [r for r in self.rows if r.variante.startswith(prefix)]


def reach_of(results: EditionResults) -> Reach:
    """Return what the sizes of this edition can show."""
    return Reach(tuple(results_of(results, "precision")))
