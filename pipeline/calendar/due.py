"""What each household still owes the study at a given day: its interviews, and the months of its ledger."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from enum import StrEnum

import numpy as np
import pandas as pd

from pipeline.contract.clock import add_months, as_days, month_index
from pipeline.contract.codes import CENSURES, SORTIES_NEGATIVES
from pipeline.contract.indicators import INTERVIEW_WAVES, WAVE_MONTHS

Tables = Mapping[str, pd.DataFrame]

INTERVIEWS = ("menage_id", "bailleur", "vague", "prevu", "etat")
LEDGERS = ("menage_id", "bailleur", "manquants", "mois")


class Progress(StrEnum):
    """Where an interview stands; the window is `controles.fenetre_entretien_jours` on both sides of its day."""

    DONE = "fait"
    NOW = "à faire"
    LATE = "en retard"
    LATER = "à venir"


def interviews_due(tables: Tables, day: dt.date, freeze: dt.date, window: int) -> pd.DataFrame:
    """Return the interviews planned up to `freeze`, columns `INTERVIEWS`, by landlord, day and household.

    Planned at inclusion, 12 and 24 months. A household that died or withdrew by then is asked nothing; one that left
    its dwelling still is. `window`: days on both sides of the planned day; beyond, an interview not done is late.
    """
    households = _followed(tables)
    done = tables.get("entretiens", pd.DataFrame({"menage_id": [], "vague": []}))
    known = set(zip(done["menage_id"], done["vague"], strict=True))
    ended = _first(tables, CENSURES, households["menage_id"])
    today, last, around = np.datetime64(day), np.datetime64(freeze), np.timedelta64(window, "D")
    parts = []
    for wave in INTERVIEW_WAVES:
        planned = add_months(households["date_inclusion"], WAVE_MONTHS[wave])
        state = np.where(
            today > planned + around, Progress.LATE, np.where(today < planned - around, Progress.LATER, Progress.NOW)
        )
        seen = [(household, wave) in known for household in households["menage_id"]]
        part = pd.DataFrame(
            {
                "menage_id": households["menage_id"],
                "bailleur": households["bailleur"],
                "vague": wave,
                "prevu": planned,
                "etat": np.where(seen, Progress.DONE, state),
            }
        )
        asked = (planned <= last) & ~(ended <= planned)
        parts.append(part[asked | np.array(seen, bool)])
    out: pd.DataFrame = pd.concat(parts, ignore_index=True)[list(INTERVIEWS)]
    return out.sort_values(["bailleur", "prevu", "menage_id"], kind="stable", ignore_index=True)


def ledgers_missing(tables: Tables, day: dt.date, freeze: dt.date) -> pd.DataFrame:
    """Return the households whose ledger lacks months, columns `LEDGERS`: how many, and which (« 2015-03 à 2015-05 »).

    Expected: from the month of inclusion to that of the first negative exit, death or withdrawal, to the freeze, and to
    the last month that is over at `day`.
    """
    households = _followed(tables)
    over = min(int(month_index(np.datetime64(day))) - 1, int(month_index(np.datetime64(freeze))))
    first = month_index(as_days(households["date_inclusion"]))
    end = _first(tables, (*SORTIES_NEGATIVES, *CENSURES), households["menage_id"])
    last = np.where(np.isnat(end), over, np.minimum(month_index(end), over))
    sent = tables["suivi_locatif"].dropna(subset=["menage_id", "mois"])
    known = {str(name): set(month_index(rows["mois"]).tolist()) for name, rows in sent.groupby("menage_id")}
    rows = []
    for household, landlord, start, stop in zip(
        households["menage_id"], households["bailleur"], first.tolist(), last.tolist(), strict=True
    ):
        missing = [m for m in range(start, stop + 1) if m not in known.get(household, set())]
        if missing:
            rows.append((household, landlord, len(missing), month_ranges(missing)))
    out = pd.DataFrame(rows, columns=list(LEDGERS))
    return out.sort_values(["bailleur", "menage_id"], kind="stable", ignore_index=True)


def month_ranges(months: list[int]) -> str:
    """Return sorted months (counted since 1970-01) as ranges.

    >>> month_ranges([540, 541, 542, 550])
    '2015-01 à 2015-03, 2015-11'
    """
    parts: list[list[int]] = []
    for month in months:
        if parts and month == parts[-1][1] + 1:
            parts[-1][1] = month
        else:
            parts.append([month, month])
    return ", ".join(_month(a) if a == b else f"{_month(a)} à {_month(b)}" for a, b in parts)


def _month(index: int) -> str:
    return f"{1970 + index // 12}-{index % 12 + 1:02d}"


def _followed(tables: Tables) -> pd.DataFrame:
    """The households that consented and whose inclusion is dated, once each."""
    households = tables["menages"].drop_duplicates("menage_id")
    consent = households["consentement"].to_numpy(dtype=bool, na_value=False)
    kept = households[consent & households["date_inclusion"].notna().to_numpy()]
    return kept.sort_values("menage_id", kind="stable", ignore_index=True)


def _first(
    tables: Tables, types: tuple[str, ...], households: pd.Series
) -> np.ndarray[tuple[int], np.dtype[np.datetime64]]:
    """The first dated event of these types of each household, NaT without one."""
    if "evenements" not in tables:
        return np.full(len(households), np.datetime64("NaT", "D"))
    events = tables["evenements"]
    dates = events[events["type"].isin(types)].groupby("menage_id")["date"].min()
    return as_days(households.map(dates))
