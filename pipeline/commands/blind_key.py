"""The key that seals the blind mode: where it lies, drawn once when there is none, held to the locked plan."""

from __future__ import annotations

import secrets
from pathlib import Path

from pipeline.blind.seal import KEY_BYTES, Seal, key_fingerprint, read_key
from pipeline.errors import UsageError, reason
from pipeline.plan.lock import read_lock

KEY_NAME = "cle-aveugle"


def key_beside(folder: Path) -> Path:
    """Return where the key lies by default: in the folder of the parameter file, under a name that git ignores."""
    return folder / KEY_NAME


def open_seal(path: Path, locked: str = "") -> Seal:
    """Return the seal of the key in `path`; a key is drawn and written there when there is none.

    `locked`: the key's fingerprint in the locked plan, empty when it holds none. Raises `UsageError`.
    """
    if not path.exists():
        _draw(path)
    text = _read(path)
    seal = read_key(text)
    if seal is None:
        raise UsageError(f"{path} : ce n’est pas une clé du mode aveugle (64 chiffres hexadécimaux).")
    if locked and key_fingerprint(text) != locked:
        raise UsageError(f"{path} : cette clé du mode aveugle n’est pas celle que le plan verrouillé désigne.")
    return seal


def open_for(output: Path, params_file: Path, key_file: Path | None, lock_file: Path | None) -> Seal:
    """Return the seal for a run whose outputs go below `output`, where the key must not lie.

    `key_file`: None for the key beside the parameters. `lock_file`: the locked plan, which may name the key.
    """
    path = key_file or key_beside(params_file.parent)
    if path.resolve().is_relative_to(output.resolve()):
        raise UsageError(
            f"{path} : la clé du mode aveugle serait dans le dossier des sorties, où elle trahirait les groupes. "
            "« --cle-aveugle » en désigne une ailleurs."
        )
    lock = read_lock(lock_file) if lock_file is not None else None
    return open_seal(path, lock.cle_aveugle if lock is not None else "")


def fingerprint_of(path: Path) -> str:
    """Return the fingerprint of the key in `path`, empty when there is none."""
    if not path.exists():
        return ""
    text = _read(path)
    return key_fingerprint(text) if read_key(text) is not None else ""


def _read(path: Path) -> str:
    try:
        return path.read_text(encoding="ascii")
    except OSError as error:
        raise UsageError(f"{path} : clé du mode aveugle illisible ({reason(error)}).") from None
    except UnicodeDecodeError:
        return ""


def _draw(path: Path) -> None:
    try:
        path.touch(mode=0o600)
        path.write_text(secrets.token_hex(KEY_BYTES) + "\n", encoding="ascii", newline="\n")
    except OSError as error:
        raise UsageError(
            f"{path} : la clé du mode aveugle n’a pas pu être écrite ({reason(error)}). « --cle-aveugle » en "
            "désigne une."
        ) from None
    print(
        f"{path} : clé du mode aveugle, tirée au hasard. À confier à une personne qui n’analyse pas les données ; à ne "
        "pas enregistrer dans git."
    )
