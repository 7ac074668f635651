"""What `evaluation archiver` does: one edition, whole, in a dated folder that nobody writes in any more."""

from __future__ import annotations

import datetime as dt
import json
import os
import shutil
from collections.abc import Iterator, Mapping
from pathlib import Path, PurePath
from typing import Any

from pipeline.commands.holdings import PARAMETERS, Holding, open_holding
from pipeline.commands.manifest import MANIFEST as RUN
from pipeline.contract.produced.indicators import FLUX
from pipeline.errors import UsageError, reason
from pipeline.params import Params, load_params
from pipeline.report.fingerprint import code_fingerprint, fingerprint_of_digests
from pipeline.report.versions import versions
from pipeline.shipped import package_folder, report_sources
from pipeline.stages.archived import MANIFEST, VERSION
from pipeline.stages.declared import FOLDER
from pipeline.storage import digest_of, read_table

# What else of a repository says how the results were made.
_BESIDE = ("params.yaml", "dvc.lock", "dvc.yaml", "requirements.lock")
_NEVER = "data_docs"  # written anew by each run, with marks drawn at random


def archive(edition: str, target: Path, source: Path, params_file: Path | None) -> Path:
    """Copy one edition of `source` into `target/<edition>-<day>`, read-only, with its manifest; return that folder.

    `source`: the repository or the folder of `--sortie`. `params_file`: the parameters of the run, and the plan beside
    them, None for those that are kept with the results. What holds households is for its owner alone; the documents
    follow the umask. Raises `UsageError` when the edition was not made, or when there is already such an archive.
    """
    held = open_holding(source)
    if held.archived:
        raise UsageError(f"{source} : c’est déjà une archive.")
    if edition not in held.editions:
        made = ", ".join(held.editions) or "aucune"
        raise UsageError(f"Édition « {edition} » : elle n’a pas été faite dans {source}. Éditions faites : {made}.")
    params = _params(held, params_file)
    if edition not in params.editions:
        raise UsageError(f"Édition « {edition} » : elle n’est pas dans les paramètres ; « --params » les désigne.")
    today = dt.date.today()
    final = target / f"{edition}-{today.isoformat()}"
    if os.path.lexists(final):
        raise UsageError(f"{final} : cette archive existe déjà ; une archive ne se remplace pas.")
    try:
        target.mkdir(parents=True, exist_ok=True)
        building = target / f".{final.name}.{os.getpid()}"
        building.mkdir()
    except OSError as error:
        raise UsageError(f"{target} : impossible d’y écrire ({reason(error)}).") from None
    try:
        for origin, relative in _files(held, edition, params_file):
            _copy(origin, building / relative)
        _write(building / "processed" / PARAMETERS, params.model_dump(mode="json"))
        _write(building / MANIFEST, _manifest(building, held, edition, params, today, params_file))
        close_archive(building)
        building.rename(final)
    except OSError as error:
        raise UsageError(f"{final} : archive non écrite ({reason(error)}).") from None
    finally:
        if building.exists():
            open_folders(building)
            shutil.rmtree(building)
    return final


def open_folders(folder: Path) -> None:
    """Let the owner write again in the folders of an archive, so that it can be changed or removed."""
    for place, _, _ in os.walk(folder):
        Path(place).chmod(Path(place).stat().st_mode | 0o700)


def _params(held: Holding, params_file: Path | None) -> Params:
    kept = held.parameters
    if params_file is not None:
        return load_params(params_file)
    if kept is None:
        raise UsageError(f"{held.folder} : les paramètres de ces résultats n’y sont pas ; « --params » les désigne.")
    return Params.model_validate(kept)


def _files(held: Holding, edition: str, params_file: Path | None) -> Iterator[tuple[Path, str]]:
    """Each file to copy, and its place in the archive, which is that of an output."""
    processed, reports = held.layout.processed, held.layout.reports
    for folder in (edition, "tables", "provenance"):
        yield from _below(processed / folder, f"processed/{folder}")
    if processed.is_dir():
        own = sorted(p for p in processed.iterdir() if p.is_file() and not p.name.startswith("."))
        yield from ((path, f"processed/{path.name}") for path in own if path.name not in (PARAMETERS, RUN.name))
    for folder in (edition, "validation"):
        yield from _below(reports / folder, f"reports/{folder}")
    root = params_file.parent if params_file is not None else held.folder
    yield from _below(root / FOLDER, FOLDER)
    beside = [held.folder / name for name in _BESIDE]
    beside = [p for p in beside if not (params_file is not None and p.name == "params.yaml")]
    yield from ((path, path.name) for path in beside if path.is_file())
    if params_file is not None:
        yield params_file, "params.yaml"


def _below(folder: Path, name: str) -> Iterator[tuple[Path, str]]:
    for path in sorted(folder.rglob("*")) if folder.is_dir() else ():
        relative = path.relative_to(folder)
        if path.is_file() and _NEVER not in relative.parts and not path.name.startswith("."):
            yield path, f"{name}/{relative.as_posix()}"


def _copy(origin: Path, copy: Path) -> None:
    copy.parent.mkdir(parents=True, exist_ok=True)
    shutil.copyfile(origin, copy)


def _write(path: Path, tree: Mapping[str, Any]) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(json.dumps(tree, ensure_ascii=False, indent=1) + "\n", encoding="utf-8", newline="")


def _manifest(
    folder: Path, held: Holding, edition: str, params: Params, day: dt.date, params_file: Path | None
) -> dict[str, Any]:
    files = sorted(p for p in folder.rglob("*") if p.is_file())
    received = {str(f["fichier"]): str(f.get("sha256", "")) for f in held.files}
    copied = folder / "params.yaml" if (folder / "params.yaml").is_file() else params_file
    return {
        "version": VERSION,
        "edition": edition,
        "jour": day.isoformat(),
        "gel": params.editions[edition].gel.isoformat(),
        "horizon": params.editions[edition].horizon,
        "menages": _included(held, edition),
        "empreintes": {
            "livraison": fingerprint_of_digests(received),
            "code": code_fingerprint(package_folder(), report_sources(), copied),
        },
        "versions": dict(versions()),
        "fichiers": [
            {"chemin": path.relative_to(folder).as_posix(), "octets": path.stat().st_size, "sha256": digest_of(path)}
            for path in files
        ],
    }


def _included(held: Holding, edition: str) -> dict[str, int]:
    path = held.layout.produced(FLUX, edition)
    if not path.is_file():
        return {}
    flow = read_table(path)
    rows = flow[flow["etape"] == "inclus"]
    return {str(group): int(n) for group, n in zip(rows["groupe"], rows["effectif"], strict=True)}


def close_archive(folder: Path) -> None:
    """Take the right to write away, from all but the owner the right to read what holds households."""
    for place, _, names in os.walk(folder, topdown=False):
        for path in (*(Path(place) / name for name in names), Path(place)):
            mode = path.stat().st_mode & ~0o222  # the umask has already had its say when the copy was made
            path.chmod(mode & 0o500 if holds_households(path.relative_to(folder)) else mode & 0o555)


def holds_households(relative: PurePath) -> bool:
    """Whether what stands at this place in an archive holds rows of households, their pseudonyms or their values."""
    return relative.parts[:1] == ("processed",) or relative.parts[:2] == ("reports", "validation")
