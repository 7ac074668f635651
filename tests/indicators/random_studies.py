"""Small random studies in which everything that may go wrong in a household's follow-up does, often."""

from __future__ import annotations

import datetime as dt

import numpy as np

from pipeline.contract.codes import COMPOSITIONS, EVENEMENTS

KINDS = [code.value for code in EVENEMENTS]
EXITS = ["expulsion", "abandon", "depart_volontaire", "mutation", "deces", "retrait_etude"]
FIRST_DAY = dt.date(2014, 11, 1)


def random_study(seed: int, households: int = 30) -> dict[str, list[dict]]:
    """Return the tables as lists of plain dictionaries; dates are on few days, so that ties are frequent."""
    rng, composed = np.random.default_rng(seed), np.random.default_rng([seed, 1])
    study: dict[str, list[dict]] = {
        n: [] for n in ("menages", "suivi_locatif", "evenements", "entretiens", "accompagnement")
    }
    for i in rng.permutation(households):
        name = f"AB{i:03d}"
        start = FIRST_DAY + dt.timedelta(days=int(rng.choice([0, 30, 60, 61, 91, 150, 211, 515, 700])))
        study["menages"].append(
            {
                "menage_id": name,
                "groupe": str(rng.choice(["accompagne", "temoin"])),
                "profil": _maybe(rng, str(rng.choice(["situation_bloquee", "dalo", "autre"]))),
                "date_inclusion": start,
                "ressources_mensuelles": _maybe(rng, float(rng.choice([0, 900, 1234.5]))),
                "consentement": _maybe(rng, int(rng.random() < 0.9), 0.05),
                "composition": _maybe(composed, str(composed.choice([code.value for code in COMPOSITIONS]))),
                "nb_personnes": _maybe(composed, int(composed.integers(1, 6))),
            }
        )
        _ledger(rng, study["suivi_locatif"], name, start)
        _events(rng, study["evenements"], name, start)
        for wave, months in (("T0", 0), ("M12", 12), ("M24", 24)):
            if rng.random() < 0.8:
                day = start + dt.timedelta(days=int(30.4 * months + rng.integers(-20, 60)))
                study["entretiens"].append(
                    {"menage_id": name, "vague": wave, "date": _maybe(rng, day), **_answers(rng)}
                )
        for _ in range(rng.integers(0, 6)):
            day = start + dt.timedelta(days=int(rng.integers(-10, 800)))
            spent = _maybe(rng, float(rng.choice([0.25, 0.5, 1, 2.75])))
            study["accompagnement"].append({"menage_id": name, "date": _maybe(rng, day), "duree_jours": spent})
    return study


def _maybe(rng, value, missing: float = 0.1):
    return None if rng.random() < missing else value


def _ledger(rng, rows: list[dict], name: str, start: dt.date) -> None:
    for shift in range(-2, 27):
        if rng.random() < 0.2:
            continue
        year, month = divmod(start.year * 12 + start.month - 1 + shift, 12)
        call = float(rng.choice([0, 400, 512.34]))
        rows.append(
            {
                "menage_id": name,
                "mois": f"{year}-{month + 1:02d}",
                "quittance": _maybe(rng, call, 0.05),
                "apl": _maybe(rng, float(rng.choice([0, 250.5, 512.34])), 0.05),
                "autres_aides": _maybe(rng, float(rng.choice([0, 30])), 0.05),
                "paiement": _maybe(rng, round(float(rng.uniform(0, 600)), 2), 0.05),
                "solde_impaye": _maybe(rng, float(rng.choice(_debts(call))), 0.05),
            }
        )


def _debts(call: float) -> list[float]:
    return [-50, 0, 800, 2 * call, 2 * call + 0.01, round(3 * call, 2), round(12 * call, 2), 12 * call - 0.01]


def _events(rng, rows: list[dict], name: str, start: dt.date) -> None:
    for _ in range(rng.integers(0, 8)):
        kind = str(rng.choice(EXITS if rng.random() < 0.3 else KINDS))
        # Around the inclusion, the anniversaries and a few days that several events share.
        day = start + dt.timedelta(days=int(rng.choice([-5, 0, 1, 90, 90, 364, 365, 366, 546, 547, 731, 732, 800])))
        rows.append({"menage_id": name, "date": _maybe(rng, day, 0.05), "type": _maybe(rng, kind, 0.05)})


def _answers(rng) -> dict:
    bounds = {f"lsns_{i}": (0, 5) for i in range(1, 7)}
    bounds |= {f"ucla_{i}": (1, 3) for i in range(1, 4)} | {f"who5_{i}": (0, 5) for i in range(1, 6)}
    answers = {item: _maybe(rng, int(rng.integers(low, high + 1)), 0.08) for item, (low, high) in bounds.items()}
    return {**answers, "membre_cooperative": _maybe(rng, int(rng.integers(0, 2)))}
