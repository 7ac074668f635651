"""What rounded facts leave possible of small cells: against integer programs by R's lpSolve on mtcars, am × cyl."""

from __future__ import annotations

import pytest
from reference_output import data_of, results_of

from pipeline.publication.audit.facts import ListedFact
from pipeline.publication.audit.population import cell_population
from pipeline.publication.audit.where import where

REFERENCE = results_of("disclosure")
CASES = {"exact": (0, 3), "sizes_within_two": (2, 2), "one_decimal": (3, 1)}
GROUPS = {"am0": "temoin", "am1": "accompagne"}
CYLINDERS = ("4", "6", "8")


def facts(fuzz: int, digits: int) -> list[ListedFact]:
    told = []
    for row in data_of("disclosure_mtcars").to_dict("records"):
        out = int(row["without"])
        key = (("groupe", GROUPS[f"am{row['am']:.0f}"]), ("indicateur", "maintien"))
        key += (("variante", f"sans:{out}"),) if out else ()
        within, share, half = fuzz if out else 0, round(row["share"], digits), 0.5 * 10**-digits
        told.append(ListedFact("", "mtcars", key, "n", row["n"] - within, row["n"] + within, ""))
        told.append(ListedFact("", "mtcars", key, "valeur", share - half, share + half, ""))
    return told


@pytest.mark.parametrize("case", CASES)
def test_cells_are_bounded_as_by_lpsolve(case: str) -> None:
    people = cell_population([where(f) for f in facts(*CASES[case])], frozenset({"variante"}))
    assert people is not None
    for am, group in GROUPS.items():
        expected = REFERENCE[case][am]
        for i, cylinders in enumerate(CYLINDERS):
            atoms = people.chosen([("groupe", group), ("variante", cylinders)])
            for variables, at in ((people.n, i), (people.k, i + 3)):
                found = people.solver.range(people.total(variables, atoms))
                assert found is not None
                # A whole number, to what HiGHS takes for one.
                assert found == pytest.approx((expected["low"][at], expected["high"][at]), abs=1e-5), (
                    am,
                    cylinders,
                    at,
                )
