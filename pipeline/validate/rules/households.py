"""Households: what each must have, and what cannot be said of the same household together."""

from __future__ import annotations

import numpy as np
import pandas as pd

from pipeline.contract.codes import ACCOMPAGNE, SITUATION_BLOQUEE, TEMOIN
from pipeline.contract.findings import Gravity, Rule
from pipeline.contract.tables import MENAGES
from pipeline.validate.findings import gather
from pipeline.validate.records import GRAVITIES, Records, is_in
from pipeline.validate.rules.check import Check, blocking, warning

MISSING_ESSENTIAL = blocking(
    "valeur_obligatoire_absente",
    "Groupe ou date d’inclusion non renseigné",
    "Renseigner la case : sans elle, le ménage ne peut être ni classé ni suivi.",
)
NOT_STATED = warning(
    "caracteristique_non_renseignee",
    "Profil, bailleur ou région non renseigné",
    "Renseigner la case ; à défaut, le ménage est compté à part (« non renseigné »).",
)
LEASE_AFTER_INCLUSION = warning(
    "bail_apres_inclusion",
    "Bail postérieur à l’inclusion",
    "Vérifier les deux dates ; laisser en l’état si le ménage attendait son logement.",
)
REASON_OUTSIDE = warning(
    "motif_hors_situation_bloquee",
    "Motif de blocage donné à un autre profil",
    "Vider le motif, ou corriger le profil : le motif ne vaut que pour les situations bloquées.",
)
CONTROL_WITH_MODE = warning(
    "temoin_avec_mode",
    "Mode d’accompagnement donné à un ménage témoin",
    "Vider le mode d’accompagnement, ou corriger le groupe.",
)
COMPOSITION = warning(
    "composition_incoherente",
    "Composition et nombre de personnes discordants",
    "Vérifier la composition et le nombre de personnes.",
)
PAIR = warning(
    "paire_incomplete",
    "Paire sans un accompagné et un témoin",
    "Vérifier l’appariement : une paire réunit un ménage accompagné et un ménage témoin.",
)
# Smallest and largest number of persons that a composition admits.
_PERSONS = {"isole": (1, 1), "couple": (2, 2), "couple_enfants": (3, 15), "monoparental": (2, 15)}


def missing_essential(records: Records, rule: Rule) -> pd.DataFrame:
    """A household without `groupe` or `date_inclusion` (said once: not where the reading already stops on the cell)."""
    return _missing(records, rule, ("groupe", "date_inclusion"), (Gravity.BLOCKING.value,))


def not_stated(records: Records, rule: Rule) -> pd.DataFrame:
    """A household without `profil`, `bailleur` or `region`, unless the reading refused the cell and said so."""
    return _missing(records, rule, ("profil", "bailleur", "region"), GRAVITIES)


def _missing(records: Records, rule: Rule, columns: tuple[str, ...], said_by: tuple[str, ...]) -> pd.DataFrame:
    households = records["menages"]
    return gather(
        records.findings(
            rule,
            "menages",
            households[column].isna().to_numpy() & ~records.already_said("menages", column, said_by),
            f"« {MENAGES[column].label} » n’est pas renseigné.",
            colonne=column,
        )
        for column in columns
    )


def lease_after_inclusion(records: Records, rule: Rule) -> pd.DataFrame:
    """The lease starts after the household's inclusion."""
    households = records["menages"]
    late = (households["date_bail"] > households["date_inclusion"]).to_numpy(dtype=bool)
    return records.findings(
        rule, "menages", late, "La date du bail est postérieure à la date d’inclusion.", colonne="date_bail"
    )


def reason_outside(records: Records, rule: Rule) -> pd.DataFrame:
    """`motif` is for `situation_bloquee` only; an unknown profile is not judged."""
    households = records["menages"]
    wrong = households["motif"].notna() & households["profil"].notna() & (households["profil"] != SITUATION_BLOQUEE)
    return records.findings(
        rule,
        "menages",
        wrong.to_numpy(dtype=bool),
        "Un motif de blocage est donné, le profil n’est pas « situation bloquée ».",
        colonne="motif",
    )


def control_with_mode(records: Records, rule: Rule) -> pd.DataFrame:
    """`mode_accompagnement` is for accompanied households only."""
    households = records["menages"]
    wrong = is_in(households["groupe"], (TEMOIN,)) & households["mode_accompagnement"].notna().to_numpy()
    return records.findings(
        rule,
        "menages",
        wrong,
        "Un mode d’accompagnement est donné à un ménage témoin.",
        colonne="mode_accompagnement",
    )


def composition(records: Records, rule: Rule) -> pd.DataFrame:
    """The number of persons must be one that the composition admits."""
    households = records["menages"]
    bounds = pd.DataFrame(_PERSONS, index=["low", "high"]).T.reindex(households["composition"])
    persons = households["nb_personnes"].to_numpy(dtype=float, na_value=np.nan)
    wrong = (persons < bounds["low"].to_numpy()) | (persons > bounds["high"].to_numpy())
    return records.findings(
        rule,
        "menages",
        wrong,
        "Le nombre de personnes ne va pas avec la composition du ménage.",
        colonne="nb_personnes",
    )


def pairs(records: Records, rule: Rule) -> pd.DataFrame:
    """A pair is one accompanied household and one control household."""
    households = records["menages"]
    pair = households["paire_id"]
    size = pair.groupby(pair).transform("size")
    accompanied = (households["groupe"] == ACCOMPAGNE).astype(float).groupby(pair).transform("sum")
    control = (households["groupe"] == TEMOIN).astype(float).groupby(pair).transform("sum")
    wrong = pair.notna() & ((size != 2) | (accompanied != 1) | (control != 1))
    return records.findings(
        rule,
        "menages",
        wrong.to_numpy(dtype=bool),
        "La paire ne réunit pas exactement un ménage accompagné et un ménage témoin.",
        colonne="paire_id",
    )


CHECKS = (
    Check(MISSING_ESSENTIAL, ("menages",), missing_essential),
    Check(NOT_STATED, ("menages",), not_stated),
    Check(LEASE_AFTER_INCLUSION, ("menages",), lease_after_inclusion),
    Check(REASON_OUTSIDE, ("menages",), reason_outside),
    Check(CONTROL_WITH_MODE, ("menages",), control_with_mode),
    Check(COMPOSITION, ("menages",), composition),
    Check(PAIR, ("menages",), pairs),
)
