"""A stage replaces what it wrote before: its old files go first, other people's files stay."""

from __future__ import annotations

import shutil
from collections.abc import Iterable
from pathlib import Path

from pipeline.errors import UsageError, reason


def remove(paths: Iterable[Path]) -> None:
    """Remove files and folders that an earlier run of the same stage wrote; absent ones are fine."""
    for path in paths:
        try:
            if path.is_dir() and not path.is_symlink():
                shutil.rmtree(path)
            else:
                path.unlink(missing_ok=True)
        except OSError as error:
            raise UsageError(f"{path} : impossible de remplacer ce fichier ({reason(error)}).") from None
