"""Keys: the same key twice with different contents, rows of a household that `menages` does not hold."""

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
    "Dire laquelle des lignes est juste, supprimer les autres et renvoyer le fichier.",
)
ORPHAN = blocking(
    "menage_orphelin",
    "Ménage absent de la table « menages »",
    "Ajouter le ménage à la table « menages » ou corriger son identifiant, puis renvoyer le fichier.",
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
    words = f"Même clé ({', '.join(key)}) qu’une autre ligne, contenu différent"
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


def orphans(records: Records, rule: Rule) -> pd.DataFrame:
    """One finding a row whose household is not in `menages`; ill-formed identifiers are the reading's."""
    refused = records.reading
    refused = refused[(refused["table"] == "menages") & (refused["colonne"] == "menage_id")]
    motif = "Ce ménage n’est pas dans la table « menages »"
    motif += (
        " (des lignes de cette table ont été refusées à la lecture : le ménage y était peut-être)."
        if len(refused)
        else "."
    )
    others = [n for n in records.tables if n != "menages" and "menage_id" in TABLES[n]]
    found = []
    for name in others:
        orphan = (records.household(name) < 0) & records[name]["menage_id"].notna().to_numpy()
        ids = records[name].loc[orphan, "menage_id"]
        found.append(records.findings(rule, name, orphan, motif, colonne="menage_id", valeur=ids))
    return gather(found)


CHECKS = (
    Check(DUPLICATE_KEY, (), duplicate_keys),
    Check(ORPHAN, ("menages",), orphans),
)
