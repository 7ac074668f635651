"""What the report is made of: the processed tables of one edition, and nothing else."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from functools import cache
from typing import Any

import pandas as pd

from pipeline.contract.calibration import CALIBRATION
from pipeline.contract.produced.catalogue import read_by
from pipeline.params import Plan

ECHEANCIER = ("action", "trimestre", "etape", "source")  # the note's schedule, from the reference tables

_SHOWN = {entry.name: entry for entry in read_by("elements")}
_BESIDE = {"echeancier": ECHEANCIER, "calibration": CALIBRATION}  # what is not a table of the edition


class EditionResults:
    """The processed tables of one edition, as the stages before wrote them: `results.estimations`, a frame each.

    They are the tables of `contract.produced` that « elements » reads, `echeancier` and `calibration`; one that is not
    given, or an empty one, means that nothing could be computed. `fichiers`: one mapping a file and sheet read
    (`fichier`, `feuille`, `table`, `format`, `encodage`, `separateur`, `lignes`, …). `tables_absentes`: the optional
    tables that were not delivered. `calibration_reglages`: the settings of the simulated studies. `plan`: which
    method speaks, and what would matter. It is not changed once made: `with_tables` returns another.
    """

    def __init__(
        self,
        *,
        fichiers: Sequence[Mapping[str, Any]] = (),
        tables_absentes: Sequence[str] = (),
        calibration_reglages: Mapping[str, Any] | None = None,
        plan: Plan | None = None,
        **tables: pd.DataFrame,
    ) -> None:
        unknown = sorted(set(tables) - {*_SHOWN, *_BESIDE})
        if unknown:
            raise TypeError(f"no table of the report: {', '.join(unknown)}")
        self.fichiers = tuple(fichiers)
        self.tables_absentes = tuple(tables_absentes)
        self.calibration_reglages = calibration_reglages or {}
        self.plan = plan or Plan()
        self._tables = {name: _read_by_the_cell(table) for name, table in tables.items()}

    def __getattr__(self, name: str) -> pd.DataFrame:
        tables: Mapping[str, pd.DataFrame] = self.__dict__.get("_tables", {})
        return tables[name] if name in tables else _without_rows(name)

    @property
    def tables(self) -> dict[str, pd.DataFrame]:
        """All the tables of the report by name, the empty ones too."""
        return {name: getattr(self, name) for name in (*_SHOWN, *_BESIDE)}

    def with_tables(self, **changed: pd.DataFrame) -> EditionResults:
        """Return the same results with other tables in place of some."""
        return EditionResults(
            fichiers=self.fichiers,
            tables_absentes=self.tables_absentes,
            calibration_reglages=self.calibration_reglages,
            plan=self.plan,
            **{**self._tables, **changed},
        )


def texts_by_the_cell() -> pd.option_context:
    """Return a block, or a decorator, within which the texts of new tables are Python's own, as those of results are.

    What is written is the same; sentences and figures take texts one at a time, which Arrow's columns are slow at.
    """
    return pd.option_context("mode.string_storage", "python")


def _read_by_the_cell(table: pd.DataFrame) -> pd.DataFrame:
    """Texts as Python's own (`texts_by_the_cell`), whatever they were read as."""
    texts = [column for column, dtype in table.dtypes.items() if isinstance(dtype, pd.StringDtype)]
    return table.astype(dict.fromkeys(texts, object)) if texts else table


@cache
def _without_rows(name: str) -> pd.DataFrame:
    if name in _SHOWN:
        return _read_by_the_cell(_SHOWN[name].frame())
    if name in _BESIDE:
        return pd.DataFrame({column: pd.Series(dtype=object) for column in _BESIDE[name]})
    raise AttributeError(name)
