"""Pilot sites: is the commune one of the note's, and does it go with the landlord and the region?"""

from __future__ import annotations

import pandas as pd

from pipeline.contract.findings import Rule
from pipeline.contract.fold import fold
from pipeline.validate.findings import Mask
from pipeline.validate.records import Records
from pipeline.validate.rules.check import Check, warning

NOT_A_SITE = warning(
    "commune_hors_sites",
    "Commune hors des sites pilotes",
    "Vérifier la commune ; la garder si le ménage est bien logé hors des sites de la note.",
)
LANDLORD_REGION = warning(
    "bailleur_region_incoherents",
    "Bailleur sans site pilote dans cette région",
    "Vérifier le bailleur et la région du ménage.",
)
COMMUNE_ELSEWHERE = warning(
    "commune_incoherente",
    "Commune qui n’est pas un site de ce bailleur dans cette région",
    "Vérifier la commune, le bailleur et la région du ménage.",
)


def not_a_site(records: Records, rule: Rule) -> pd.DataFrame:
    """A commune that is none of the pilot sites."""
    commune = _reference_commune(records)
    outside = records["menages"]["commune"].notna().to_numpy() & commune.isna().to_numpy()
    return records.findings(
        rule, "menages", outside, "La commune n’est pas un site pilote de la note de présentation.", colonne="commune"
    )


def landlord_region(records: Records, rule: Rule) -> pd.DataFrame:
    """A landlord in a region where the note gives it no site."""
    wrong = _landlord_region_unknown(records)
    return records.findings(
        rule,
        "menages",
        wrong,
        "La note de présentation ne donne à ce bailleur aucun site dans cette région.",
        colonne="region",
    )


def commune_elsewhere(records: Records, rule: Rule) -> pd.DataFrame:
    """A pilot commune of another landlord or region (not said where landlord and region already disagree)."""
    households = records["menages"]
    sites = records.reference.sites
    commune = _reference_commune(records)
    place = pd.MultiIndex.from_arrays([households["bailleur"], households["region"], commune])
    known = pd.MultiIndex.from_frame(sites[["bailleur", "region", "commune"]])
    stated = households["bailleur"].notna() & households["region"].notna()
    wrong = stated.to_numpy() & commune.notna().to_numpy() & ~place.isin(known) & ~_landlord_region_unknown(records)
    return records.findings(
        rule,
        "menages",
        wrong,
        "Cette commune est un site pilote, mais pas de ce bailleur dans cette région.",
        colonne="commune",
    )


def _reference_commune(records: Records) -> pd.Series:
    """Return the reference spelling of each household's commune, missing where it is no pilot site."""
    commune = records["menages"]["commune"]
    of = {name: records.reference.commune_of.get(fold(name)) for name in commune.dropna().unique()}
    return commune.map(of).astype("str")


def _landlord_region_unknown(records: Records) -> Mask:
    households, sites = records["menages"], records.reference.sites
    known = pd.MultiIndex.from_frame(sites[["bailleur", "region"]].drop_duplicates())
    stated = households["bailleur"].notna() & households["region"].notna()
    unknown: Mask = stated.to_numpy() & ~pd.MultiIndex.from_frame(households[["bailleur", "region"]]).isin(known)
    return unknown


CHECKS = (
    Check(NOT_A_SITE, ("menages",), not_a_site),
    Check(LANDLORD_REGION, ("menages",), landlord_region),
    Check(COMMUNE_ELSEWHERE, ("menages",), commune_elsewhere),
)
