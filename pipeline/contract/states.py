"""The monthly states of a household and the rules that tell them apart, as data: the first rule that holds decides.

A month is counted from the inclusion (0 = the month of inclusion). What is dated (events, exits, freeze) is read at
inclusion + m months, as the indicators do; the rent ledger by its row of the m-th calendar month. So at months 12, 18
and 24 the states say the same as `maintien`.
"""

from __future__ import annotations

from dataclasses import dataclass

from pipeline.contract.codes import PROCEDURE

# fmt: off
# ruff: noqa: E501 (one line an entry)


@dataclass(frozen=True)
class State:
    """One state: its code, its label (a table's cell, a legend), and `phrase`, which reads after « du temps passé »."""

    code: str
    label: str
    phrase: str


@dataclass(frozen=True)
class StateRule:
    """`condition`: the name of what is looked at (computed in `pipeline.pathways`); `state`: what the month then is."""

    condition: str
    state: str
    definition: str


SANS_IMPAYE = State("sans_impaye", "En place, sans impayé", "en place sans impayé")
IMPAYE_LEGER = State("impaye_leger", "Impayé de moins de deux mois", "avec un impayé de moins de deux mois")
PLAN = State("plan_apurement", "Plan d’apurement", "sous plan d’apurement")
IMPAYE_LOURD = State("impaye_lourd", "Impayé d’au moins deux mois", "avec un impayé d’au moins deux mois")
PRE_CONTENTIEUX = State("pre_contentieux", "Procédure : pré-contentieux", "en pré-contentieux")
ASSIGNATION = State("assignation_audience", "Procédure : assignation, audience", "en procédure d’assignation ou d’audience")
JUGEMENT = State("jugement_suites", "Procédure : jugement et suites", "en procédure de jugement ou d’exécution")
MUTE = State("mute", "Relogé par mutation", "relogé par mutation")
SORTI = State("sorti", "Sortie négative", "hors du logement après une sortie négative")
PERDU = State("perdu_de_vue", "Décès ou retrait", "hors de l’étude (décès ou retrait)")
NON_OBSERVE = State("non_observe", "Non observé", "sans observation")

# From the best to the worst for the household, then what is not known: the order of tables and legends.
STATES: tuple[State, ...] = (
    SANS_IMPAYE, IMPAYE_LEGER, PLAN, IMPAYE_LOURD, PRE_CONTENTIEUX, ASSIGNATION, JUGEMENT, MUTE, SORTI, PERDU, NON_OBSERVE,
)
STATE_CODES: tuple[str, ...] = tuple(s.code for s in STATES)
STATE_LABELS: dict[str, str] = {s.code: s.label for s in STATES}

# Nothing follows them: a month in one of these is never the start of a transition.
FINAL_STATES: tuple[str, ...] = (SORTI.code, PERDU.code)

# The eight legal steps in three stages, the gravest last.
STAGES: dict[str, tuple[str, ...]] = {
    PRE_CONTENTIEUX.code: ("commandement_de_payer", "saisine_ccapex"),
    ASSIGNATION.code: ("assignation", "audience"),
    JUGEMENT.code: ("jugement_expulsion", "commandement_quitter", "concours_force_publique", "expulsion"),
}
PLAN_SIGNE = "plan_apurement_signe"
PROTOCOLE = "protocole_bailleur"

_STEPS = {code.value: code.label.lower().replace("ccapex", "CCAPEX") for code in PROCEDURE}


def _stage(state: State) -> str:
    steps = ", ".join(_STEPS[step] for step in STAGES[state.code])
    return f"Procédure ouverte, dont le degré le plus haut est : {steps}."


PROCEDURE_OPEN = (
    "Une procédure est ouverte par son premier acte après l’inclusion, reste au degré le plus haut atteint, et se ferme "
    "quand la dette qui existait est soldée, ou quand un plan d’apurement ou un protocole avec le bailleur est conclu ; "
    "un acte du même mois, ou d’un mois suivant, la rouvre."
)

RULES: tuple[StateRule, ...] = (
    StateRule("apres_gel", NON_OBSERVE.code, "Inclusion + m mois tombe après le gel de l’édition."),
    StateRule("sortie_negative", SORTI.code, "Expulsion, abandon ou départ volontaire daté au plus tard à inclusion + m mois."),
    StateRule("deces_ou_retrait", PERDU.code, "Décès ou retrait de l’étude daté avant inclusion + m mois, sans sortie négative antérieure."),
    StateRule("mutation", MUTE.code, "Mutation datée au plus tard à inclusion + m mois."),
    StateRule("procedure_jugement", JUGEMENT.code, _stage(JUGEMENT)),
    StateRule("procedure_assignation", ASSIGNATION.code, _stage(ASSIGNATION)),
    StateRule("procedure_pre_contentieux", PRE_CONTENTIEUX.code, _stage(PRE_CONTENTIEUX)),
    StateRule("plan_en_cours", PLAN.code, "Le suivi locatif du mois porte un plan d’apurement ; si cette colonne n’est pas remplie, un plan a été signé et la dette n’est pas encore soldée."),
    StateRule("solde_nul", SANS_IMPAYE.code, "Solde du mois nul ou créditeur."),
    StateRule("impaye_au_seuil", IMPAYE_LOURD.code, "Solde d’au moins deux fois la quittance du mois (`seuils.impaye_mois`)."),
    StateRule("impaye_sous_seuil", IMPAYE_LEGER.code, "Solde débiteur, sous ce seuil."),
    StateRule("sinon", NON_OBSERVE.code, "Rien de ce qui précède : pas de ligne de suivi locatif ce mois-là, solde inconnu, ou dette sans quittance à laquelle la rapporter."),
)
