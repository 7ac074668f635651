"""The fixture of tiny deliveries is the one of the reader's tests."""

import sys
from pathlib import Path

sys.path.append(str(Path(__file__).parents[1] / "ingest"))

from small_deliveries import read

__all__ = ["read"]
