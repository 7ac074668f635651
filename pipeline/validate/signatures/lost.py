"""What is lost with a column: a questionnaire sent without its items, a header too damaged to be known."""

from __future__ import annotations

from collections.abc import Iterator
from difflib import SequenceMatcher

import pandas as pd

from pipeline.contract.fold import fold
from pipeline.contract.instruments import INSTRUMENTS, LSNS6, UCLA3, WHO5, Instrument
from pipeline.contract.schema import Column
from pipeline.contract.tables import TABLES
from pipeline.french import enumeration
from pipeline.params import Plan
from pipeline.validate.records import Records
from pipeline.validate.rules.check import blocking, warning
from pipeline.validate.signatures.signature import Explained, Seen, Signature, files_of

ONLY_TOTAL = warning(
    "items_absents",
    "Questionnaire sans ses items",
    "Demander les réponses item par item : les scores se calculent à partir d’elles, jamais d’un total ; à défaut, ces "
    "indicateurs manquent.",
)
LOST_FOR_THE_PLAN = blocking(
    "colonne_du_plan_perdue",
    "Colonne dont le plan a besoin, perdue sous un en-tête abîmé",
    "Corriger l’en-tête (souvent un accent mal encodé : enregistrer le fichier en UTF-8), puis renvoyer le fichier.",
)
LOST = warning(
    "colonne_perdue",
    "Colonne perdue sous un en-tête proche de celui du contrat",
    "Corriger l’en-tête s’il s’agit bien de cette colonne (souvent un accent mal encodé) ; sinon, rien à faire.",
)

_UNKNOWN = "colonne_inconnue"
# Two headers are near with three quarters of their letters in common and in order, as an accent encoded twice leaves.
_NEAR = 0.75
_LOST_WITH = {
    LSNS6.name: ("lsns6", "isole"),
    UCLA3.name: ("ucla3", "solitude"),
    WHO5.name: ("who5", "bien_etre_faible"),
}


def items_lost(records: Records) -> Iterator[Seen]:
    """An instrument of which no item is filled in a file of interviews: which indicators are lost, and why."""
    interviews = records["entretiens"]
    for group in files_of(records, "entretiens"):
        for instrument in INSTRUMENTS:
            items = list(instrument.items)
            filled = interviews.loc[group.rows, items].notna().to_numpy().any()
            if filled or not group.rows.any() or _refused(records, items):
                continue
            totals = _totals(records, instrument, group.file)
            what = _sent_as(totals)
            lost = enumeration([f"« {name} »" for name in _LOST_WITH[instrument.name]])
            explains = [Explained(("completude",), "entretiens", instrument.items, group.file)]
            if totals:
                explains.append(Explained((_UNKNOWN,), "entretiens", tuple(totals), group.file))
            yield Seen(
                f"{instrument.label} : {what} ; les indicateurs {lost} ne peuvent pas être calculés.",
                "entretiens", instrument.items[0], group.file, explains=tuple(explains),
            )  # fmt: skip


def lost_for_the_plan(records: Records) -> Iterator[Seen]:
    """A damaged header over a column that the plan adjusts on, or cuts its strata by."""
    needed = _needed(records.params.plan)
    yield from (seen for seen in _near_headers(records) if seen.column in needed)


def lost_otherwise(records: Records) -> Iterator[Seen]:
    """A damaged header over any other optional column."""
    needed = _needed(records.params.plan)
    yield from (seen for seen in _near_headers(records) if seen.column not in needed)


def _near_headers(records: Records) -> Iterator[Seen]:
    """Unknown headers near the spelling of an optional column that the file leaves empty."""
    unknown = records.reading[records.reading["regle"] == _UNKNOWN]
    for table, file, header in unknown[["table", "fichier", "colonne"]].itertuples(index=False):
        if table not in records or pd.isna(header):
            continue
        rows = records[table]
        if (origin := records.provenance.get(table)) is not None:
            rows = rows[(origin["fichier"] == file).to_numpy()]
        empty = [c for c in TABLES[table] if _may_be_lost(c) and rows[c.name].isna().all()]
        nearest = max(empty, key=lambda column: _nearness(header, column), default=None)
        if nearest is None or not len(rows) or _nearness(header, nearest) < _NEAR:
            continue
        yield Seen(
            f"L’en-tête « {header} » ressemble à « {nearest.label} » ({nearest.name}), que ce fichier n’a pas : accent "
            "mal encodé ? La colonne est perdue.",
            table,
            nearest.name,
            file,
            explains=(
                Explained((_UNKNOWN,), table, (header,), file),
                Explained(("completude", "consentement_absent"), table, (nearest.name,), file),
            ),
        )


def _may_be_lost(column: Column) -> bool:
    """An absent mandatory column is the reading's to say; questionnaires are told as a whole."""
    return not column.required and not any(column.name in i.items for i in INSTRUMENTS)


def _nearness(header: str, column: Column) -> float:
    written = fold(header)
    return max(SequenceMatcher(None, written, spelling).ratio() for spelling in column.spellings())


def _needed(plan: Plan) -> set[str]:
    """The columns of `menages` that the plan names."""
    return {*plan.strates, *plan.covariables}


def _sent_as(headers: list[str]) -> str:
    if not headers:
        return "aucun item n’est transmis"
    names = enumeration([f"« {h} »" for h in headers])
    return f"transmis en total ({names}), sans ses items" if len(headers) == 1 else f"aucun item reconnu sous {names}"


def _totals(records: Records, instrument: Instrument, file: str | None) -> list[str]:
    said = records.reading
    unknown = said[(said["regle"] == _UNKNOWN) & (said["table"] == "entretiens")]
    if file is not None:
        unknown = unknown[unknown["fichier"] == file]
    names = {fold(n) for n in (instrument.name, instrument.label, *instrument.short_names)}
    return [str(h) for h in unknown["colonne"].dropna().unique() if any(n in fold(str(h)) for n in names)]


def _refused(records: Records, items: list[str]) -> bool:
    """Tell whether the reading refused answers to these items: then it is what says why there is none."""
    said = records.reading
    return bool((said["colonne"].isin(items) & (said["regle"] != _UNKNOWN) & (said["table"] == "entretiens")).any())


SIGNATURES = (
    Signature(ONLY_TOTAL, ("entretiens",), items_lost),
    Signature(LOST_FOR_THE_PLAN, (), lost_for_the_plan),
    Signature(LOST, (), lost_otherwise),
)
