"""The interviews: items of the three questionnaires, discrete, correlated over waves, moved by the known effects."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt
import pandas as pd

from pipeline.contract.clock import add_months
from pipeline.contract.codes import VAGUES
from pipeline.contract.instruments import INSTRUMENTS, Instrument
from pipeline.params import Demonstration
from pipeline.synthetic.chance import generator
from pipeline.synthetic.fates import Fates, date_of
from pipeline.synthetic.panel import Bools, Floats, Panel

Scores = dict[str, npt.NDArray[np.int64]]

WAVES = {"T0": 0, "M12": 12, "M24": 24}
_LAST_VISIT = np.datetime64("2017-04-07")
# Earliest and latest day of a visit around its nominal date.
_WINDOW = {"T0": (0, 25), "M12": (-20, 45), "M24": (-45, 30)}


@dataclass(frozen=True)
class _Mood:
    """An item's mean, and what the two traits make of it (per standard deviation)."""

    mean: float
    social: float
    debt: float


_MOODS = {"lsns6": _Mood(1.95, 0.55, 0.0), "ucla3": _Mood(1.85, -0.30, 0.05), "who5": _Mood(2.05, 0.35, -0.25)}


@dataclass
class InterviewDraws:
    """The luck of each household: `mood` (waves), `tastes` (items), `dice` (households × waves × items), and so on.

    `lost_items`: cells left empty; `delay`: days from the nominal date; `refusal`: uniforms (households × waves).
    """

    mood: Floats
    tastes: Floats
    dice: Floats
    lost_items: Bools
    delay: npt.NDArray[np.int64]
    refusal: Floats
    joins: Floats


def draw_interviews(panel: Panel, seed: int) -> InterviewDraws:
    """Return the luck of the panel's households."""
    rng = generator(seed, "interviews")
    n, waves, items = panel.size, len(WAVES), sum(len(i.items) for i in INSTRUMENTS)
    return InterviewDraws(
        mood=rng.normal(0, 0.25, (n, waves)),
        tastes=rng.normal(0, 0.35, (n, items)),
        dice=rng.random((n, waves, items)),
        lost_items=rng.random((n, waves, items)) < 0.004,
        delay=np.stack([rng.integers(low, high + 1, n) for low, high in _WINDOW.values()], axis=1),
        refusal=rng.random((n, waves)),
        joins=rng.random(n),
    )


def answer(panel: Panel, draws: InterviewDraws, since: Floats, demonstration: Demonstration) -> Scores:
    """Return the items (households × waves) where each household is accompanied `since` that month (infinite: never).

    All are asked, and all answer.

    An item is a latent level rounded at random up or down, so that its mean is the level: an effect on the score
    passes to the items in equal parts, but for the bounds of the scale.
    """
    effects = {
        "lsns6": demonstration.effet_lsns6,
        "ucla3": demonstration.effet_ucla3,
        "who5": demonstration.effet_who5,
    }
    helped = np.array(list(WAVES.values())) > since[:, None]
    answers: Scores = {}
    first = 0
    for instrument in INSTRUMENTS:
        mood = _MOODS[instrument.name]
        trait = mood.mean + mood.social * panel.social_trait + mood.debt * panel.debt_trait
        direction = np.sign(mood.social)
        step = effects[instrument.name] / (instrument.factor * len(instrument.items))
        level = trait[:, None] + direction * draws.mood + helped * step
        for item, name in enumerate(instrument.items, start=first):
            answers[name] = _roll(instrument, level + draws.tastes[:, [item]], draws.dice[:, :, item])
        first += len(instrument.items)
    return answers


def interview_table(panel: Panel, draws: InterviewDraws, answers: Scores, fates: Fates, treated: Bools) -> pd.DataFrame:
    """Return `entretiens`: the households met at each wave, with their answers.

    Nobody is interviewed who has left, died or withdrawn; refusals are more frequent among controls and the isolated.
    """
    dates = np.stack([add_months(panel.inclusion, m) for m in WAVES.values()], axis=1)
    dates = dates + draws.delay.astype("timedelta64[D]")
    gone = date_of(panel, np.minimum(fates.end, fates.withdrawal))
    present = np.isnat(gone)[:, None] | (dates < gone[:, None])
    refuse = np.where(treated, 0.07, 0.13) - 0.03 * panel.social_trait
    later = np.array([month > 0 for month in WAVES.values()])
    met = present & (dates <= _LAST_VISIT) & (draws.refusal >= np.where(later, refuse[:, None], 0.02))
    member = _members(panel, draws.joins, treated)
    who, wave = np.nonzero(met)
    frame = pd.DataFrame(
        {
            "menage_id": panel.menages["menage_id"].to_numpy()[who],
            "vague": np.array([v.value for v in VAGUES], dtype=object)[wave],
            "date": dates[who, wave].astype("datetime64[s]"),
        }
    )
    for position, (name, values) in enumerate(answers.items()):
        kept = pd.array(values[who, wave], dtype="Int64")
        kept[draws.lost_items[who, wave, position]] = pd.NA
        frame[name] = kept
    frame["membre_cooperative"] = member[who] & (wave > 0)
    return frame


def _roll(instrument: Instrument, level: Floats, dice: Floats) -> npt.NDArray[np.int64]:
    bounded = np.clip(level, instrument.minimum, instrument.maximum)
    floor = np.floor(bounded)
    return (floor + (dice < bounded - floor)).astype(np.int64)


def _members(panel: Panel, joins: Floats, treated: Bools) -> Bools:
    """The cooperative stands at Orléans, open to every inhabitant; some join from elsewhere."""
    orleans = (panel.menages["region"] == "centre").to_numpy()
    probability = np.where(orleans, np.where(treated, 0.65, 0.25), np.where(treated, 0.06, 0.02))
    return joins < probability
