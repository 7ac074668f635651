"""One cause, one finding: what follows from a root that is already told is taken out of the findings."""

from __future__ import annotations

import pandas as pd

from pipeline.contract.findings import Gravity
from pipeline.contract.instruments import INSTRUMENTS
from pipeline.contract.schema import Kind
from pipeline.contract.tables import TABLES
from pipeline.validate.findings import Mask
from pipeline.validate.records import Records
from pipeline.validate.rules.orphans import near_households, orphan_rows

# What the rules find when rows of a table, or the columns that tell whose and when they are, could not be read.
_WITHOUT: dict[str, tuple[str, ...]] = {
    "menages": (
        "menage_orphelin", "groupe_vide", "effectif_panel", "groupe_sans_analyse", "paire_incomplete",
        "menage_sans_suivi", "accompagne_sans_intervention", "suivi_commence_tard",
        "donnees_arretees", "edition_non_couverte", "suivi_interrompu",
    ),
    "suivi_locatif": (
        "menage_sans_suivi", "trou_suivi", "suivi_commence_tard", "identite_solde", "impaye_inclusion_discordant",
        "menage_deux_bailleurs", "donnees_arretees", "edition_non_couverte", "suivi_interrompu",
    ),
    "evenements": (
        "expulsion_sans_procedure", "donnees_arretees", "edition_non_couverte", "suivi_interrompu",
    ),
    "entretiens": ("vagues_en_desordre", "entretiens_meme_jour"),
    "accompagnement": ("accompagne_sans_intervention",),
}  # fmt: skip
# Beside the key, what places a row of a table in the study.
_PLACING = {
    "menages": ("groupe", "date_inclusion", "consentement"),
    "suivi_locatif": ("mois",),
    "evenements": ("date", "type"),
    "entretiens": ("vague", "date"),
    "accompagnement": ("date",),
}
# What is said of a household whose rows stand under another identifier.
_OF_MISSING_ROWS = {
    "suivi_locatif": ("menage_sans_suivi", "trou_suivi", "suivi_commence_tard"),
    "accompagnement": ("accompagne_sans_intervention",),
}
# What the reading says of a column as a whole: its lines are not told again. And all the columns that date a line.
_WHOLE_COLUMN = ("dates_de_1904", "valeur_fusionnee", "fichier_hors_periode", "evenements_hors_periode")
_DATED = tuple({c.name for t in TABLES.values() for c in t if c.kind in (Kind.DATE, Kind.MONTH)})
_KEY = "menage_id"
_NO_ITEMS = "instrument_incomplet"


def without_consequences(findings: pd.DataFrame, records: Records) -> pd.DataFrame:
    """Return `findings` without those that follow from a table or column wrong as a whole, or a wrong identifier."""
    follows = (
        _of_unread_tables(findings, records.reading)
        | _of_wrong_identifiers(findings, records)
        | _of_lost_instruments(findings, records.reading)
        | _of_whole_columns(findings, records.reading)
    )
    return findings[~follows].reset_index(drop=True)


def unread_tables(reading: pd.DataFrame) -> set[str]:
    """Return the tables of which the reading stops on a file, or on a column that places the rows in the study."""
    stops = reading[(reading["gravite"] == Gravity.BLOCKING) & reading["table"].isin(_WITHOUT)]
    return {
        table
        for table, column in stops[["table", "colonne"]].drop_duplicates().itertuples(index=False)
        if pd.isna(column) or column == _KEY or column in _PLACING[table] or column in TABLES[table].key
    }


def _of_unread_tables(findings: pd.DataFrame, reading: pd.DataFrame) -> Mask:
    rules = {rule for table in unread_tables(reading) for rule in _WITHOUT[table]}
    follows: Mask = findings["regle"].isin(rules).to_numpy(dtype=bool)
    return follows


def _of_lost_instruments(findings: pd.DataFrame, reading: pd.DataFrame) -> Mask:
    """Empty columns of a questionnaire of which the reading says that it was sent without its items."""
    said = reading.loc[reading["regle"] == _NO_ITEMS, "motif"]
    lost = [item for i in INSTRUMENTS if said.str.contains(i.label, regex=False).any() for item in i.items]
    follows: Mask = ((findings["regle"] == "completude") & findings["colonne"].isin(lost)).to_numpy(dtype=bool)
    return follows


def _of_whole_columns(findings: pd.DataFrame, reading: pd.DataFrame) -> Mask:
    """Lines of a column of which the reading says that it is wrong as a whole: dates elsewhere, merged cells.

    Every date is measured from the inclusion: where inclusions are elsewhere, no line's date can be judged.
    """
    said = reading.loc[reading["regle"].isin(_WHOLE_COLUMN), ["table", "fichier", "colonne"]]
    place = pd.MultiIndex.from_frame(findings[["table", "fichier", "colonne"]].astype(object))
    here = place.isin(pd.MultiIndex.from_frame(said.astype(object)))
    if (said["colonne"] == "date_inclusion").any():
        here |= findings["colonne"].isin(_DATED).to_numpy(dtype=bool)
    follows: Mask = here & (findings["gravite"] == Gravity.WARNING).to_numpy(dtype=bool)
    return follows


def _of_wrong_identifiers(findings: pd.DataFrame, records: Records) -> Mask:
    """Findings on the absence of rows that were sent under an identifier near the household's, or refused for it."""
    follows = pd.Series(False, index=findings.index)
    if "menages" not in records:
        return follows.to_numpy(dtype=bool)
    for table, rules in _OF_MISSING_ROWS.items():
        here = findings["regle"].isin(rules)
        if here.any():
            written = {*orphan_rows(records).query("table == @table")[_KEY], *_refused(records.reading, table)}
            meant = {near for one in written for near in near_households(records, str(one))}
            follows |= here & findings["menage_id"].isin(meant)
    return follows.to_numpy(dtype=bool)


def _refused(reading: pd.DataFrame, table: str) -> set[str]:
    own = reading[(reading["table"] == table) & (reading["colonne"] == _KEY) & reading["ligne"].notna()]
    return set(own["valeur"].dropna())
