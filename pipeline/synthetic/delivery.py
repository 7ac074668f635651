"""The demonstration delivery: a synthetic study as six landlords and their partners would send it, with its truth."""

from __future__ import annotations

import json
import shutil
from dataclasses import dataclass
from pathlib import Path

import pandas as pd

from pipeline.contract.markers import SYNTHETIC_MARKER
from pipeline.contract.tables import TABLES
from pipeline.errors import UsageError
from pipeline.params import Demonstration
from pipeline.synthetic import senders as who
from pipeline.synthetic.cases import SMALLEST
from pipeline.synthetic.defects import Planted, plant_defects
from pipeline.synthetic.documents import Document, compose, write_document
from pipeline.synthetic.marker import is_synthetic, mark
from pipeline.synthetic.study import SimulatedStudy, make_study
from pipeline.synthetic.truth import true_effects

_README = Path(__file__).with_name("lisez-moi.md")


@dataclass(frozen=True)
class Demonstrated:
    """A written delivery: the `study` behind it, the `tables` that a reader must get, the `defects` planted."""

    study: SimulatedStudy
    tables: dict[str, pd.DataFrame]
    defects: list[Planted]


def write_demonstration(demonstration: Demonstration, folder: Path) -> Demonstrated:
    """Write the delivery into `folder` and its truth beside it (`<folder>-verite.json`).

    Same parameters, same bytes. An earlier synthetic delivery is replaced; any other folder that is not empty is
    refused (`UsageError`): it may be a real one.
    """
    if folder.exists() and any(folder.iterdir()) and not is_synthetic(folder):
        raise UsageError(
            f"{folder} : ce dossier n’est pas vide et ne porte pas la marque « {SYNTHETIC_MARKER} ». "
            "Rien n’y est écrit, de peur d’effacer de vraies données : choisir un autre dossier."
        )
    study = make_study(demonstration)
    tables = {name: frame.copy() for name, frame in study.tables.items()}
    documents = _documents(tables, study.follow_up)
    # In a tiny study one unreadable cell is already above the tolerance.
    roomy = demonstration.effectif_par_groupe >= SMALLEST
    defects = plant_defects(documents, tables) if roomy else []
    for name in TABLES:
        shutil.rmtree(folder / name, ignore_errors=True)
    folder.mkdir(parents=True, exist_ok=True)
    for document in documents:
        write_document(document, folder)
    mark(folder)
    shutil.copyfile(_README, folder / "README.md")
    _write_truth(demonstration, study, defects, folder.with_name(f"{folder.name}-verite.json"))
    return Demonstrated(study, tables, defects)


def _documents(tables: dict[str, pd.DataFrame], follow_up: int) -> list[Document]:
    landlord = tables["menages"].set_index("menage_id")["bailleur"]
    documents = []
    for name in ("menages", "suivi_locatif", "evenements"):
        owner = tables[name]["menage_id"].map(landlord)
        for code, sender in who.LANDLORDS.items():
            rows = tables[name][owner == code]
            later = rows.index < follow_up if name == "suivi_locatif" else rows.index >= 0
            documents += _document(name, sender, rows[later])
            documents += _document(name, sender, rows[~later], "_avant_inclusion")
    documents += _document("entretiens", who.SURVEY_OFFICE, _in_wave_order(tables["entretiens"]))
    support = tables["accompagnement"]
    associative = support["intervenant"].isin(who.ASSOCIATIVE)
    documents += _document("accompagnement", who.SOCIAL_TEAM, support[~associative])
    documents += _document("accompagnement", who.ASSOCIATIONS, support[associative])
    documents += _document("couts", who.ACCOUNTANT, tables["couts"])
    return documents


def _document(name: str, sender: who.Sender, frame: pd.DataFrame, which: str = "") -> list[Document]:
    if frame.empty:
        return []
    return [compose(f"{name}/{sender.name}_{name}{which}.{sender.form.suffix}", TABLES[name], sender, frame)]


def _in_wave_order(frame: pd.DataFrame) -> pd.DataFrame:
    months = frame["vague"].str[1:].astype(int)
    return frame.loc[months.sort_values(kind="stable").index]


def _write_truth(demonstration: Demonstration, study: SimulatedStudy, defects: list[Planted], path: Path) -> None:
    truth = {
        "avertissement": "Vérité d’une étude entièrement synthétique : aucun ménage réel.",
        "parametres": demonstration.model_dump(),
        "effets": true_effects(demonstration),
        "cas": study.cases,
        "defauts": [defect.as_dict() for defect in defects],
    }
    path.write_text(json.dumps(truth, ensure_ascii=False, indent=1) + "\n", encoding="utf-8", newline="\n")
