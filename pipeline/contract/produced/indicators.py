"""What « indicators » writes: what is measured of each household, and how many there are at each step."""

from __future__ import annotations

from pipeline.contract.indicators import INDICATORS
from pipeline.contract.produced.columns import (
    GROUPE,
    INDICATEUR,
    MENAGE_ID,
    VAGUE,
    amount,
    code,
    count,
    duration,
    mean,
    rank,
)
from pipeline.contract.produced.entry import ColumnRole, Field, Produced
from pipeline.contract.tables import MENAGES

# fmt: off
# ruff: noqa: E501 (one line a column)


def _received(role: ColumnRole, name: str) -> Field:
    """A column of `menages`, as it was received."""
    column = MENAGES[name]
    return Field(name, role, f"{column.label}.", "€" if role is ColumnRole.AMOUNT else "")


def _level(name: str) -> Field:
    """A code of `menages` whose absence is a level of its own."""
    return Field(name, ColumnRole.CODE, f"{MENAGES[name].label} ; `non_renseigne` quand la valeur manque.")


def _measured(role: ColumnRole, name: str) -> Field:
    """An indicator, at T0."""
    return Field(name, role, f"{INDICATORS[name].label}, à l’inclusion.", INDICATORS[name].unit)


INDICATEURS = Produced(
    "indicateurs",
    "Une ligne par ménage, indicateur et vague.",
    (
        MENAGE_ID,
        GROUPE,
        INDICATEUR,
        VAGUE,
        mean("valeur", "Valeur ; 1 = oui et 0 = non pour un indicateur binaire ; vide = manquante."),
        duration("exposition", "Années observées, pour les nombres d’événements seulement.", "années"),
    ),
    key=("menage_id", "indicateur", "vague"),
    stage="indicators",
    read_by=("estimate", "scheme", "pathways", "sensitivity"),
    blind=True,
)

DUREES = Produced(
    "durees",
    "Une ligne par ménage : durée de maintien, pour les courbes de survie. Sans ligne quand les événements n’ont pas été livrés.",
    (
        MENAGE_ID,
        GROUPE,
        duration("duree_mois", "Jours / 30,4375 de l’inclusion à la première sortie négative, sinon au premier terme : décès, retrait, gel ou horizon.", "mois"),
        rank("evenement", "1 = sortie négative, 0 = censure."),
        code("cause", "`expulsion`, `abandon`, `depart_volontaire`, `deces`, `retrait_etude` ou `fin_suivi`."),
    ),
    key=("menage_id",),
    stage="indicators",
    read_by=("estimate", "sensitivity"),
    blind=True,
)

INCLUSIONS = Produced(
    "inclusions",
    "Une ligne par ménage analysé : ce qui est connu à l’inclusion.",
    (
        MENAGE_ID,
        GROUPE,
        _level("bailleur"),
        _level("region"),
        _level("profil"),
        _received(ColumnRole.CODE, "motif"),
        _received(ColumnRole.CODE, "statut_occupation"),
        _received(ColumnRole.CODE, "composition"),
        _received(ColumnRole.COUNT, "nb_personnes"),
        _received(ColumnRole.CODE, "tranche_age"),
        _received(ColumnRole.AMOUNT, "ressources_mensuelles"),
        _received(ColumnRole.CODE, "typologie"),
        _received(ColumnRole.AMOUNT, "loyer_mensuel"),
        _received(ColumnRole.AMOUNT, "charges_mensuelles"),
        _received(ColumnRole.AMOUNT, "impaye_inclusion"),
        _received(ColumnRole.FLAG, "trouble_psychique"),
        _measured(ColumnRole.SHARE, "taux_effort"),
        _measured(ColumnRole.SCORE, "lsns6"),
        _measured(ColumnRole.SCORE, "ucla3"),
        _measured(ColumnRole.SCORE, "who5"),
        _received(ColumnRole.CODE, "paire_id"),
    ),
    key=("menage_id",),
    stage="indicators",
    read_by=("estimate", "scheme", "sensitivity"),
    blind=True,
)

SUIVI_MENSUEL = Produced(
    "suivi_mensuel",
    "Une ligne par ménage et par mois de suivi dont la ligne de suivi locatif est présente.",
    (
        MENAGE_ID,
        GROUPE,
        rank("mois_suivi", "Mois depuis l’inclusion, de 0 à l’horizon."),
        amount("solde_impaye", "Dette en fin de mois, € ; positif = le ménage doit."),
        amount("quittance", "Loyer et charges appelés, €."),
    ),
    key=("menage_id", "mois_suivi"),
    stage="indicators",
    read_by=("estimate",),
    blind=True,
)

FLUX = Produced(
    "flux",
    "Une ligne par groupe, vague, étape et motif : le parcours des ménages, du prévu à l’analysé.",
    (
        GROUPE,
        code("vague", "Vague ; vide pour les étapes qui précèdent."),
        code("etape", "Étape du flux (liste ci-dessus)."),
        count("effectif", "Nombre de ménages."),
        code("motif", "Motif, quand l’étape en a ; vide sinon."),
    ),
    key=("groupe", "vague", "etape", "motif"),
    stage="indicators",
    read_by=("elements", "publish"),
    public="Par groupe et vague, effectifs arrondis.",
    blind=True,
)
