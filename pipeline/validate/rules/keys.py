"""Keys: the same key twice with different contents."""

from __future__ import annotations

import pandas as pd

from pipeline.contract.findings import Rule
from pipeline.contract.tables import TABLES
from pipeline.validate.findings import Mask, gather
from pipeline.validate.records import Records
from pipeline.validate.rules.check import Check, blocking

DUPLICATE_KEY = blocking(
    "cle_double",
    "Même clé sur des lignes différentes",
    "Demander à l’expéditeur si ces lignes s’additionnent (deux baux, une régularisation le même mois : en envoyer la "
    "somme en une ligne) ou si l’une remplace l’autre ; ne rien supprimer sans le savoir.",
)


def duplicate_keys(records: Records, rule: Rule) -> pd.DataFrame:
    """One finding a row concerned; exact duplicates have been dropped by the reading, so these rows differ."""
    return gather(
        _duplicates(records, rule, name, list(TABLES[name].key)) for name in records.tables if TABLES[name].key
    )


def _duplicates(records: Records, rule: Rule, name: str, key: list[str]) -> pd.DataFrame:
    frame = records[name]
    # A key of which a part could not be read is nobody's double: that it could not is the reading's to say.
    twice = (frame.duplicated(key, keep=False) & frame[key].notna().all(axis=1)).to_numpy()
    if not twice.any():
        return records.findings(rule, name, twice, "")
    rows = frame.loc[twice, key].reset_index(drop=True)
    keys: pd.Series = rows[key[0]].astype("str")
    for column in key[1:]:
        keys = keys + " ; " + rows[column].astype("str")
    motif = _where_else(records.provenance.get(name), twice, keys, key)
    return records.findings(rule, name, twice, motif, colonne="menage_id", valeur=keys)


def _where_else(provenance: pd.DataFrame | None, twice: Mask, keys: pd.Series, key: list[str]) -> pd.Series:
    """Say for each row where another row of its key stands: the first one, or the second for the first."""
    words = f"Même clé ({', '.join(key)}) qu’une autre ligne, contenu différent (à additionner, ou à remplacer ?)"
    if provenance is None:
        return pd.Series(f"{words}.", index=keys.index)
    origin = provenance.loc[twice, ["fichier", "ligne"]].reset_index(drop=True)
    groups = keys.groupby(keys)
    rank = groups.cumcount()
    first = origin[rank.to_numpy() == 0].set_axis(keys[rank == 0].to_numpy(), axis=0)
    second = origin[rank.to_numpy() == 1].set_axis(keys[rank == 1].to_numpy(), axis=0)
    is_first = (rank == 0).to_numpy()
    other = first.reindex(keys).reset_index(drop=True)
    other[is_first] = second.reindex(keys[is_first]).to_numpy()
    same_file = (other["fichier"] == origin["fichier"]).to_numpy()
    file = ("de " + other["fichier"].astype("str")).mask(same_file, "du même fichier")
    motif: pd.Series = words + " : voir ligne " + other["ligne"].astype("str") + " " + file + "."
    return motif


CHECKS = (Check(DUPLICATE_KEY, (), duplicate_keys),)
