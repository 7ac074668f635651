"""The steps of the households' flow: the vocabulary of `flux.parquet`, from the panel planned to those analysed.

One row per group × wave × step × reason. `vague` is empty (missing) for the steps before any wave. `motif` is empty
except where `Step.motifs` splits a step; a step that is split has no total row: its total is the sum of its reasons.
Every row is there even when its count is 0, but for what an absent table makes unknowable (`Step.table`).
"""

from __future__ import annotations

from dataclasses import dataclass

from pipeline.contract.codes import CENSURES, SORTIES_NEGATIVES


@dataclass(frozen=True)
class Step:
    """One step: `by_wave` tells whether it is counted at each wave; `table`: the optional table that it needs."""

    name: str
    label: str
    by_wave: bool
    motifs: tuple[str, ...] = ()
    table: str | None = None


# Before any wave. RECUS = SANS_CONSENTEMENT + INCLUS_APRES_GEL + INCLUS.
PREVUS = Step("prevus", "Ménages prévus", by_wave=False)
RECUS = Step("recus", "Ménages reçus", by_wave=False)
SANS_CONSENTEMENT = Step("sans_consentement", "Sans consentement", by_wave=False)
INCLUS_APRES_GEL = Step("inclus_apres_gel", "Inclus après le gel", by_wave=False)
INCLUS = Step("inclus", "Ménages inclus", by_wave=False)

# At M12, M18, M24 up to the horizon. INCLUS = ANALYSES + NON_ANALYSES; ANALYSES = MAINTENUS + SORTIS.
HORIZON_APRES_GEL = "horizon_apres_gel"
ANALYSES = Step("analyses", "Analysés (maintien connu)", by_wave=True, table="evenements")
NON_ANALYSES = Step(
    "non_analyses", "Maintien inconnu", by_wave=True, motifs=(*CENSURES, HORIZON_APRES_GEL), table="evenements"
)
MAINTENUS = Step("maintenus", "Maintenus", by_wave=True, table="evenements")
MUTES = Step("mutes", "dont relogés par mutation", by_wave=True, table="evenements")  # a part of MAINTENUS
SORTIS = Step("sortis", "Sorties négatives", by_wave=True, motifs=SORTIES_NEGATIVES, table="evenements")

# What was measured: the ledger at T0, M12, M18, M24, the interviews at T0, M12, M24.
SUIVI_PRESENT = Step("suivi_present", "Ligne de suivi locatif présente", by_wave=True)
ENTRETIENS_FAITS = Step("entretiens_faits", "Entretiens réalisés", by_wave=True, table="entretiens")

STEPS: dict[str, Step] = {
    step.name: step
    for step in (
        PREVUS,
        RECUS,
        SANS_CONSENTEMENT,
        INCLUS_APRES_GEL,
        INCLUS,
        ANALYSES,
        NON_ANALYSES,
        MAINTENUS,
        MUTES,
        SORTIS,
        SUIVI_PRESENT,
        ENTRETIENS_FAITS,
    )
}

MOTIFS: dict[str, str] = {
    "deces": "Décès",
    "retrait_etude": "Retrait de l’étude",
    HORIZON_APRES_GEL: "Échéance après le gel",
    "expulsion": "Expulsion",
    "abandon": "Abandon du logement",
    "depart_volontaire": "Départ volontaire",
}
