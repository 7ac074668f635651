"""Estimates brought back to what their scale can reach, and the note that says so."""

from __future__ import annotations

import math
from dataclasses import replace

from pipeline.contract.methods import MEASURES, reach
from pipeline.contract.remarks import joined, remark
from pipeline.estimate.estimate import Estimate
from pipeline.estimate.sample import Sample

_ROUND_OFF = 1e-9  # of the scale: brought back without a word


def within_reach(sample: Sample, measure: str, estimate: Estimate) -> Estimate:
    """Return `estimate` with its value and its bounds within what `measure` can take (`contract.methods.reach`).

    What was brought back is named in the note. A model may fit shares beyond 1, and a t interval leaves any scale.
    """
    limits = reach(MEASURES[measure], sample.indicator, float(sample.study.horizon))
    if limits is None:
        return estimate
    low, high = limits
    found = {name: getattr(estimate, name) for name in ("estimation", "ic_bas", "ic_haut")}
    inside = {name: min(max(v, low), high) for name, v in found.items() if not math.isnan(v)}
    beyond = [name for name, v in inside.items() if abs(v - found[name]) > _ROUND_OFF * (high - low)]
    note = joined(estimate.note, remark("ramene_a_l_echelle", *beyond) if beyond else "")
    return replace(estimate, **inside, note=note)
