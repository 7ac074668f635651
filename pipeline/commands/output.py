"""An output folder that nobody else writes in meanwhile, and that changes at the end, file by file.

A run works in a hidden folder of `--sortie`, on the same disk, its owner's alone. What it made then takes the place of
what an earlier run made; a run that stops before leaves everything as it was. The hidden folder goes at the end, or at
the next start if the machine stopped first.
"""

from __future__ import annotations

import contextlib
import errno
import shutil
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from filelock import FileLock, Timeout

from pipeline.commands.manifest import MANIFEST, edition_of, read_manifest, write_manifest
from pipeline.errors import UsageError, reason
from pipeline.layout import Layout
from pipeline.storage import digest_of, make_folder, refusal

WORKING = ".evaluation-en-cours"


@dataclass(frozen=True)
class Output:
    """`folder`: what `--sortie` names. `work`: where the run writes meanwhile, laid out in the same way."""

    folder: Path
    work: Path

    @property
    def staged(self) -> Layout:
        """Where the run writes."""
        return Layout.output(self.work)

    @property
    def layout(self) -> Layout:
        """Where what it wrote will be."""
        return Layout.output(self.folder)

    @property
    def private(self) -> Path:
        """A folder of the run's own, never part of its outputs."""
        return self.work / "prive"

    def made(self) -> dict[str, str]:
        """Return what the run made so far: path below the output, SHA-256."""
        files = (p for name in ("processed", "reports") for p in (self.work / name).rglob("*") if p.is_file())
        return {path.relative_to(self.work).as_posix(): digest_of(path) for path in files}

    def has_results(self) -> bool:
        """Whether an earlier run finished here: it left the results of an edition."""
        return any(edition_of(path) for path in read_manifest(self.folder))

    def replace(self, concerns: Callable[[str], bool]) -> None:
        """Put what the run made in its place, then take away what earlier runs made and this one no longer does.

        `concerns`: which paths below the output this run is about; the others stay, made or not. A file that is not in
        the manifest, or was changed since, is not ours and stays. Raises `UsageError` at the first file refused.
        """
        known = read_manifest(self.folder)
        made = {path: digest for path, digest in self.made().items() if concerns(path)}
        # First of all: were the run cut short here, the old and the new of each file would be known for ours.
        write_manifest(self.folder, known | {p: f"{known.get(p, '')} {digest}".strip() for p, digest in made.items()})
        for path in made:
            _move(self.work / path, self.folder / path)
        gone = [path for path in known if path not in made and concerns(path)]
        for path in gone:
            _take_away(self.folder, path, known[path])
        write_manifest(self.folder, {p: d for p, d in (known | made).items() if p not in gone})


@contextmanager
def open_output(folder: Path) -> Iterator[Output]:
    """Make the output folder, hold it for this run alone, and put away what is not in its place at the end.

    Raises `UsageError` when it cannot be made or another run holds it.
    """
    try:
        str(folder).encode("utf-8")
    except UnicodeEncodeError:
        raise UsageError(
            "« --sortie » : le nom de ce dossier n’est pas de l’UTF-8, et des programmes de la chaîne ne le liraient "
            "pas. Le renommer, ou en choisir un autre."
        ) from None
    work = folder / WORKING
    try:
        make_folder(folder)
        make_folder(work, private=True)
        lock = FileLock(work / "verrou", timeout=0)
        lock.acquire()
    except Timeout:
        raise UsageError(
            f"{folder} : une autre exécution y écrit en ce moment. Attendre qu’elle finisse, ou donner une autre "
            "« --sortie »."
        ) from None
    except OSError as error:
        raise UsageError(f"{folder} : impossible de créer ce dossier ({reason(error)}).") from None
    try:
        _empty(work, Path(lock.lock_file))
        yield Output(folder, work)
    finally:
        shutil.rmtree(work, ignore_errors=True)
        held = work.exists()  # Windows does not remove a file that is open
        lock.release()
        if held:
            with contextlib.suppress(OSError):
                Path(lock.lock_file).unlink(missing_ok=True)
                work.rmdir()


def _empty(work: Path, lock: Path) -> None:
    """Remove what a run that was killed left."""
    try:
        for path in work.iterdir():
            if path.is_dir():
                shutil.rmtree(path)
            elif path != lock:
                path.unlink()
    except OSError as error:
        raise UsageError(f"{work} : impossible d’effacer ce dossier de travail ({reason(error)}).") from None


def _move(made: Path, place: Path) -> None:
    try:
        missing = [(s, p) for s, p in zip(made.parents, place.parents, strict=False) if not p.exists()]
        for source, folder in reversed(missing):
            folder.mkdir()
            folder.chmod(source.stat().st_mode & 0o777)
        try:
            made.replace(place)
        except OSError as error:
            if error.errno != errno.EXDEV:
                raise
            _move_across(made, place)
    except OSError as error:
        raise refusal(place, error) from None


def _move_across(made: Path, place: Path) -> None:
    """A part of the output may be a link to another disk: there the file is copied first, then takes its place."""
    near = place.with_name(f".{place.name}.nouveau")
    try:
        shutil.copy2(made, near)
        near.replace(place)
    finally:
        near.unlink(missing_ok=True)


def _take_away(output: Path, path: str, digest: str) -> None:
    place = output / path
    try:
        if place.is_symlink() or not place.is_file() or digest_of(place) not in digest.split():
            return
        place.unlink()
    except OSError as error:
        raise refusal(place, error) from None
    for folder in place.parents:
        if folder in (output, output / MANIFEST.parent):
            break
        with contextlib.suppress(OSError):  # not empty: something in it is not ours
            folder.rmdir()
