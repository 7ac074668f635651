"""The two populations of the study, each with its own question, and what answers it."""

from __future__ import annotations

from dataclasses import dataclass

# fmt: off
# ruff: noqa: E501 (one line an entry)


@dataclass(frozen=True)
class Population:
    """`label`: the households; `question`: what is asked of them."""

    name: str
    label: str
    question: str


@dataclass(frozen=True)
class PopulationMeasure:
    """`kind`: `part` (a share), `euros` (a mean), `mois` (a restricted mean), `chi2`. `favourable`: as for an indicator.

    `phrase` reads after « la part de » for a share, as a subject otherwise.
    """

    name: str
    label: str
    kind: str
    favourable: int
    phrase: str
    definition: str


SE_MAINTENIR = Population("se_maintenir", "Locataires en situation bloquée", "Se maintenir")
S_INSTALLER = Population("s_installer", "Nouveaux ménages", "S’installer")
POPULATIONS = {p.name: p for p in (SE_MAINTENIR, S_INSTALLER)}

MAINTIEN = PopulationMeasure("maintien", "Maintenus dans les lieux", "part", +1, "ménages maintenus dans les lieux", "Comme l’indicateur `maintien`.")
SANS_IMPAYE_LOURD = PopulationMeasure("sans_impaye_lourd", "Moins de deux mois d’impayés", "part", +1, "ménages devant moins de deux mois de quittance", "`impaye_2mois` = 0.")
SANS_PROCEDURE = PopulationMeasure("sans_procedure", "Aucun acte de procédure", "part", +1, "ménages sans aucun acte de procédure depuis l’inclusion", "`procedure_max` = 0.")
INSERTION = PopulationMeasure("insertion", "Insertion (les trois à la fois)", "part", +1, "ménages insérés", "Comme l’indicateur `insertion`.")
GLISSEMENT = PopulationMeasure("glissement", "Bail glissé au nom du ménage", "part", +1, "baux glissants passés au nom du ménage", "`glissement_bail` daté au plus tard à inclusion + h mois, parmi les `bail_glissant` ; manquant quand le maintien l’est et que le bail n’a pas glissé.")
DETTE_REDUITE = PopulationMeasure("dette_reduite", "Dette moindre qu’à l’inclusion", "part", +1, "ménages endettés à l’inclusion qui doivent moins", "`impaye_solde` du mois h inférieur à celui de T0, parmi les ménages dont le solde de T0 est débiteur.")
SOLDE = PopulationMeasure("impaye_solde", "Impayé moyen", "euros", -1, "l’impayé moyen", "Comme l’indicateur `impaye_solde`.")
PREMIER_IMPAYE = PopulationMeasure("premier_impaye_rmst", "Mois avant le premier impayé lourd", "mois", +1, "la durée moyenne avant le premier impayé lourd", "Mois entiers de l’inclusion au premier mois dont l’impayé atteint le seuil (`seuils.impaye_mois`), restreints à l’horizon ; ménages sous le seuil au mois 0.")
PREMIER_IMPAYE_TEST = PopulationMeasure("premier_impaye_logrank", "Test du log-rank sur ce délai", "chi2", 0, "le test du log-rank", "χ² du log-rank, un degré de liberté.")

# What answers each question, in the order of its table.
MEASURES: dict[str, tuple[PopulationMeasure, ...]] = {
    SE_MAINTENIR.name: (MAINTIEN, SANS_IMPAYE_LOURD, DETTE_REDUITE, SOLDE, SANS_PROCEDURE),
    S_INSTALLER.name: (INSERTION, MAINTIEN, SANS_IMPAYE_LOURD, SANS_PROCEDURE, GLISSEMENT, PREMIER_IMPAYE, PREMIER_IMPAYE_TEST),
}
