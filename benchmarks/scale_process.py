"""One measured process: reads a large delivery, ours or bare, and prints its seconds and its peak memory as JSON."""

from __future__ import annotations

import json
import resource
import sys
import time
from pathlib import Path

_KIB_PER_GB = 1e9 / 1024  # ru_maxrss is in KiB on Linux


def ours(folder: Path) -> dict[str, float]:
    """Ingest, validate and compute the indicators of the final edition; imports are not counted."""
    from pipeline.indicators.edition import compute_edition
    from pipeline.ingest.delivery import read_delivery
    from pipeline.params import Params
    from pipeline.shipped import reference_folder
    from pipeline.validate.checks import check_delivery
    from pipeline.validate.reference import load_reference

    params, reference = Params(), load_reference(reference_folder())
    start = time.perf_counter()
    delivery = read_delivery(folder, params.donnees, communes=reference.communes, last_freeze=params.last_freeze)
    read = time.perf_counter()
    check_delivery(delivery.tables, delivery.provenance, delivery.findings, params, reference)
    checked = time.perf_counter()
    compute_edition(delivery.tables, params.editions["finale"], params.seuils, params.controles)
    done = time.perf_counter()
    return {
        "ingest": read - start,
        "validate": checked - read,
        "indicators": done - checked,
        "total": done - start,
        "peak_gb": resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / _KIB_PER_GB,
    }


def bare(folder: Path) -> dict[str, float]:
    """Read the same files by pyarrow into pandas, as they are."""
    from pyarrow import csv

    start = time.perf_counter()
    for name in ("menages", "suivi_locatif"):
        csv.read_csv(folder / name / f"{name}.csv").to_pandas()
    return {"bare": time.perf_counter() - start}


if __name__ == "__main__":
    work = {"ours": ours, "bare": bare}[sys.argv[1]]
    print(json.dumps(work(Path(sys.argv[2]))))
