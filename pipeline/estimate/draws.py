"""The random generators of the drawn methods: seeded by the plan, the method, and who is known."""

from __future__ import annotations

import hashlib

import numpy as np

from pipeline.estimate.sample import AnalysedStudy, Booleans


def pattern_generator(study: AnalysedStudy, method: bytes, known: Booleans | None = None) -> np.random.Generator:
    """Return the generator of `method` for the pattern `known`, shape (N,); None: for the whole study.

    Neither the order of the households nor the other indicators change what it draws.
    """
    pattern = b"" if known is None else hashlib.blake2b(np.packbits(known).tobytes(), digest_size=16).digest()
    return np.random.default_rng([study.plan.graine, *method, *pattern])
