"""Which received lines the row of a produced table rests on: the households that count, and what is read of each."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

import pandas as pd

from pipeline.commands.holdings import Holding
from pipeline.contract.codes import ACCOMPAGNE, TEMOIN
from pipeline.contract.indicators import DUREE_MAINTIEN, INDICATORS, WAVE_MONTHS, Indicator
from pipeline.contract.produced.indicators import DUREES, INCLUSIONS, INDICATEURS
from pipeline.french import count
from pipeline.storage import read_table

_DELIVERED = {  # what a table that names no indicator is made from, beside the households themselves
    "aides": ("evenements", "suivi_locatif"),
    "entonnoir": ("evenements", "suivi_locatif"),
    "mise_en_oeuvre": ("accompagnement",),
    "dose_resultats": ("accompagnement",),
    "taux_effort": ("suivi_locatif",),
    "incidences": ("evenements",),
    "survie": ("evenements",),
    "trajectoires": ("suivi_locatif",),
    "ecarts_mensuels": ("suivi_locatif",),
    "cooperative": ("entretiens",),
    **dict.fromkeys(
        ("repartition_etats", "mois_par_etat", "dissemblance", "types", "types_nombre", "populations", "transitions"),
        ("evenements", "suivi_locatif"),
    ),
}
_OF_NO_HOUSEHOLD = {
    "calibration": "Études simulées (calibration/resultats.csv) : aucun ménage n’y est compté.",
    "reperes": "Chiffres d’ailleurs (data/raw/reference/reperes.csv), à côté des nôtres.",
    "fichiers": "Liste des fichiers reçus : aucun ménage n’y est compté.",
    "constats": "Constats du contrôle des fichiers : les pages par expéditeur donnent les lignes.",
}
_COSTS = ("couts", "couts_ratios", "couts_semestres", "couts_evites", "couts_sensibilite", "acceptabilite")
_FROM_INCLUSION = ("pente_impaye",)  # reads month 0 too, as no other sum over the months does


@dataclass(frozen=True)
class Read:
    """`words`: who counts, in French; `lines`: delivered table → file, sheet and line of each row read of it."""

    words: str
    lines: Sequence[tuple[str, pd.DataFrame]] = ()


def lines_read(rows: Sequence[tuple[str, str]], held: Holding, edition: str) -> Iterator[Read]:
    """Yield, for each row (table, key) that a number comes from, the households counted and the lines read of them."""
    told = set()
    for table, key in rows:
        own = dict(part.partition("=")[::2] for part in key.split(";"))
        what = (table if table in _DELIVERED else "", own.get("indicateur"), own.get("vague"))
        if what in told and table not in _OF_NO_HOUSEHOLD:
            continue
        told.add(what)
        yield _of_row(table, own, held, edition)


def _of_row(table: str, own: dict[str, str], held: Holding, edition: str) -> Read:
    if table in _OF_NO_HOUSEHOLD:
        return Read(_OF_NO_HOUSEHOLD[table])
    if table in _COSTS:
        return Read("Dépenses du dispositif : aucun ménage n’y est compté.", _whole(("couts",), held))
    indicator = _indicator(own.get("indicateur", ""))
    if indicator is not None:
        return _of_indicator(indicator, own.get("vague", ""), held, edition)
    households = read_table(held.layout.produced(INCLUSIONS, edition))
    words = f"Ménages analysés dans l’édition : {_by_group(households)}"
    return Read(words, _of_households(households, ("menages", *_DELIVERED.get(table, ())), held, edition))


def _of_indicator(indicator: Indicator, wave: str, held: Holding, edition: str) -> Read:
    if indicator is DUREE_MAINTIEN:
        households = read_table(held.layout.produced(DUREES, edition))
    else:
        values = read_table(held.layout.produced(INDICATEURS, edition))
        chosen = values[(values["indicateur"] == indicator.name) & values["valeur"].notna()]
        households = chosen[chosen["vague"] == wave] if wave else chosen.drop_duplicates("menage_id")
    at = f", {wave}" if wave else ""
    words = f"Ménages dont « {indicator.label} » est connu{at} : {_by_group(households)}"
    months = _months(indicator, wave) if wave and indicator.table == "suivi_locatif" else None
    return Read(words, _of_households(households, ("menages", indicator.table), held, edition, wave, months))


def _months(indicator: Indicator, wave: str) -> range:
    """The months since inclusion that the indicator reads."""
    last = WAVE_MONTHS[wave]
    if indicator.looks_back:
        return range(last - indicator.looks_back + 1, last + 1)
    if indicator.adds_up:
        return range(0 if indicator.name in _FROM_INCLUSION else 1, last + 1)
    return range(last, last + 1)


def _of_households(
    households: pd.DataFrame,
    tables: Sequence[str],
    held: Holding,
    edition: str,
    wave: str = "",
    months: range | None = None,
) -> list[tuple[str, pd.DataFrame]]:
    freeze = pd.Timestamp(str((held.parameters or {}).get("editions", {}).get(edition, {}).get("gel", "2100-01-01")))
    found = []
    for name in dict.fromkeys(tables):
        path, beside = held.layout.table(name), held.layout.provenance(name)
        if not path.is_file() or not beside.is_file():
            continue
        frame = read_table(path)
        read = frame["menage_id"].isin(households["menage_id"])
        if name == "suivi_locatif":
            since = _since_inclusion(frame, held)
            read &= since.isin(months) if months is not None else since >= 0
            read &= frame["mois"].le(f"{freeze:%Y-%m}")
        elif name == "entretiens" and wave:
            read &= frame["vague"] == wave
        elif "date" in frame:
            read &= pd.to_datetime(frame["date"]) <= freeze
        found.append((name, read_table(beside)[read.fillna(value=False).to_numpy(dtype=bool)]))
    return found


def _whole(tables: Sequence[str], held: Holding) -> list[tuple[str, pd.DataFrame]]:
    paths: list[tuple[str, Path]] = [(name, held.layout.provenance(name)) for name in tables]
    return [(name, read_table(path)) for name, path in paths if path.is_file()]


def _since_inclusion(ledger: pd.DataFrame, held: Holding) -> pd.Series:
    homes = read_table(held.layout.table("menages")).drop_duplicates("menage_id").set_index("menage_id")
    start = pd.to_datetime(ledger["menage_id"].map(homes["date_inclusion"]))
    month = pd.to_datetime(ledger["mois"] + "-01")
    since: pd.Series = (month.dt.year - start.dt.year) * 12 + month.dt.month - start.dt.month
    return since


def _indicator(name: str) -> Indicator | None:
    return DUREE_MAINTIEN if name == DUREE_MAINTIEN.name else INDICATORS.get(name)


def _by_group(households: pd.DataFrame) -> str:
    sizes = households["groupe"].value_counts()
    treated, control = (int(sizes.get(group, 0)) for group in (ACCOMPAGNE, TEMOIN))
    return f"{count(treated, 'accompagné')}, {count(control, 'témoin')}"
