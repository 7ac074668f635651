"""The interventions: who came to the accompanied households, when, in which phase, for how long."""

from __future__ import annotations

import numpy as np
import numpy.typing as npt
import pandas as pd

from pipeline.contract import codes
from pipeline.contract.clock import DAYS_PER_MONTH
from pipeline.synthetic.chance import generator
from pipeline.synthetic.fates import Fates
from pipeline.synthetic.panel import Floats, Panel

# Days by household over two years: the note plans 5 to 7 in house, 5 to 6 by the associations.
_PLANNED = {"interne": 6.4, "associatif": 5.5}
_SPAN = 23.0
_LAST_DAY = np.datetime64("2017-03-28")
_LENGTHS = np.array([0.25, 0.5, 0.75, 1.0])
_LENGTH_WEIGHTS = np.array([0.35, 0.35, 0.15, 0.15])  # mean 0.525 day
# Share of the meetings after which the next phase begins.
_PHASE_ENDS = np.array([0.10, 0.30, 0.50, 0.92])
_EXPERTS = np.array(
    ["veille_social_precarite", "veille_juridique", "veille_psychique_addictions", "veille_securite_publique"],
    dtype=object,
)
_EXPERT_WEIGHTS = np.array([0.35, 0.15, 0.38, 0.12])
_THEMES = np.array([c.value for c in codes.THEMES], dtype=object)
_THEME_WEIGHTS = np.array([0.24, 0.06, 0.06, 0.12, 0.16, 0.08, 0.10, 0.14, 0.04])


def support_table(panel: Panel, fates: Fates, contact: Floats, seed: int) -> pd.DataFrame:
    """Return `accompagnement`: interventions in the order of the phases, from the month `contact` of each household to
    its exit or withdrawal."""
    rng = generator(seed, "support")
    frame = panel.menages
    accompanied = np.flatnonzero(panel.treated & frame["consentement"].to_numpy().astype(bool))
    inside = (frame["mode_accompagnement"] == "interne").to_numpy()
    days = np.where(inside, _PLANNED["interne"], _PLANNED["associatif"])[accompanied]
    meetings = np.maximum(rng.poisson(days / float(_LENGTHS @ _LENGTH_WEIGHTS)), 3)
    who = np.repeat(accompanied, meetings)
    month = rng.uniform(0.2, _SPAN, len(who))
    order = np.lexsort((month, who))
    month = month[order]
    first = np.repeat(np.cumsum(meetings) - meetings, meetings)
    share = (np.arange(len(who)) - first + 0.5) / np.repeat(meetings, meetings)
    phase = np.array([p.value for p in codes.PHASES], dtype=object)[np.searchsorted(_PHASE_ENDS, share)]
    dates = panel.inclusion[who] + np.ceil(month * DAYS_PER_MONTH).astype("timedelta64[D]")
    end = np.minimum(fates.end, fates.withdrawal)[who]
    table = pd.DataFrame(
        {
            "menage_id": frame["menage_id"].to_numpy()[who],
            "date": dates.astype("datetime64[s]"),
            "intervenant": _who_comes(rng, inside[who], (frame["region"] == "centre").to_numpy()[who]),
            "phase": phase,
            "volet": np.where(rng.random(len(who)) < 0.55, "acces_droits", "vie_quotidienne").astype(object),
            "theme": rng.choice(_THEMES, len(who), p=_THEME_WEIGHTS),
            "duree_jours": rng.choice(_LENGTHS, len(who), p=_LENGTH_WEIGHTS),
        }
    )
    kept: pd.DataFrame = table.loc[(month >= contact[who]) & (month < end) & (dates <= _LAST_DAY)]
    return kept.reset_index(drop=True)


def _who_comes(
    rng: np.random.Generator, inside: npt.NDArray[np.bool_], orleans: npt.NDArray[np.bool_]
) -> npt.NDArray[np.object_]:
    usual = np.where(inside, "charge_gestion_sociale", "association").astype(object)
    dice = rng.random(len(inside))
    expert = rng.choice(_EXPERTS, len(inside), p=_EXPERT_WEIGHTS)
    cooperative = orleans & (dice > 0.85)
    return np.where(cooperative, "animateur_cooperative", np.where(dice < 0.20, expert, usual))
