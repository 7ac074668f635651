"""Where things lie: the folders of a run, in the repository or below `--sortie`. Only stages and the CLI use it."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

# What « indicators » and « estimate » write in an edition's folder: `<name>.parquet`.
INDICATOR_TABLES = ("indicateurs", "durees", "inclusions", "suivi_mensuel", "flux")
ESTIMATE_TABLES = (
    "estimations", "comparabilite", "equilibre", "survie", "incidences", "trajectoires", "evolutions",
    "plan_cout_efficacite", "acceptabilite",
)  # fmt: skip
HOUSEHOLD_COSTS = "couts_menages"  # what « estimate » lays to each household, beside them
# What « pathways » writes there.
PATHWAY_TABLES = (
    "etats",
    "repartition_etats",
    "transitions",
    "mois_par_etat",
    "typologie",
    "types",
    "types_nombre",
    "dissemblance",
    "populations",
    "premier_impaye",
)
SHOWN_PATHWAY_TABLES = tuple(t for t in PATHWAY_TABLES if t not in ("etats", "typologie"))  # no row a household
# What « sensitivity » writes there.
SENSITIVITY_TABLES = ("sensibilite", "manquants_motifs", "densites", "ecarts_mensuels")
# What « scheme » writes there.
SCHEME_TABLES = (
    "dose", "mise_en_oeuvre", "dose_resultats", "aides", "couts", "couts_semestres", "couts_ratios",
    "couts_sensibilite", "cooperative", "couverture", "loyers", "taux_effort",
)  # fmt: skip
SHOWN_SCHEME_TABLES = SCHEME_TABLES[1:]  # `dose` has a row a household: no report reads it


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
        return self.processed / "rejets.parquet"

    @property
    def rejections_csv(self) -> Path:
        return self.processed / "rejets.csv"

    @property
    def rejections_xlsx(self) -> Path:
        return self.processed / "rejets.xlsx"

    @property
    def findings(self) -> Path:
        """Findings grouped by rule, table, file and column, with counts: what the report shows."""
        return self.processed / "constats.parquet"

    @property
    def validation_pages(self) -> Path:
        return self.reports / "validation"

    # -- indicators, estimate
    def result(self, edition: str, name: str) -> Path:
        """`data/processed/<edition>/<name>`, e.g. `indicateurs.parquet`."""
        return self.processed / edition / name

    # -- plan
    @property
    def lock_reading(self) -> Path:
        """The locked plan read against the plan in force (`contract.declared.LockReading`)."""
        return self.processed / "plan.json"

    @property
    def risk_of_bias(self) -> Path:
        """The ROBINS-I self-rating, complete (`contract.declared.RiskOfBias`)."""
        return self.processed / "robins.json"

    # -- report
    def report(self, edition: str) -> Path:
        return self.reports / edition
