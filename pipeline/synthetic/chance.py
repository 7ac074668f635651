"""One random generator a task, derived from the study's seed by the task's name."""

from __future__ import annotations

import numpy as np


def generator(seed: int, task: str) -> np.random.Generator:
    """Return the generator of `task`: adding a task never moves the draws of another."""
    return np.random.default_rng([seed, *task.encode()])
