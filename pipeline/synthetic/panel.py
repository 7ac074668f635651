"""Who is in the synthetic study: two panels of the same kind of households, paired by profile and landlord."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt
import pandas as pd

from pipeline.contract import codes
from pipeline.synthetic.chance import generator
from pipeline.synthetic.sites import PLACES, PREFIXES, SITES

Floats = npt.NDArray[np.float64]
Texts = npt.NDArray[np.object_]
Bools = npt.NDArray[np.bool_]

PROFILE_SHARES = {
    "situation_bloquee": 0.44,
    "dalo": 0.24,
    "pdalpd": 0.16,
    "femme_victime_violences": 0.12,
    "autre": 0.04,
}
FIRST_INCLUSION = np.datetime64("2015-01-05")
LAST_INCLUSION = np.datetime64("2015-03-28")

# Rent without charges by size, and what a region makes of it: the orders of magnitude of the note's table 1.
_RENT = np.array([215.0, 265.0, 325.0, 375.0, 430.0, 470.0])
_REGION_FACTOR = {"ile_de_france": 1.15, "nord_pas_de_calais": 0.85, "centre": 0.95}


@dataclass(frozen=True)
class Panel:
    """The households at inclusion, and the two traits that no file shows.

    `menages`: the contract's table, one row a household. `treated`: the accompanied. `debt_trait`, `social_trait`:
    standard normal; high = pays badly, and high = well surrounded. `pair`: the number of the pair, of those without a
    name too; `mode`: how the household is accompanied, or would be. Arrays have one value a row of `menages`.
    """

    menages: pd.DataFrame
    treated: Bools
    debt_trait: Floats
    social_trait: Floats
    pair: npt.NDArray[np.int64]
    mode: Texts

    @property
    def size(self) -> int:
        return len(self.menages)

    @property
    def inclusion(self) -> npt.NDArray[np.datetime64]:
        """The dates of inclusion, `datetime64[D]`."""
        return self.menages["date_inclusion"].to_numpy().astype("datetime64[D]")

    @property
    def blocked(self) -> Bools:
        """The tenants in place whose situation is « bloquée »."""
        return (self.menages["profil"] == codes.SITUATION_BLOQUEE).to_numpy()


def draw_panel(seed: int, per_group: int) -> Panel:
    """Return `2 * per_group` households, in the order of their pseudonyms.

    Both members of a pair have the same profile and landlord, and are drawn alike: the groups differ by chance alone.
    """
    rng = generator(seed, "panel")
    n = 2 * per_group
    profile = np.repeat(_quotas(per_group), 2)
    place = np.repeat(_places(rng, profile[::2]), 2)
    landlord = np.array([p[0] for p in _ALL_PLACES])[place]
    region = np.array([p[1] for p in _ALL_PLACES])[place]
    treated = np.zeros(n, dtype=bool)
    treated[np.arange(per_group) * 2 + rng.integers(0, 2, per_group)] = True
    blocked = profile == codes.SITUATION_BLOQUEE

    composition, persons = _household(rng, profile)
    size = np.clip(persons - 1 + (rng.random(n) < 0.35), 0, 5)
    rent = _RENT[size] * _lookup(_REGION_FACTOR, region) * np.exp(rng.normal(0, 0.07, n))
    charges = (42 + 15 * (size + 1)) * np.exp(rng.normal(0, 0.12, n))
    debt_trait, social_trait = rng.standard_normal(n), rng.standard_normal(n)
    reason = _only_where(
        blocked, _choose(rng, n, {"financier": 0.40, "comportement": 0.20, "sante_mentale": 0.15, "mixte": 0.25})
    )
    inclusion = FIRST_INCLUSION + rng.integers(0, int((LAST_INCLUSION - FIRST_INCLUSION).astype(int)) + 1, n)
    lease_age = np.where(blocked, rng.integers(400, 5200, n), rng.integers(0, 45, n))
    sliding = ~blocked & (rng.random(n) < 0.30)
    mode = np.where(np.where(blocked, rng.random(n) < 0.85, rng.random(n) < 0.25), "interne", "associatif").astype(
        object
    )
    paired = profile != "autre"

    menages = pd.DataFrame(
        {
            "menage_id": _pseudonyms(rng, landlord),
            "groupe": np.where(treated, codes.ACCOMPAGNE, codes.TEMOIN),
            "paire_id": _pair_names(paired),
            "bailleur": landlord,
            "region": region,
            "commune": _communes(rng, place),
            "profil": profile,
            "motif": reason,
            "statut_occupation": np.where(sliding, "bail_glissant", "bail_direct"),
            "mode_accompagnement": _only_where(treated, mode),
            "date_inclusion": inclusion.astype("datetime64[s]"),
            "date_bail": (inclusion - lease_age.astype("timedelta64[D]")).astype("datetime64[s]"),
            "composition": composition,
            "nb_personnes": persons,
            "tranche_age": _choose(rng, n, {"18-29": 0.18, "30-44": 0.38, "45-59": 0.30, "60+": 0.14}),
            "ressources_mensuelles": np.round((560 + 265 * (persons - 1)) * np.exp(rng.normal(0.05, 0.28, n)), 2),
            "typologie": np.array([c.value for c in codes.TYPOLOGIES])[size],
            "loyer_mensuel": np.round(rent, 2),
            "charges_mensuelles": np.round(charges, 2),
            "impaye_inclusion": np.round(_debt_at_inclusion(rng, profile, reason, debt_trait), 2),
            "trouble_psychique": (reason == "sante_mentale") | (rng.random(n) < 0.22),
            "consentement": np.ones(n, dtype=bool),
        }
    )
    order = np.argsort(menages["menage_id"].to_numpy())
    traits = debt_trait[order], social_trait[order]
    pairs = np.repeat(np.arange(per_group), 2)[order]
    return Panel(menages.iloc[order].reset_index(drop=True), treated[order], *traits, pairs, mode[order])


_ALL_PLACES = tuple(SITES)


def _quotas(per_group: int) -> Texts:
    """Profiles of the pairs: each its share, by largest remainders."""
    shares = np.array(list(PROFILE_SHARES.values())) * per_group
    counts = np.floor(shares).astype(int)
    missing = per_group - counts.sum()
    counts[np.argsort(counts - shares, kind="stable")[:missing]] += 1
    return np.repeat(np.array(list(PROFILE_SHARES), dtype=object), counts)


def _places(rng: np.random.Generator, profile: Texts) -> npt.NDArray[np.int64]:
    place = np.zeros(len(profile), dtype=np.int64)
    for name, weights in PLACES.items():
        here = np.flatnonzero(profile == name)
        options = np.array([_ALL_PLACES.index(p) for p in weights])
        place[here] = rng.choice(options, len(here), p=np.array(list(weights.values())))
    return place


def _communes(rng: np.random.Generator, place: npt.NDArray[np.int64]) -> Texts:
    names = list(SITES.values())
    sizes = np.array([len(c) for c in names])
    flat = np.array([c for group in names for c in group], dtype=object)
    first = np.concatenate([[0], np.cumsum(sizes)[:-1]])
    picked: Texts = flat[first[place] + (rng.random(len(place)) * sizes[place]).astype(int)]
    return picked


def _pseudonyms(rng: np.random.Generator, landlord: npt.NDArray[np.str_]) -> Texts:
    n = len(landlord)
    width = max(3, len(str(n)))
    numbers = np.char.zfill(rng.permutation(np.arange(1, n + 1)).astype(str), width)
    known, position = np.unique(landlord, return_inverse=True)
    prefixes = np.array([PREFIXES[str(name)] for name in known])[position]
    return np.char.add(prefixes, numbers).astype(object)


def _lookup(factors: dict[str, float], keys: npt.NDArray[np.str_]) -> Floats:
    known, position = np.unique(keys, return_inverse=True)
    return np.array([factors[str(name)] for name in known])[position]


def _pair_names(paired: Bools) -> Texts:
    width = max(3, len(str(len(paired) // 2)))
    names = np.array([f"P{k:0{width}d}" for k in range(1, len(paired) // 2 + 1)], dtype=object)
    return _only_where(paired, np.repeat(names, 2))


def _choose(rng: np.random.Generator, n: int, weights: dict[str, float]) -> Texts:
    chosen: Texts = rng.choice(np.array(list(weights), dtype=object), n, p=np.array(list(weights.values())))
    return chosen


def _only_where(mask: Bools, values: Texts) -> Texts:
    """The values where `mask`, None elsewhere."""
    kept = np.asarray(values, dtype=object).copy()
    kept[~mask] = None
    return kept


def _household(rng: np.random.Generator, profile: Texts) -> tuple[Texts, npt.NDArray[np.int64]]:
    n = len(profile)
    usual = _choose(
        rng, n, {"isole": 0.42, "couple": 0.12, "couple_enfants": 0.20, "monoparental": 0.24, "autre": 0.02}
    )
    women = _choose(rng, n, {"isole": 0.30, "monoparental": 0.70})
    composition = np.where(profile == "femme_victime_violences", women, usual)
    children = 1 + rng.binomial(3, 0.35, n)
    adults = np.where((composition == "isole") | (composition == "monoparental"), 1, 2)
    with_children = (composition == "couple_enfants") | (composition == "monoparental")
    return composition, (adults + np.where(with_children, children, 0)).astype(np.int64)


def _debt_at_inclusion(rng: np.random.Generator, profile: Texts, reason: Texts, trait: Floats) -> Floats:
    """Skewed, as debts are: heavy for the tenants blocked by money, light or none for the others."""
    n = len(profile)
    heavy = np.exp(7.15 + 0.45 * trait + rng.normal(0, 0.45, n))
    light = np.where(rng.random(n) < 0.5, np.exp(5.2 + 0.4 * trait + rng.normal(0, 0.6, n)), 0.0)
    newcomer = np.where(rng.random(n) < 0.25, np.exp(4.4 + 0.3 * trait + rng.normal(0, 0.6, n)), 0.0)
    money = (reason == "financier") | (reason == "mixte")
    blocked = profile == codes.SITUATION_BLOQUEE
    return np.where(blocked, np.where(money, heavy, light), newcomer)
