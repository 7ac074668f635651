"""Stage « publish »: produced tables → the protected ones, and the public folder of each edition made from them."""

from __future__ import annotations

import json
import tempfile
from collections.abc import Sequence
from functools import partial
from pathlib import Path

from pipeline.contract.declared import LockReading, Prose, RiskOfBias
from pipeline.contract.tables import TABLES as CONTRACT_TABLES
from pipeline.errors import UsageError
from pipeline.layout import Layout
from pipeline.params import Params
from pipeline.plan.yaml_file import read_mapping
from pipeline.progress import tell_document
from pipeline.publication.fact import PublishedFact, publication_csv, released_facts
from pipeline.publication.files import PUBLIC
from pipeline.publication.folder import write_public_folder
from pipeline.publication.publication import publication_of
from pipeline.publication.record import COPY, FACTS, KEYS, Release, read_release, record_name
from pipeline.report.context import ReportContext
from pipeline.report.fingerprint import data_fingerprint
from pipeline.report.rendering.documents import document_files
from pipeline.report.results import EditionResults, texts_by_the_cell
from pipeline.shipped import report_sources
from pipeline.stages.archived import read_archive
from pipeline.stages.clean import remove
from pipeline.stages.declared import FOLDER
from pipeline.stages.produced import read_produced
from pipeline.stages.runner import edition_stage
from pipeline.synthetic.marker import is_synthetic

READS = ("donnees", "editions", "controles", "seuils", "plan", "confidentialite", "couts", "rapport")
DOCUMENTS = document_files(("synthese", "rapport"))


@texts_by_the_cell()
def run(
    params: Params,
    layout: Layout,
    only: Sequence[str] = (),
    *,
    records: Path | None = Path(FOLDER),
    work: Path | None = None,
) -> None:
    """Write the public folder of every edition, or of those of `only`; what an earlier run wrote is replaced.

    `records`: the folder of the release records, None when there is none. `work`: where what the documents are made of
    may be put meanwhile, the machine's temporary folder when it is not said.
    """
    source = Path(params.donnees.source)
    files = tuple(json.loads(layout.files.read_text(encoding="utf-8")))
    delivered = {f["table"] for f in files}
    fingerprint = data_fingerprint(source, [str(f["fichier"]) for f in files])
    prose = json.loads(layout.prose.read_text(encoding="utf-8"))
    for name in only or params.editions:
        folder = layout.report(name) / PUBLIC
        remove([folder])
        results = EditionResults(
            **read_produced("publish", layout, name),
            fichiers=files,
            calibration_reglages={},
            plan=params.plan,
            tables_absentes=tuple(t for t in CONTRACT_TABLES if t not in delivered),
        )
        context = ReportContext(
            name,
            params,
            synthetique=is_synthetic(source),
            empreinte_donnees=fingerprint,
            verrou=LockReading.from_json(json.loads(layout.lock_reading.read_text(encoding="utf-8"))),
            redaction=Prose(**prose[name]),
            robins=RiskOfBias.from_json(json.loads(layout.risk_of_bias.read_text(encoding="utf-8"))),
        )
        publication = publication_of(results, context, released_before(params, name))
        release = release_of(name, records, publication_csv(publication.facts))
        with tempfile.TemporaryDirectory(prefix="publication-", dir=work) as own:
            sources, say = report_sources() / PUBLIC, partial(tell_document, DOCUMENTS, name)
            write_public_folder(folder, Path(own), sources, publication, context, release, say)


def release_of(edition: str, records: Path | None, facts: str) -> Release | None:
    """Return the release of these facts, None when there is none; one of other facts counts as none, and is said."""
    path = records / record_name(edition) if records is not None else None
    if path is None or not path.is_file():
        return None
    found = read_release(read_mapping(path, "acte de publication", KEYS), str(path))
    if found.covers(facts):
        return found
    print(
        f"{path} : cet acte de publication porte sur d’autres nombres que ceux d’aujourd’hui ; il ne compte plus, et "
        f"l’édition est de nouveau un projet. « evaluation publier {edition} » la contrôle et la publie."
    )
    return None


def released_before(params: Params, edition: str) -> list[PublishedFact]:
    """Return the facts of the edition before, where an archive is named and it was released; else it is said."""
    named = params.rapport.archives_precedentes.get(edition)
    if named is None:
        return []
    found = read_archive(Path(named))
    folder = found.layout.report(found.edition) / PUBLIC
    if not (folder / FACTS).is_file() or not (folder / COPY).is_file():
        print(f"{named} : l’édition « {found.edition} » n’y est pas publiée ; aucun de ses nombres n’est repris.")
        return []
    facts = (folder / FACTS).read_bytes().decode("utf-8", errors="replace")
    record = read_release(read_mapping(folder / COPY, "acte de publication", KEYS), str(folder / COPY))
    if not record.covers(facts):
        raise UsageError(f"{folder / COPY} : cet acte ne porte pas sur le {FACTS} qui est à côté.")
    return released_facts(facts, str(folder / FACTS))


if __name__ == "__main__":
    edition_stage(run, READS)
