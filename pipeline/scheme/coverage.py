"""Targets against reached: panels, publics, profiles, regions, landlords, sites. One criterion at a time."""

from __future__ import annotations

import math
from collections.abc import Iterator

import pandas as pd

from pipeline.contract.codes import ACCOMPAGNE, BAILLEURS, PROFILS, REGIONS, SITUATION_BLOQUEE, TEMOIN
from pipeline.contract.fold import fold
from pipeline.contract.produced.scheme import COUVERTURE
from pipeline.params import Dispositif
from pipeline.scheme.note import Note, Planned

Row = dict[str, object]
PANELS = {ACCOMPAGNE: "panel_accompagnes", TEMOIN: "panel_temoins"}
# Where the department's official code differs from the note's, the official one holds.
_HOUSEHOLDS, _DWELLINGS, _COMMUNES = "ménages", "logements", "communes"
NOT_GIVEN = "non_renseigne"


def coverage_by_department(households: pd.DataFrame, note: Note, dispositif: Dispositif) -> pd.DataFrame:
    """Return `couverture`. `households`: the cohort's rows of `menages` (consenting, included by the freeze).

    `atteint` of a panel's line counts households of the study; of the scheme's lines, what `params` says, else missing.
    Criteria are never crossed with each other, profiles least of all with landlord, commune or date.
    """
    rows = [
        *_panels(households, note),
        *_publics(households, note, dispositif),
        *_profiles(households, note),
        *_regions(households, note),
        *_landlords(households, note),
        *_sites(households, note),
    ]
    return COUVERTURE.frame(rows)


def _panels(households: pd.DataFrame, note: Note) -> Iterator[Row]:
    for group, code in PANELS.items():
        planned = note.total(code)
        yield _row("panel", group, planned.label, planned, int((households["groupe"] == group).sum()), _HOUSEHOLDS)


def _publics(households: pd.DataFrame, note: Note, dispositif: Dispositif) -> Iterator[Row]:
    said = {"menages_en_place": dispositif.menages_en_place, "menages_exterieurs": dispositif.menages_nouveaux}
    for code, number in said.items():
        planned = note.total(code)
        remark = "tout_le_dispositif" if number is not None else "tout_le_dispositif_non_renseigne"
        yield _row("dispositif", code, planned.label, planned, number, _HOUSEHOLDS, remark)
    accompanied = households[households["groupe"] == ACCOMPAGNE]
    in_place = accompanied["profil"] == SITUATION_BLOQUEE
    counts = {"en_place": ("Ménages en place accompagnés, dans le panel", int(in_place.sum()))}
    counts["nouveaux"] = (
        "Nouveaux ménages accompagnés, dans le panel",
        int((~in_place & accompanied["profil"].notna()).sum()),
    )
    for name, (label, number) in counts.items():
        yield _row("public", name, label, None, number, _HOUSEHOLDS)


def _profiles(households: pd.DataFrame, note: Note) -> Iterator[Row]:
    accompanied = households[households["groupe"] == ACCOMPAGNE]
    for profile in PROFILS:
        planned = note.scheme("femmes_victimes_violences") if profile.value == "femme_victime_violences" else None
        remark = "cible_de_tout_le_dispositif" if planned else ""
        number = int((accompanied["profil"] == profile.value).sum())
        yield _row("profil", profile.value, profile.label, planned, number, _HOUSEHOLDS, remark)


def _regions(households: pd.DataFrame, note: Note) -> Iterator[Row]:
    for region in REGIONS:
        here = households["region"] == region.value
        planned = note.total(f"logements_{region.value}")
        yield _row("logements_region", region.value, region.label, planned, None, _DWELLINGS, "offre_annoncee")
        yield _row("region", region.value, region.label, None, int(here.sum()), _HOUSEHOLDS)
    yield _row(
        "logements_region", "ensemble", "Ensemble", note.total("logements_total"), None, _DWELLINGS, "offre_annoncee"
    )


def _landlords(households: pd.DataFrame, note: Note) -> Iterator[Row]:
    sites = note.tables["sites_pilotes"]
    offered = sites.groupby("bailleur")["logements"].sum()
    for landlord in BAILLEURS:
        planned = float(offered.get(landlord.value, math.nan))
        source = Planned(landlord.label, planned, planned, "Tableau 2 : somme des sites du bailleur")
        yield _row("logements_bailleur", landlord.value, landlord.label, source, None, _DWELLINGS, "offre_annoncee")
        here = int((households["bailleur"] == landlord.value).sum())
        yield _row("bailleur", landlord.value, landlord.label, None, here, _HOUSEHOLDS)


def _sites(households: pd.DataFrame, note: Note) -> Iterator[Row]:
    sites = note.tables["sites_pilotes"]
    official = sites.drop_duplicates("commune").set_index("commune")
    spelling = {fold(o): c for o, c in zip(sites["nom_officiel"], sites["commune"], strict=True)}
    spelling |= {fold(c): c for c in official.index}
    commune = households["commune"].map(lambda c: spelling.get(fold(str(c))) if pd.notna(c) else None)
    department = commune.map(official["departement_officiel"])
    reached = commune.dropna().nunique()
    yield _row(
        "communes",
        "ensemble",
        "Communes pilotes où vit un ménage au moins",
        note.total("communes_total"),
        reached,
        _COMMUNES,
    )
    outside = int((households["commune"].notna() & commune.isna()).sum())
    yield _row("hors_site", "ensemble", "Ménages hors des communes pilotes", None, outside, _HOUSEHOLDS)
    unknown = int(households["commune"].isna().sum())
    yield _row(
        "commune_inconnue", "ensemble", "Ménages dont la commune n’est pas renseignée", None, unknown, _HOUSEHOLDS
    )
    for code, part in sites.groupby("departement_officiel", sort=True):
        offered = float(part["logements"].sum())
        plan = Planned("", offered, offered, "Tableau 2 : somme des sites du département (code officiel géographique)")
        yield _row("logements_departement", str(code), str(code), plan, None, _DWELLINGS, "offre_annoncee")
        yield _row(
            "communes_departement", str(code), str(code), _count(part), commune[department == code].nunique(), _COMMUNES
        )
        yield _row("departement", str(code), str(code), None, int((department == code).sum()), _HOUSEHOLDS)


def _count(part: pd.DataFrame) -> Planned:
    n = float(part["commune"].nunique())
    return Planned("", n, n, "Tableau 2 : communes du département")


def _row(
    dimension: str, level: str, label: str, planned: Planned | None, reached: int | None, unit: str, note: str = ""
) -> Row:
    return {
        "dimension": dimension,
        "modalite": level,
        "libelle": label,
        "cible": math.nan if planned is None else planned.middle,
        "atteint": math.nan if reached is None else float(reached),
        "unite": unit,
        "source": "" if planned is None else planned.source,
        "note": note,
    }
