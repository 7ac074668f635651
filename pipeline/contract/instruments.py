"""The three questionnaires of the interviews: their items, how they are scored, what a low score means."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True)
class Instrument:
    """One questionnaire.

    `items`: column names; `minimum`, `maximum`: bounds of an item; `factor`: score = sum of the items × factor;
    `missing_allowed`: how many missing items are replaced by the mean of the others (the contract's rule, not
    the authors'). `source`: the paper that defines the score. `asked`: what each item asks, in its wording where its
    licence lets it be printed, else in ours; `answers`: what `minimum` to `maximum` stand for; `licence`: which.
    """

    name: str
    label: str
    title: str
    items: tuple[str, ...]
    minimum: int
    maximum: int
    factor: int
    missing_allowed: int
    source: str
    short_names: tuple[str, ...] = ()
    asked: tuple[str, ...] = ()
    answers: tuple[str, ...] = ()
    licence: str = ""


LSNS6 = Instrument(
    "lsns6",
    "LSNS-6",
    "réseau social (échelle de Lubben abrégée)",
    tuple(f"lsns_{i}" for i in range(1, 7)),
    0,
    5,
    1,
    1,
    "Lubben et al. 2006, The Gerontologist 46(4):503-513 ; validée à 65 ans et plus",
    ("LSNS",),
    (
        "Famille : combien de proches vus ou entendus au moins une fois par mois",
        "Famille : à combien peut-on parler de choses personnelles",
        "Famille : combien sont assez proches pour qu’on leur demande de l’aide",
        "Amis et voisins : combien d’amis vus ou entendus au moins une fois par mois",
        "Amis et voisins : à combien peut-on parler de choses personnelles",
        "Amis et voisins : combien sont assez proches pour qu’on leur demande de l’aide",
    ),
    ("aucun", "un", "deux", "trois ou quatre", "de cinq à huit", "neuf ou plus"),
    "Thème de la question, non son texte : l’échelle est protégée, demander la version française à ses auteurs.",
)
UCLA3 = Instrument(
    "ucla3",
    "UCLA-3",
    "sentiment de solitude",
    tuple(f"ucla_{i}" for i in range(1, 4)),
    1,
    3,
    1,
    0,
    "Hughes et al. 2004, Research on Aging 26(6):655-672",
    ("UCLA",),
    (
        "À quelle fréquence sentez-vous que vous manquez de compagnie ?",
        "À quelle fréquence vous sentez-vous laissé de côté ?",
        "À quelle fréquence vous sentez-vous isolé des autres ?",
    ),
    ("presque jamais", "parfois", "souvent"),
    "Traduction de travail de Hughes et al. 2004 ; employer la même version aux trois vagues.",
)
WHO5 = Instrument(
    "who5",
    "WHO-5",
    "bien-être",
    tuple(f"who5_{i}" for i in range(1, 6)),
    0,
    5,
    4,
    0,
    "Topp et al. 2015, Psychotherapy and Psychosomatics 84(3):167-176",
    ("WHO5", "OMS-5", "OMS5"),
    (
        "Au cours des deux dernières semaines, je me suis senti bien et de bonne humeur",
        "Au cours des deux dernières semaines, je me suis senti calme et tranquille",
        "Au cours des deux dernières semaines, je me suis senti plein d’énergie et vigoureux",
        "Au cours des deux dernières semaines, je me suis réveillé en me sentant frais et dispos",
        "Au cours des deux dernières semaines, ma vie quotidienne a été remplie de choses intéressantes",
    ),
    (
        "jamais", "de temps en temps", "moins de la moitié du temps", "plus de la moitié du temps",
        "la plupart du temps", "tout le temps",
    ),
    "Indice de bien-être de l’OMS, libre d’emploi si la source est citée ; vérifier sur la version française de l’OMS.",
)  # fmt: skip
INSTRUMENTS = (LSNS6, UCLA3, WHO5)
