"""How far the data go: an edition is only made of households that were observed up to its end."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np
import pandas as pd

from pipeline.contract.clock import Dates, add_months, as_days
from pipeline.contract.codes import CENSURES, SORTIES_NEGATIVES
from pipeline.contract.findings import Rule
from pipeline.contract.tables import MENAGES, TABLES
from pipeline.french import count, enumeration, long_date
from pipeline.params import Edition
from pipeline.validate.findings import Mask, finding, gather, no_findings
from pipeline.validate.records import Records
from pipeline.validate.rules.check import Check, blocking, warning
from pipeline.validate.rules.exits import first_event
from pipeline.validate.senders import senders_of

STOPPED = blocking(
    "donnees_arretees",
    "Données arrêtées avant la fin du suivi d’une édition",
    "Transmettre la suite des données ; à défaut, retirer l’édition de « editions » dans les paramètres (ou n’en "
    "demander qu’une autre, avec « --edition »), ou, si rien n’est arrivé depuis aux ménages, l’attester : "
    "« donnees.couverture_attestee », avec la date jusqu’à laquelle c’est sûr.",
)
NOT_REACHED = warning(
    "edition_non_couverte",
    "Édition que les données n’atteignent pas encore",
    "Rien à faire tant que l’édition n’est pas demandée : la demander ainsi arrêterait la chaîne.",
)
LEDGER_STOPS = warning(
    "suivi_interrompu",
    "Suivi locatif interrompu sans sortie du ménage",
    "Transmettre les mois suivants, ou l’événement qui a mis fin au suivi (sortie, décès, retrait) : en l’état, le "
    "ménage compte comme maintenu, et une variante de l’analyse de sensibilité le compte comme manquant.",
)

# Data may come a quarter late; two months is what the contract allows an edition, three a household's ledger.
_DELIVERY_MONTHS = 2
_LEDGER_MONTHS = 3
# Later than this after the last freeze, a date is a typing error (rule of dates out of period), not an observation.
_BEYOND_MONTHS = 12
_DATED = ("evenements", "entretiens", "accompagnement")
_NEVER = np.iinfo(np.int64).min


@dataclass(frozen=True)
class _Reach:
    """Up to when something was observed: of each household of `menages` (`NaT`: never), of the whole delivery."""

    household: Dates
    whole: np.datetime64


def stopped(records: Records, rule: Rule) -> pd.DataFrame:
    """An edition asked for whose households are followed more than two months after the last observation."""
    asked = records.asked or frozenset()
    return _unreached(records, rule, {n: e for n, e in records.params.editions.items() if n in asked})


def not_reached(records: Records, rule: Rule) -> pd.DataFrame:
    """The same of all editions, when none is asked for: the delivery is only verified."""
    return _unreached(records, rule, records.params.editions if records.asked is None else {})


def ledger_stops(records: Records, rule: Rule) -> pd.DataFrame:
    """Households whose ledger stops more than three months before their end: one finding a sender, with their number.

    Households of a landlord whose data stop as a whole are left out: that is said once.
    """
    last = records.once(("last", "suivi_locatif"), lambda: _latest(records, "suivi_locatif"))
    editions = [e for n, e in records.params.editions.items() if records.asked is None or n in records.asked]
    ends = [_ends(records, e) for e in editions]
    end = np.array([_NEVER] * len(last)) if not ends else np.maximum.reduce([_as_number(e) for e in ends])
    limit = _as_number(_later(last, _LEDGER_MONTHS))
    short = (limit != _NEVER) & (end > limit) & ~_stopped_landlords(records, editions)
    if not short.any():
        return no_findings()
    senders = _ledger_senders(records)
    return gather(
        finding(
            rule,
            f"Pour {count(int(own.sum()), 'ménage')}, le suivi locatif s’arrête plus de trois mois avant la fin du "
            "suivi, sans sortie, décès ni retrait.",
            table="suivi_locatif",
            fichier=_only_file(records, own),
            colonne="mois",
            valeur=" ; ".join(records["menages"]["menage_id"][own]),
        )
        for sender in sorted(set(senders[short]))
        if (own := short & (senders == sender)).any()
    )


def _unreached(records: Records, rule: Rule, editions: dict[str, Edition]) -> pd.DataFrame:
    ends = {name: _ends(records, edition) for name, edition in editions.items()}
    missed = {name: _latest_of(end) for name, end in ends.items() if _too_late(end, _reach(records).whole)}
    if missed:
        last = _reach(records).whole
        if np.isnat(last):
            return no_findings()
        return _told(rule, "Les données s’arrêtent", last, missed, None)
    return gather(_landlords(records, rule, ends))


def _landlords(records: Records, rule: Rule, ends: dict[str, Dates]) -> Iterator[pd.DataFrame]:
    landlord = records["menages"]["bailleur"]
    for code in sorted(landlord.dropna().unique()):
        own = (landlord == code).to_numpy(dtype=bool, na_value=False)
        last = _landlord_reach(records, str(code), own)
        missed = {n: _latest_of(end[own]) for n, end in ends.items() if _too_late(end[own], last)}
        if missed and not np.isnat(last):
            name = MENAGES["bailleur"].label_of[str(code)]
            yield _told(rule, f"Les données des ménages de {name} s’arrêtent", last, missed, _only_file(records, own))


def _told(
    rule: Rule, what: str, last: np.datetime64, missed: dict[str, np.datetime64], file: str | None
) -> pd.DataFrame:
    editions = enumeration([f"« {name} » (suivie jusqu’au {_words(end)})" for name, end in missed.items()])
    plural = "les éditions" if len(missed) > 1 else "l’édition"
    motif = f"{what} au {_words(last)}, trop tôt pour {plural} {editions}."
    return finding(rule, motif, table="suivi_locatif", fichier=file, colonne="mois", valeur=str(last))


def _too_late(ends: Dates, last: np.datetime64) -> bool:
    """Tell whether the latest of `ends` is more than two months after `last` (no end: no)."""
    return bool(_latest_of(ends) > _later(np.array([last]), _DELIVERY_MONTHS)[0])  # never with NaT


def _later(days: Dates, months: int) -> Dates:
    """Return `days` and `months` months: from a month's end to a month's end, what was seen being whole days."""
    day = np.timedelta64(1, "D")
    later: Dates = add_months(days + day, months) - day
    return later


def _latest_of(ends: Dates) -> np.datetime64:
    return _day(_as_number(ends).max(initial=_NEVER))


def _ends(records: Records, edition: Edition) -> Dates:
    """A household's end: the earliest of freeze, inclusion + horizon, negative exit, death, withdrawal.

    `NaT` for who is in no analysis: without consent, without a date of inclusion, or included after the freeze.
    """
    households = records["menages"]
    inclusion = as_days(households["date_inclusion"])
    freeze = np.datetime64(edition.gel, "D")
    end = np.fmin(add_months(inclusion, edition.horizon), freeze)
    if "evenements" in records:
        end = np.fmin(end, records.once(("way out",), lambda: _way_out(records)))
    kept = households["consentement"].to_numpy(dtype=bool, na_value=False) & (inclusion <= freeze)
    ends: Dates = np.where(kept, end, np.datetime64("NaT", "D"))
    return ends


def _way_out(records: Records) -> Dates:
    return first_event(records, (*SORTIES_NEGATIVES, *CENSURES), after_inclusion=True).date


def _reach(records: Records) -> _Reach:
    return records.once(("reach",), lambda: _observed(records))


def _observed(records: Records) -> _Reach:
    tables = [n for n in ("suivi_locatif", *_DATED) if n in records]
    latest = [_as_number(_latest(records, n)) for n in tables]
    household = np.maximum.reduce([np.full(len(records["menages"]), _NEVER), *latest])
    whole = max(_as_number(days[~np.isnat(days)]).max(initial=_NEVER) for n in tables for days in [_days(records, n)])
    attested = records.params.donnees.couverture_attestee
    said = attested.values() if isinstance(attested, dict) else [attested] if attested else []
    whole = max([whole, *(np.datetime64(date, "D").astype(np.int64) for date in said)])
    return _Reach(_as_dates(household), _day(whole))


def _landlord_reach(records: Records, code: str, own: Mask) -> np.datetime64:
    attested = records.params.donnees.couverture_attestee
    date = attested.get(code) if isinstance(attested, dict) else attested
    observed = _as_number(_reach(records).household[own]).max(initial=_NEVER)
    said = _NEVER if date is None else np.datetime64(date, "D").astype(np.int64)
    return _day(max(observed, said))


def _stopped_landlords(records: Records, editions: list[Edition]) -> Mask:
    """Tell, for each household, whether the data of its landlord stop as a whole for one of `editions`."""
    landlord = records["menages"]["bailleur"]
    stopped = np.zeros(len(landlord), dtype=bool)
    for edition in editions:
        ends = _ends(records, edition)
        stopped |= _too_late(ends, _reach(records).whole)
        for code in landlord.dropna().unique():
            own = (landlord == code).to_numpy(dtype=bool, na_value=False)
            if _too_late(ends[own], _landlord_reach(records, str(code), own)):
                stopped |= own
    return stopped


def _latest(records: Records, table: str) -> Dates:
    """The latest day on which `table` observes each household of `menages`, `NaT` where it never does."""
    positions, days = records.household(table), _days(records, table)
    kept = (positions >= 0) & ~np.isnat(days)
    latest = np.full(len(records["menages"]), _NEVER)
    np.maximum.at(latest, positions[kept], _as_number(days[kept]))
    return _as_dates(latest)


def _days(records: Records, table: str) -> Dates:
    """The day that each row of `table` observes: a month is seen to its end; a day beyond the study is none."""
    if "mois" in TABLES[table]:
        months = np.asarray(records[table]["mois"], dtype="datetime64[M]")
        days: Dates = add_months(months, 1) - np.timedelta64(1, "D")
    else:
        days = as_days(records[table]["date"])
    beyond = add_months(np.array([records.params.last_freeze], "datetime64[D]"), _BEYOND_MONTHS)[0]
    seen: Dates = np.where(days > beyond, np.datetime64("NaT", "D"), days)
    return seen


def _ledger_senders(records: Records) -> np.ndarray[tuple[int], np.dtype[np.object_]]:
    """The sender of each household's ledger (of its first row)."""
    senders = np.full(len(records["menages"]), "", dtype=object)
    origin = records.provenance.get("suivi_locatif")
    if origin is not None:
        positions = records.household("suivi_locatif")
        names = senders_of(origin["fichier"].reset_index(drop=True), records.params.donnees.expediteurs)
        kept = np.flatnonzero(positions >= 0)[::-1]
        senders[positions[kept]] = names.to_numpy(dtype=object)[kept]
    return senders


def _only_file(records: Records, own: Mask) -> str | None:
    """The file of the ledger of these households, None when there are several."""
    origin = records.provenance.get("suivi_locatif")
    if origin is None:
        return None
    positions = records.household("suivi_locatif")
    files = origin["fichier"][(positions >= 0) & own[positions]].unique()
    return str(files[0]) if len(files) == 1 else None


def _as_number(dates: Dates) -> np.ndarray[tuple[int], np.dtype[np.int64]]:
    return dates.astype("datetime64[D]").astype(np.int64)  # NaT is the least number: before any day


def _as_dates(numbers: np.ndarray[tuple[int], np.dtype[np.int64]]) -> Dates:
    return numbers.astype("datetime64[D]")


def _day(number: int | np.int64) -> np.datetime64:
    day: np.datetime64 = _as_dates(np.array([number], dtype=np.int64))[0]
    return day


def _words(day: np.datetime64) -> str:
    return long_date(day.astype("datetime64[D]").item())


CHECKS = (
    Check(STOPPED, ("menages", "suivi_locatif"), stopped),
    Check(NOT_REACHED, ("menages", "suivi_locatif"), not_reached),
    Check(LEDGER_STOPS, ("menages", "suivi_locatif"), ledger_stops),
)
