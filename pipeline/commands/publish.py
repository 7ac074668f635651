"""`evaluation publier`: an edition audited, then released — who, when, on which audit, hash by hash."""

from __future__ import annotations

import datetime as dt
from dataclasses import replace
from pathlib import Path

from pipeline.commands.holdings import Holding, open_holding
from pipeline.commands.manifest import MANIFEST, read_manifest, write_manifest
from pipeline.errors import UnfitDataError, UsageError
from pipeline.french import count
from pipeline.params import Params, load_params
from pipeline.publication.audit import DisclosureFinding, audit_folders
from pipeline.publication.files import PUBLIC
from pipeline.publication.record import COPY, FACTS, Release, record_name
from pipeline.stages import publish
from pipeline.stages.declared import FOLDER
from pipeline.storage import digest_of, replacing

_SHOWN = 20  # findings printed; the audit alone prints them all


def release(edition: str, by: str, source: Path, params_file: Path | None) -> None:
    """Audit the public folder of `edition` in `source`; when nothing is disclosed, write its record and release it.

    `source`: the repository, or the folder of `--sortie`. `by`: who releases. `params_file`: the parameters of the run,
    beside whose plan the record is written; None for those of `source`. Raises `UnfitDataError` (status 1) with what
    the audit found, `UsageError` when there is nothing to release.
    """
    if not by.strip():
        raise UsageError("« --par » : dire qui publie, son nom et sa fonction.")
    held = open_holding(source)
    params_file = params_file or held.folder / "params.yaml"
    if held.archived or not params_file.is_file():
        raise UsageError(
            f"{source} : « --params » désigne les paramètres de ces résultats, à côté du dossier « plan »."
        )
    params, records = _params(held, params_file), params_file.parent / FOLDER
    folder = held.layout.report(edition) / PUBLIC
    if edition not in params.editions or not (folder / FACTS).is_file():
        raise UsageError(f"Édition « {edition} » : rien à publier dans {source}. La faire d’abord, avec son rapport.")
    record = records / record_name(edition)
    looked_at = [folder, *_released_beside(held, edition)]
    _refuse(audit_folders(looked_at))
    found = Release(edition, by, dt.date.today(), _audit_words(looked_at), {FACTS: digest_of(folder / FACTS)})
    _write(record, found.as_yaml())
    try:
        publish.run(params, held.layout, [edition], records=records)
        _refuse(audit_folders(looked_at))  # what is released is what was audited: the pages have changed since
    except BaseException:
        record.unlink(missing_ok=True)
        publish.run(params, held.layout, [edition], records=records)
        raise
    files = {p.name: digest_of(p) for p in sorted(folder.iterdir()) if p.name != COPY}
    for path in (record, folder / COPY):
        _write(path, replace(found, fichiers=files).as_yaml())
    _own(held, folder)
    print(f"Fait : {folder.resolve()}")
    print(f"Fait : {record.resolve()}")


def _params(held: Holding, params_file: Path) -> Params:
    """The parameters of the run: the delivery that it read is known only where they were kept."""
    kept = held.parameters
    params = load_params(params_file)
    if kept is None:
        return params
    return params.model_copy(update={"donnees": Params.model_validate(kept).donnees})


def _released_beside(held: Holding, edition: str) -> list[Path]:
    """The public folders of the other editions that are released: facts are audited together."""
    found = sorted(held.layout.reports.glob(f"*/{PUBLIC}/{COPY}"))
    return [path.parent for path in found if path.parents[1].name != edition]


def _refuse(findings: tuple[DisclosureFinding, ...]) -> None:
    if not findings:
        return
    lines = [f"  – {f.leak} : {f.file}, {f.place} ; {f.reason}" for f in findings[:_SHOWN]]
    rest = len(findings) - len(lines)
    raise UnfitDataError(
        "\n".join(
            [
                f"Rien n’est publié : le contrôle trouve {count(len(findings), 'divulgation')}.",
                *lines,
                *([f"  – et {count(rest, 'autre')}"] if rest else []),
                "« evaluation divulgation » les dit toutes.",
            ]
        )
    )


def _audit_words(folders: list[Path]) -> str:
    editions = ", ".join(folder.parent.name for folder in folders)
    return f"evaluation divulgation : rien à signaler (éditions contrôlées ensemble : {editions})"


def _own(held: Holding, folder: Path) -> None:
    """A run's output keeps a list of its files: those released are in it, so that a later run may replace them."""
    known = read_manifest(held.folder)
    if not (held.folder / MANIFEST).is_file():
        return
    made = {p.relative_to(held.folder).as_posix(): digest_of(p) for p in folder.iterdir()}
    write_manifest(held.folder, known | made)


def _write(path: Path, text: str) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    with replacing(path, private=False) as temporary:
        temporary.write_text(text, encoding="utf-8", newline="")
