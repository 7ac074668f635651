"""Where things lie: the folders of a run, in the repository or below `--sortie`. Only stages and the CLI use it."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from pipeline.contract.produced.delivery import CONSTATS, REJETS
from pipeline.contract.produced.entry import Produced


@dataclass(frozen=True)
class Layout:
    """The folders of one run.

    In the repository: `data/processed` and `reports`. For `evaluation executer --sortie D`: `D/processed`, `D/reports`.
    """

    processed: Path
    reports: Path

    @classmethod
    def repository(cls, root: Path) -> Layout:
        """The folders that `dvc.yaml` names, below the repository's root."""
        return cls(root / "data" / "processed", root / "reports")

    @classmethod
    def output(cls, folder: Path) -> Layout:
        """The folders of a run outside the repository."""
        return cls(folder / "processed", folder / "reports")

    def produced(self, entry: Produced, edition: str = "") -> Path:
        """The Parquet file of a table of `contract.produced`: below the edition's folder, or common to all."""
        if entry.by_edition != bool(edition):
            raise ValueError(f"{entry.name}: by edition or common, and not both")
        return self.processed / edition / f"{entry.name}.parquet"

    # -- ingest
    def table(self, name: str) -> Path:
        return self.processed / "tables" / f"{name}.parquet"

    def provenance(self, name: str) -> Path:
        """Row by row beside `table(name)`: `fichier`, `feuille`, `ligne`."""
        return self.processed / "provenance" / f"{name}.parquet"

    @property
    def reading(self) -> Path:
        """Findings of the reading (`FINDING_COLUMNS`)."""
        return self.processed / "lecture.parquet"

    @property
    def files(self) -> Path:
        """What was found in each file: format, encoding, separator, headers, rows."""
        return self.processed / "fichiers.json"

    # -- validate
    @property
    def rejections(self) -> Path:
        return self.produced(REJETS)

    @property
    def rejections_csv(self) -> Path:
        return self.produced(REJETS).with_suffix(".csv")

    @property
    def rejections_xlsx(self) -> Path:
        return self.processed / "rejets.xlsx"

    @property
    def findings(self) -> Path:
        """Findings grouped by rule, table, file and column, with counts: what the report shows."""
        return self.produced(CONSTATS)

    @property
    def validation_pages(self) -> Path:
        return self.reports / "validation"

    # -- plan
    @property
    def lock_reading(self) -> Path:
        """The locked plan read against the plan in force (`contract.declared.LockReading`)."""
        return self.processed / "plan.json"

    @property
    def risk_of_bias(self) -> Path:
        """The ROBINS-I self-rating, complete (`contract.declared.RiskOfBias`)."""
        return self.processed / "robins.json"

    @property
    def declarations(self) -> Path:
        """What the evaluator declares (`contract.declared.Declarations`)."""
        return self.processed / "declarations.json"

    @property
    def prose(self) -> Path:
        """What the evaluator wrote, by edition (`contract.declared.Prose`)."""
        return self.processed / "redaction.json"

    # -- report
    def report(self, edition: str) -> Path:
        return self.reports / edition
