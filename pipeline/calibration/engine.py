"""Lots worked out in parallel: the cores of this machine, or those of a Dask cluster; the same numbers either way."""

from __future__ import annotations

import warnings
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import AbstractContextManager, contextmanager
from typing import Any

import pandas as pd

from pipeline.calibration.lots import Lot, Scenario
from pipeline.calibration.tally import tally_lot
from pipeline.calibration.targets import Targets, targets
from pipeline.errors import UsageError
from pipeline.params import Calibration, Params

PATIENCE = "10s"  # for a scheduler to answer
Work = tuple[Lot, pd.DataFrame]


def aim(settings: Sequence[Scenario], params: Params) -> dict[Scenario, Targets]:
    """Return what the methods aim at in each setting. Raises `UsageError` as `work_out`."""
    from joblib import Parallel, delayed

    if not settings:
        return {}
    with _BACKENDS[params.calibration.moteur](params.calibration) as options:
        found = Parallel(batch_size=1, **options)(delayed(targets)(setting, params) for setting in settings)
    return dict(zip(settings, found, strict=True))


def work_out(lots: Sequence[Lot], params: Params, aims: Mapping[Scenario, Targets]) -> Iterator[Work]:
    """Yield each lot with its sums, as they come in. Raises `UsageError` when the Dask scheduler cannot be reached."""
    from joblib import Parallel, delayed

    if not lots:
        return
    with _BACKENDS[params.calibration.moteur](params.calibration) as options:
        pool = Parallel(return_as="generator_unordered", pre_dispatch="2*n_jobs", batch_size=1, **options)
        yield from pool(delayed(_one)(lot, params, aims[lot.scenario]) for lot in lots)


def _one(lot: Lot, params: Params, aims: Targets) -> Work:
    return lot, tally_lot(lot, params, aims)


@contextmanager
def _local(calibration: Calibration) -> Iterator[dict[str, Any]]:
    with warnings.catch_warnings():
        # A population of 20,000 households makes a process so large that joblib replaces it, which changes no number.
        warnings.filterwarnings("ignore", "A worker stopped", UserWarning)
        yield {"n_jobs": calibration.ouvriers or -1}


@contextmanager
def _dask(calibration: Calibration) -> Iterator[dict[str, Any]]:
    try:
        import distributed
    except ImportError:
        raise UsageError(
            "Le moteur dask demande la bibliothèque « distributed » : l’installer, ou choisir « moteur: local »."
        ) from None
    from joblib import parallel_config

    try:
        connect: Any = distributed.Client
        client = connect(calibration.ordonnanceur, timeout=PATIENCE, set_as_default=True)
    except OSError:
        raise UsageError(f"Aucun ordonnanceur Dask ne répond à l’adresse {calibration.ordonnanceur}.") from None
    with client, parallel_config(backend="dask", n_jobs=calibration.ouvriers or -1):
        yield {}


_BACKENDS: Mapping[str, Callable[[Calibration], AbstractContextManager[dict[str, Any]]]] = {
    "local": _local,
    "dask": _dask,
}
