"""Random deliveries as clean tables, from a seed: small and large groups, all rates, ties, nothing that varies, gaps.

A delivery is drawn in two steps: what kind it is (`Kind`, one value a trait, extreme ones often), then its households.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from typing import Any

import numpy as np
import numpy.typing as npt
import pandas as pd

from pipeline.contract import codes
from pipeline.contract.instruments import INSTRUMENTS
from pipeline.contract.schema import Code
from pipeline.contract.schema import Kind as ColumnKind
from pipeline.contract.tables import TABLES

_PAIRS = ("exits", "censored", "debts", "slopes", "scores", "gains", "events")
OPTIONAL = ("entretiens", "accompagnement", "couts")
MONTHS = 25
_SIZES = {2: 0.1, 3: 0.1, 4: 0.1, 6: 0.1, 10: 0.15, 19: 0.1, 25: 0.15, 40: 0.1, 100: 0.06, 200: 0.04}
_EXITS = ("expulsion", "abandon", "depart_volontaire")
_EVENTS = (*codes.TROUBLES, codes.OUVERTURE_DROIT, "plan_apurement_signe", "commandement_de_payer", "assignation",
           "glissement_bail", "protocole_bailleur", "mutation")  # fmt: skip
_TYPES = {
    ColumnKind.DATE: "datetime64[us]", ColumnKind.BOOLEAN: "boolean", ColumnKind.INTEGER: "Int64",
    ColumnKind.AMOUNT: "float64", ColumnKind.DECIMAL: "float64",
}  # fmt: skip
Rows = dict[str, Any]
Pair = tuple[float, float]  # accompanied, controls


@dataclass(frozen=True)
class Kind:
    """What kind of delivery it is. A pair is (accompanied, controls)."""

    sizes: tuple[int, int] = (25, 25)
    exits: Pair = (0.1, 0.3)  # share of negative exits over the follow-up
    censored: Pair = (0.04, 0.04)  # share of deaths and withdrawals
    debts: Pair = (500.0, 500.0)  # mean at inclusion (€)
    slopes: Pair = (0.0, 10.0)  # €/month
    scores: Pair = (0.5, 0.5)  # of the interviews' items, 0 to 1, at inclusion
    gains: Pair = (0.1, 0.0)  # the same, at each later wave
    answered: float = 0.85
    events: Pair = (1.0, 1.5)  # a household
    profiles: str = "mixed"  # mixed, one, disjoint
    landlords: int = 4
    constant: bool = False  # every household has the same baseline, ledger and answers
    ties: bool = False  # few values, few dates
    spent: float = 1.0  # of the budget
    absent: tuple[str, ...] = ()  # optional tables not delivered


def random_kind(seed: int) -> Kind:
    """One kind of delivery: each trait is drawn on its own, and its extremes are frequent."""
    rng = np.random.default_rng([seed, 1])
    shares = (0.0, 0.0, 0.05, 0.1, 0.3, 0.5, 0.9, 1.0)

    def pair(values: Sequence[float]) -> Pair:
        return float(rng.choice(values)), float(rng.choice(values))

    sizes = rng.choice(list(_SIZES), 2, p=list(_SIZES.values()))
    alike = bool(rng.random() < 0.3)
    kind = Kind(
        sizes=(int(sizes[0]), int(sizes[1])),
        exits=pair(shares),
        censored=pair((0.0, 0.0, 0.05, 0.2, 0.6)),
        debts=pair((0.0, 100.0, 500.0, 500.0, 3000.0)),
        slopes=pair((-60.0, -10.0, 0.0, 10.0, 80.0)),
        scores=pair((0.05, 0.4, 0.5, 0.5, 0.9)),
        gains=pair((-0.3, 0.0, 0.0, 0.3)),
        answered=float(rng.choice([0.0, 0.2, 0.6, 0.9, 1.0])),
        events=pair((0.0, 0.3, 1.0, 4.0)),
        profiles=str(rng.choice(["mixed", "mixed", "one", "disjoint"])),
        landlords=int(rng.integers(1, 7)),
        constant=bool(rng.random() < 0.08),
        ties=bool(rng.random() < 0.25),
        spent=float(rng.choice([0.0, 0.4, 1.0, 1.0, 1.6])),
        absent=tuple(name for name in OPTIONAL if rng.random() < 0.12),
    )
    if not alike:
        return kind
    same = {name: (getattr(kind, name)[1],) * 2 for name in _PAIRS}
    return replace(kind, **same)


def random_delivery(seed: int, kind: Kind | None = None) -> dict[str, pd.DataFrame]:
    """Return the tables of a delivery, typed as the reader types them; an optional one may be absent.

    Same seed and kind, same tables. `kind`: what is wanted of it (None: drawn from the seed).
    """
    kind = kind or random_kind(seed)
    rng = np.random.default_rng([seed, 2])
    homes = _households(rng, kind)
    end = _ends(rng, kind, homes["treated"])
    raw = {
        "menages": homes["rows"],
        "suivi_locatif": _ledger(rng, kind, homes, end["month"]),
        "evenements": _events(rng, kind, homes, end),
        "entretiens": _interviews(rng, kind, homes, end["month"]),
        "accompagnement": _support(rng, homes, end["month"]),
        "couts": _costs(rng, kind),
    }
    return {name: _typed(raw[name], name) for name in TABLES if name not in kind.absent}


def _typed(rows: Rows, name: str) -> pd.DataFrame:
    frame = pd.DataFrame(rows)
    filled = {c.name: c.fill for c in TABLES[name] if c.name not in frame}
    return frame.assign(**filled)[TABLES[name].names].astype({c.name: _TYPES.get(c.kind, "str") for c in TABLES[name]})


def _by_group(treated: npt.NDArray[np.bool_], pair: Pair) -> npt.NDArray[np.float64]:
    return np.where(treated, pair[0], pair[1])


def _values(allowed: Iterable[Code]) -> list[str]:
    return [code.value for code in allowed]


def _households(rng: np.random.Generator, kind: Kind) -> dict[str, Any]:
    treated = np.repeat([True, False], kind.sizes)
    n = len(treated)
    one = kind.constant

    def pick(choices: Any) -> Any:
        return np.full(n, choices[0]) if one else rng.choice(choices, n)

    profiles = _values(codes.PROFILS)
    profile = {
        "one": np.full(n, profiles[1]),
        "disjoint": np.where(treated, "situation_bloquee", "dalo"),
        "mixed": pick(profiles),
    }[kind.profiles]
    days = rng.choice([0, 14] if kind.ties else np.arange(60), n)
    debt = _by_group(treated, kind.debts) * (1.0 if one else rng.gamma(1.0, 1.0, n))
    debt = np.round(debt, -2) if kind.ties else np.round(debt, 2)
    rent = np.full(n, 400.0) if one else np.round(rng.uniform(280, 520, n), 2)
    consent = np.ones(n) if n < 8 else (rng.random(n) < 0.97).astype(float)
    regions = _values(codes.REGIONS)
    rows = {
        "menage_id": [f"AB{i:04d}" for i in range(n)],
        "groupe": np.where(treated, codes.ACCOMPAGNE, codes.TEMOIN),
        "bailleur": pick(_values(codes.BAILLEURS)[: kind.landlords]),
        "region": pick(regions),
        "commune": pick(["Lomme", "Massy", "Orléans", "Ailleurs"]),
        "profil": profile,
        "motif": np.where(profile == "situation_bloquee", pick(_values(codes.MOTIFS)), None),
        "statut_occupation": np.where(rng.random(n) < 0.2, "bail_glissant", "bail_direct"),
        "mode_accompagnement": np.where(treated, pick(_values(codes.MODES_ACCOMPAGNEMENT)), None),
        "date_inclusion": pd.Timestamp("2015-01-05") + pd.to_timedelta(days, unit="D"),
        "composition": pick(_values(codes.COMPOSITIONS)),
        "nb_personnes": pick(np.arange(1, 6)),
        "tranche_age": pick(_values(codes.TRANCHES_AGE)),
        "ressources_mensuelles": np.full(n, 1000.0) if one else np.round(rng.uniform(500, 1800, n), 2),
        "typologie": pick(_values(codes.TYPOLOGIES)),
        "loyer_mensuel": rent,
        "charges_mensuelles": np.full(n, 60.0),
        "impaye_inclusion": debt,
        "trouble_psychique": pick([0, 1]),
        "consentement": consent,
    }
    return {"rows": rows, "treated": treated, "debt": debt, "rent": rent + 60.0}


def _ends(rng: np.random.Generator, kind: Kind, treated: npt.NDArray[np.bool_]) -> dict[str, Any]:
    """The month and the kind of the end of each household; 99 and None: there to the end."""
    n = len(treated)
    dice = rng.random(n)
    gone = dice < _by_group(treated, kind.exits)
    lost = ~gone & (rng.random(n) < _by_group(treated, kind.censored))
    month = rng.choice([6, 12] if kind.ties else np.arange(1, 24), n)
    what = np.where(gone, rng.choice(_EXITS, n), np.where(lost, rng.choice(codes.CENSURES, n), None))
    return {"month": np.where(gone | lost, month, 99), "what": what}


def _ledger(rng: np.random.Generator, kind: Kind, homes: dict[str, Any], end: npt.NDArray[np.int64]) -> Rows:
    n = len(end)
    start = pd.DatetimeIndex(homes["rows"]["date_inclusion"]).to_period("M")
    month = np.tile(np.arange(MONTHS), (n, 1))
    drift = _by_group(homes["treated"], kind.slopes)[:, None]
    noise = 0.0 if kind.constant else rng.normal(0, 30, (n, MONTHS)).cumsum(axis=1)
    balance = np.maximum(homes["debt"][:, None] + drift * month + noise, -50.0)
    balance = np.round(balance, -2) if kind.ties else np.round(balance, 2)
    kept = month <= end[:, None]
    if not kind.constant:
        kept &= rng.random((n, MONTHS)) < 0.97
    call = np.broadcast_to(homes["rent"][:, None], month.shape)
    aid = np.round(call * 0.5, 2)
    calendar = np.stack([(start + m).astype(str) for m in range(MONTHS)], axis=1)
    names = np.broadcast_to(np.array(homes["rows"]["menage_id"])[:, None], month.shape)
    paid = np.round(np.maximum(call - aid - drift, 0.0), 2)
    return {
        "menage_id": names[kept], "mois": calendar[kept], "quittance": call[kept], "apl": aid[kept],
        "autres_aides": np.zeros(int(kept.sum())), "paiement": paid[kept], "solde_impaye": balance[kept],
        "plan_apurement": (balance > 800)[kept].astype(float),
    }  # fmt: skip


def _events(rng: np.random.Generator, kind: Kind, homes: dict[str, Any], end: dict[str, Any]) -> Rows:
    names, start = np.array(homes["rows"]["menage_id"]), pd.DatetimeIndex(homes["rows"]["date_inclusion"])

    def at(who: Any, months: Any) -> pd.DatetimeIndex:
        return start[who] + pd.to_timedelta(np.round(months * 30.4375).astype(int), unit="D")

    ended = np.flatnonzero(end["month"] < MONTHS)
    who = np.repeat(np.arange(len(names)), rng.poisson(_by_group(homes["treated"], kind.events)))
    when = rng.uniform(0.1, 24.0, len(who))
    who, when = who[when < end["month"][who]], when[when < end["month"][who]]
    return {
        "menage_id": np.concatenate([names[ended], names[who]]),
        "date": at(ended, end["month"][ended]).append(at(who, when)),
        "type": np.concatenate([end["what"][ended], rng.choice(_EVENTS, len(who))]),
    }


def _interviews(rng: np.random.Generator, kind: Kind, homes: dict[str, Any], end: npt.NDArray[np.int64]) -> Rows:
    n, treated = len(end), homes["treated"]
    start = pd.DatetimeIndex(homes["rows"]["date_inclusion"])
    parts = []
    for wave, months in (("T0", 0), ("M12", 12), ("M24", 24)):
        who = np.flatnonzero((rng.random(n) < kind.answered) & (end > months))
        level = np.clip(_by_group(treated, kind.scores) + (months > 0) * _by_group(treated, kind.gains), 0.02, 0.98)[
            who
        ]
        items = {
            item: i.minimum + (np.full(len(who), 2) if kind.constant else rng.binomial(i.maximum - i.minimum, level))
            for i in INSTRUMENTS
            for item in i.items
        }
        parts.append(pd.DataFrame({
            "menage_id": np.array(homes["rows"]["menage_id"])[who], "vague": wave,
            "date": start[who] + pd.Timedelta(days=int(30.4375 * months)), **items,
            "membre_cooperative": (rng.random(len(who)) < 0.2).astype(float),
        }))  # fmt: skip
    return dict(pd.concat(parts, ignore_index=True))


def _support(rng: np.random.Generator, homes: dict[str, Any], end: npt.NDArray[np.int64]) -> Rows:
    who = np.repeat(np.flatnonzero(homes["treated"]), rng.poisson(10, int(homes["treated"].sum())))
    month = rng.uniform(0.2, 23.0, len(who))
    who, month = who[month < end[who]], month[month < end[who]]

    def drawn(allowed: Iterable[Code]) -> Any:
        return rng.choice(_values(allowed), len(who))

    start = pd.DatetimeIndex(homes["rows"]["date_inclusion"])
    return {
        "menage_id": np.array(homes["rows"]["menage_id"])[who],
        "date": start[who] + pd.to_timedelta(np.ceil(month * 30.4375).astype(int), unit="D"),
        "intervenant": drawn(codes.INTERVENANTS), "phase": drawn(codes.PHASES), "volet": drawn(codes.VOLETS),
        "theme": drawn(codes.THEMES), "duree_jours": rng.choice([0.25, 0.5, 1.0], len(who)),
    }  # fmt: skip


def _costs(rng: np.random.Generator, kind: Kind) -> Rows:
    halves = ("2015-S1", "2015-S2", "2016-S1", "2016-S2")
    lines = [(c.value, half) for c in codes.POSTES for half in halves]
    amounts = np.round(7500.0 * kind.spent * rng.uniform(0.9, 1.1, len(lines)), 2)
    return {"poste": [p for p, _ in lines], "semestre": [s for _, s in lines], "montant": amounts}
