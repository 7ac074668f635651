"""One thing that a finished folder discloses: what kind, where it stands, of which cell; never the value itself."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum


class Leak(StrEnum):
    """What kind of disclosure it is; the value is the French title under which the command lists it."""

    NO_LIST = "Dossier sans « publication.csv »"
    CONTRADICTION = "Faits qui se contredisent"
    SMALL_CELL = "Petite cellule encadrée"
    MASK_UNDONE = "Masque défait par d’autres faits"
    EXITS_BY_DIFFERENCE = "Sorties retrouvées, édition moins édition"
    HOUSEHOLD_AMOUNT = "Montant d’un seul ménage"
    HOUSEHOLD_SCORE = "Score d’un seul ménage"
    ALL_OR_NONE = "Part de 0 % ou de 100 %"
    EXTREME = "Minimum, maximum, quantile ou cas extrême"
    SPREAD = "Écart-type sous dix ménages"
    TEST = "Valeur p qui n’est pas la principale, à un chiffre"
    HEALTH = "Santé par groupe, hors scores moyens"
    EXITS_BY_GROUP = "Sorties par cause et par groupe"
    EXACT_DATE = "Date au jour, ou durée au jour"
    UNLISTED_NUMBER = "Nombre que « publication.csv » ne donne pas"
    UNLISTED_MARK = "Trait de figure qu’aucune valeur publiée n’explique"
    PSEUDONYM = "Pseudonyme de ménage"
    PLACE = "Lieu ou profil croisé, non publié"
    HIDDEN = "Contenu masqué dans un document"
    MISFILED = "Fait rangé parmi les constantes"
    UNLISTED_FILE = "Fichier qui n’a pas à être là"


@dataclass(frozen=True)
class DisclosureFinding:
    """`file`: the path as the folder was given; `place`: page, sheet, line; `cell`: keys; `reason`: why, in French.

    No field ever holds the value that was recovered, nor a pseudonym: what is printed of it is public.
    """

    leak: Leak
    file: str
    place: str
    cell: str
    reason: str
