"""A machine that refuses: a full disk, little memory, a source and a home that cannot be written, a clock set back."""

from __future__ import annotations

import os
import re
import shutil
import stat
import subprocess
import sys
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from support.dvc_repository import DELIVERY

from pipeline.commands.output import WORKING

resource = pytest.importorskip("resource", reason="limits of Unix")
pytestmark = pytest.mark.slow  # each runs a command in a process of its own

ROOT = Path(__file__).parents[2]
DEMONSTRATION = ROOT / "data" / "raw" / "demonstration"
PARAMS = 'editions: {premiere: {gel: "2016-03-31", horizon: 12}}\nplan: {tirages: 99, reechantillonnages: 99}\n'
MAIN = "from pipeline.cli import main; main()"
GIGABYTE = 2**30
MEGABYTE = 2**20


def evaluation(
    *words: object, before: Callable[[], None] | None = None, around: tuple[str, ...] = (), **variables: str
) -> subprocess.CompletedProcess[str]:
    command = [*around, sys.executable, "-c", MAIN, *map(str, words)]
    return subprocess.run(
        command, cwd=ROOT, env={**os.environ, **variables}, preexec_fn=before, capture_output=True, text=True,
        check=False,
    )  # fmt: skip


def contents(folder: Path) -> dict[str, bytes]:
    return {p.relative_to(folder).as_posix(): p.read_bytes() for p in sorted(folder.rglob("*")) if p.is_file()}


@pytest.fixture
def params(tmp_path: Path) -> Path:
    (tmp_path / "params.yaml").write_text(PARAMS, encoding="utf-8")
    return tmp_path / "params.yaml"


@pytest.fixture
def disk(tmp_path: Path) -> Iterator[Callable[[int], Path]]:
    """A function that mounts a disk of a number of bytes; where the system does not allow it, tests are left out."""
    mounted: list[Path] = []

    def mount(size: int) -> Path:
        place = tmp_path / f"disque{size}"
        place.mkdir()
        done = subprocess.run(
            ["mount", "-t", "tmpfs", "-o", f"size={size}", "tmpfs", str(place)], capture_output=True, check=False
        )
        if done.returncode:
            pytest.skip("mounting a disk is not allowed here")
        mounted.append(place)
        return place

    if shutil.which("mount") is None:
        pytest.skip("no disk to mount here")
    yield mount
    for place in mounted:
        subprocess.run(["umount", str(place)], check=False)


@pytest.mark.slow
@pytest.mark.parametrize("megabytes", [0.1, 0.5, 1.5, 4, 8])
def test_a_full_disk_is_said_in_french_and_loses_nothing(
    megabytes: float, disk: Callable[[int], Path], params: Path
) -> None:
    place = disk(int(megabytes * MEGABYTE))
    (place / "reports" / "premiere").mkdir(parents=True)
    (place / "reports" / "premiere" / "lettre.docx").write_text("à garder", encoding="utf-8")
    done = evaluation("executer", "--source", DELIVERY, "--sortie", place, "--params", params)
    assert done.returncode == 2, done.stdout + done.stderr
    assert "disque est plein" in done.stderr
    assert "Traceback" not in done.stderr
    assert "Erreur interne" not in done.stderr
    assert contents(place) == {"reports/premiere/lettre.docx": "à garder".encode()}
    assert not (place / WORKING).exists()


@pytest.mark.parametrize("size", [100, 20_000])
def test_a_file_that_may_not_grow_is_said_in_french(size: int, tmp_path: Path) -> None:
    def limit() -> None:
        resource.setrlimit(resource.RLIMIT_FSIZE, (size, size))

    done = evaluation("verifier", DELIVERY, "--sortie", tmp_path / "sortie", before=limit)
    assert done.returncode == 2, done.stdout + done.stderr
    assert re.search(r"sortie/.* \(le fichier dépasse la taille permise\)\.|: le fichier dépasse", done.stderr)
    assert list((tmp_path / "sortie").iterdir()) == []


# Runs a command, and prints in the end the most that one of its processes occupied, in kilobytes: its own, and not
# what other tests have started before.
_MEASURED = """
import resource, subprocess, sys
done = subprocess.run(sys.argv[1:])
print(resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss, file=sys.stderr)
sys.exit(done.returncode)
"""


@pytest.mark.slow
@pytest.mark.skipif(sys.platform != "linux", reason="limits are counted otherwise elsewhere")
@pytest.mark.parametrize(
    ("command", "gigabytes"),
    [(("verifier", DEMONSTRATION), 1), (("executer", "--source", DEMONSTRATION, "--edition", "finale"), 2)],
)
def test_a_small_machine_s_memory_is_enough(command: tuple[object, ...], gigabytes: int, tmp_path: Path) -> None:
    """All that a process keeps for itself is counted, used or not: more than what it occupies."""

    def limit() -> None:
        resource.setrlimit(resource.RLIMIT_DATA, (gigabytes * GIGABYTE, gigabytes * GIGABYTE))

    done = evaluation(*command, "--sortie", tmp_path / "sortie", before=limit, around=(sys.executable, "-c", _MEASURED))
    assert done.returncode == 0, done.stderr
    assert int(done.stderr.splitlines()[-1]) * 1024 < gigabytes * GIGABYTE


def as_owner(folder: Path, mode: int) -> None:
    """Folders and files of `folder` may be read, and written where `mode` says so."""
    for path in (folder, *folder.rglob("*")):
        path.chmod(mode | (stat.S_IXUSR if path.is_dir() else 0))


@pytest.mark.slow
@pytest.mark.skipif(sys.platform != "linux", reason="rights of Linux")
def test_a_source_and_a_home_that_cannot_be_written_are_enough(params: Path, tmp_path: Path) -> None:
    source, home, temporary = (tmp_path / name for name in ("livraison", "maison", "tmp"))
    shutil.copytree(DELIVERY, source)
    home.mkdir()
    temporary.mkdir()
    # The administrator may write everywhere: without that right, like anyone.
    around = ("setpriv", "--bounding-set=-dac_override", "--inh-caps=-dac_override") if os.geteuid() == 0 else ()
    if around and shutil.which("setpriv") is None:
        pytest.skip("the administrator's rights cannot be given up here")
    before = contents(source)
    as_owner(source, stat.S_IRUSR)
    as_owner(home, stat.S_IRUSR)
    try:
        done = evaluation(
            "executer", "--source", source, "--sortie", tmp_path / "sortie", "--params", params, around=around,
            HOME=str(home), XDG_CACHE_HOME=str(home / ".cache"), XDG_CONFIG_HOME=str(home / ".config"),
            TMPDIR=str(temporary),
        )  # fmt: skip
    finally:
        as_owner(source, stat.S_IRUSR | stat.S_IWUSR)
        as_owner(home, stat.S_IRUSR | stat.S_IWUSR)
    assert done.returncode == 0, done.stderr
    assert contents(source) == before
    assert list(home.iterdir()) == []
    assert list(temporary.iterdir()) == []
    assert (tmp_path / "sortie" / "reports" / "premiere" / "rapport.pdf").is_file()
    english = [line for line in done.stderr.splitlines() if re.search(r"\b(?:the|directory|cache)\b", line)]
    assert english == []
