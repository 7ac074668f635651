"""A questionnaire coded the other way round: its score goes against the two others, and its own at other waves."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from functools import partial

import numpy as np
import pandas as pd

from pipeline.contract.instruments import INSTRUMENTS, UCLA3, Instrument
from pipeline.french import enumeration
from pipeline.validate.findings import Mask
from pipeline.validate.records import Records
from pipeline.validate.rules.check import warning
from pipeline.validate.signatures.answers import Floats, answers, waves
from pipeline.validate.signatures.signature import Group, Seen, Signature, files_of

REVERSED = warning(
    "echelle_inversee",
    "Questionnaire peut-être coté à l’envers",
    "Vérifier auprès de l’expéditeur le sens de la cotation (WHO-5 : 0 = jamais, 5 = tout le temps) ; si elle est "
    "inversée, recoder toutes les réponses.",
)

# Correlations (Fisher's z) that are together beyond four standard errors arise by chance once in thirty thousand; the
# two other instruments must agree by two standard errors, or nothing says which one is the wrong way round.
_AGAINST = -4.0
_AGREEING = 2.0
_PAIRS = 10

Scores = dict[str, Floats]


def coded_backwards(records: Records) -> Iterator[Seen]:
    """An instrument that goes against the two others, which agree: over all waves, or at one of them."""
    scores = {i.name: _score(records, i) for i in INSTRUMENTS}
    wave = records["entretiens"]["vague"].to_numpy(dtype=object, na_value="")
    for group in files_of(records, "entretiens"):
        at = {w: group.rows & (wave == w) for w in waves(records)}
        for instrument in INSTRUMENTS:
            if _against(scores, instrument, group.rows, list):
                yield _seen(instrument, (), group)
                continue
            again = partial(_retests, records, scores[instrument.name], at)
            turned = [w for w in at if _against(scores, instrument, at[w], partial(again, w))]
            if turned:
                yield _seen(instrument, turned, group)


def _seen(instrument: Instrument, at: list[str] | tuple[()], group: Group) -> Seen:
    others = enumeration([i.label for i in INSTRUMENTS if i != instrument])
    which = f" ({enumeration(at)})" if at else ""
    motif = f"{instrument.label}{which} : le score varie à rebours de {others}, comme si la cotation était inversée."
    return Seen(motif, "entretiens", instrument.items[0], group.file)


def _against(scores: Scores, instrument: Instrument, rows: Mask, retests: Callable[[], list[float]]) -> bool:
    """Tell whether, on these interviews, the others agree and this one goes against them (and its own other waves).

    `retests`: the z of its own other waves, asked for when the others agree against it, which is seldom.
    """
    own, (one, two) = scores[instrument.name], (scores[i.name] for i in INSTRUMENTS if i != instrument)
    together = _fisher(one[rows], two[rows])
    apart = [_fisher(own[rows], one[rows]), _fisher(own[rows], two[rows])]
    if not together >= _AGREEING or max(apart) >= 0:  # NaN, too few interviews: no
        return False
    apart += retests()
    if max(apart) >= 0:
        return False
    return bool(np.sum(apart) / np.sqrt(len(apart)) <= _AGAINST)


def _retests(records: Records, score: Floats, at: dict[str, Mask], wave: str) -> list[float]:
    """The z of the score at `wave` with that of the same households at each other wave, where there are enough."""
    household = records["entretiens"]["menage_id"]
    by_wave = {w: pd.Series(score[rows], index=household[rows]).groupby(level=0).first() for w, rows in at.items()}
    others = [w for w in at if w != wave]
    z = [_fisher(*by_wave[wave].align(by_wave[w], join="inner")) for w in others]
    return [value for value in z if not np.isnan(value)]


def _fisher(a: Floats | pd.Series, b: Floats | pd.Series) -> float:
    """Fisher's z of the correlation, in standard errors: atanh(r) √(n − 3); NaN under ten pairs, or if one is flat."""
    a, b = np.asarray(a, dtype=float), np.asarray(b, dtype=float)
    known = ~(np.isnan(a) | np.isnan(b))
    n = int(known.sum())
    if n < _PAIRS or np.ptp(a[known]) == 0 or np.ptp(b[known]) == 0:
        return float("nan")
    r = float(np.clip(np.corrcoef(a[known], b[known])[0, 1], -0.999999, 0.999999))
    return float(np.arctanh(r) * np.sqrt(n - 3))


def _score(records: Records, instrument: Instrument) -> Floats:
    """The sum of the items, missing when one is; turned for loneliness, so that more is better in all three."""
    score: Floats = answers(records, instrument).written.sum(axis=1)
    return -score if instrument == UCLA3 else score


SIGNATURES = (Signature(REVERSED, ("entretiens",), coded_backwards),)
