"""The catalogue of indicators: what each one is, when it is measured, which direction is good news."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

# fmt: off


class Scale(StrEnum):
    """The statistical type of an indicator; methods declare the scales they fit."""

    BINARY = "binaire"
    CONTINUOUS = "continu"
    ORDINAL = "ordinal"
    COUNT = "nombre"
    DURATION = "durée"


WAVE_MONTHS = {"T0": 0, "M12": 12, "M18": 18, "M24": 24}
WAVES = tuple(WAVE_MONTHS)

LEDGER_WAVES = ("T0", "M12", "M18", "M24")
INTERVIEW_WAVES = ("T0", "M12", "M24")
FOLLOW_UP_WAVES = ("M12", "M18", "M24")


@dataclass(frozen=True)
class Indicator:
    """One indicator.

    `waves`: where it is measured (an edition stops at its horizon). `favourable`: +1 when a higher value is good
    news for the household, −1 when it is bad news, 0 when neither. `estimated`: whether groups are compared on it.
    `label` reads in a table; `phrase` reads inside a sentence, after « la part de » (binary) or as a subject; `short`
    titles its line in the answer of ten lines, where an indicator without it does not stand. `score`: the score that a
    share is cut from. `ranked_after`: what is read before it, the worst first, where an outcome is made of several
    (`rang_composite`); the first is 1 for a household still there, 0 for one gone. `limits`: the lowest and the highest
    value that the scale has, None without bounds. `looks_back`: the last months that it is read over, 0 when it is read
    in its month, or over all the months since inclusion.
    """

    name: str
    label: str
    scale: Scale
    waves: tuple[str, ...]
    favourable: int
    domain: str
    definition: str
    unit: str = ""
    phrase: str = ""
    estimated: bool = True
    short: str = ""
    score: str = ""
    ranked_after: tuple[str, ...] = ()
    limits: tuple[float, float] | None = None
    looks_back: int = 0

    @property
    def has_baseline(self) -> bool:
        """True when the same indicator is measured at T0 too."""
        return "T0" in self.waves

    @property
    def adds_up(self) -> bool:
        """True for what is read over all the months since inclusion."""
        over_time = self.scale is Scale.CONTINUOUS and not self.has_baseline and not self.looks_back
        return self.scale in (Scale.COUNT, Scale.DURATION) or over_time

    @property
    def kind(self) -> str:
        """Its kind in `plan.estimateurs`, which names one method for each."""
        return _KINDS[self.scale, self.has_baseline and self.scale in (Scale.BINARY, Scale.CONTINUOUS)]

    @property
    def table(self) -> str:
        """The table without which the indicator cannot be computed: where it is absent, it has no row."""
        return _TABLE_OF_DOMAIN[self.domain]


_KINDS = {
    (Scale.BINARY, True): "binaire_mesure",
    (Scale.CONTINUOUS, True): "continu_mesure",
    (Scale.BINARY, False): "binaire",
    (Scale.CONTINUOUS, False): "continu",
    (Scale.COUNT, False): "nombre",
    (Scale.ORDINAL, False): "ordinal",
    (Scale.DURATION, False): "duree",
}
_TABLE_OF_DOMAIN = {
    "maintien": "evenements",
    "impayes": "suivi_locatif",
    "bien_etre": "entretiens",
    "evenements": "evenements",
    "accompagnement": "accompagnement",
}


_B, _C, _O, _N = Scale.BINARY, Scale.CONTINUOUS, Scale.ORDINAL, Scale.COUNT

_CATALOGUE = (
    Indicator("maintien", "Maintien dans les lieux", _B, FOLLOW_UP_WAVES, +1, "maintien", "Toujours dans le logement, ou relogé par mutation ; ni expulsion, ni abandon, ni départ volontaire.", "%", "ménages maintenus dans les lieux", limits=(0, 1)),
    Indicator("maintien_strict", "Maintien strict (sans mutation)", _B, FOLLOW_UP_WAVES, +1, "maintien", "Comme le maintien, une mutation comptant comme une sortie.", "%", "ménages restés dans le même logement", limits=(0, 1)),
    Indicator("procedure_max", "Stade atteint de la procédure d’expulsion", _O, FOLLOW_UP_WAVES, -1, "maintien", "Gravité la plus haute atteinte depuis l’inclusion, de 0 (aucune) à 8 (expulsion).", "rang 0–8", "le stade le plus grave atteint de la procédure d’expulsion", limits=(0, 8)),
    Indicator("insertion", "Insertion réussie (nouveaux ménages)", _B, FOLLOW_UP_WAVES, +1, "maintien", "Hors situations bloquées : maintenu, moins de deux mois d’impayés et aucune procédure.", "%", "nouveaux ménages insérés", limits=(0, 1)),
    Indicator("impaye_solde", "Impayé (solde)", _C, LEDGER_WAVES, -1, "impayes", "Dette locative à la fin du mois.", "€", "l’impayé moyen", short="Impayés", ranked_after=("maintien", "procedure_max")),
    Indicator("impaye_mois", "Impayé en mois de quittance", _C, LEDGER_WAVES, -1, "impayes", "Dette divisée par la quittance du même mois.", "mois", "l’impayé moyen en mois de quittance"),
    Indicator("impaye_2mois", "Impayé d’au moins deux mois", _B, LEDGER_WAVES, -1, "impayes", "Dette d’au moins deux fois la quittance du mois.", "%", "ménages devant au moins deux mois de quittance", score="impaye_mois", limits=(0, 1)),
    Indicator("impaye_3mois", "Impayé d’au moins trois mois", _B, LEDGER_WAVES, -1, "impayes", "Dette d’au moins trois fois la quittance du mois.", "%", "ménages devant au moins trois mois de quittance", score="impaye_mois", limits=(0, 1)),
    Indicator("impaye_12mois", "Impayé d’au moins douze mois", _B, LEDGER_WAVES, -1, "impayes", "Dette d’au moins douze fois la quittance du mois.", "%", "ménages devant au moins douze mois de quittance", score="impaye_mois", limits=(0, 1)),
    Indicator("paiement_regulier", "Régularité des paiements (six mois)", _C, FOLLOW_UP_WAVES, +1, "impayes", "Part des six derniers mois dont le paiement atteint ce qui est demandé une fois les aides déduites ; 1 quand tous l’atteignent. Les six mois doivent être connus, et quelque chose demandé.", "ratio", "la part moyenne des six derniers mois payés en entier", limits=(0, 1), looks_back=6),
    Indicator("taux_recouvrement", "Taux de recouvrement", _C, FOLLOW_UP_WAVES, +1, "impayes", "Payé par le ménage, rapporté à ce qui lui est demandé une fois les aides déduites.", "ratio", "le taux de recouvrement moyen"),
    Indicator("pente_impaye", "Évolution mensuelle de l’impayé", _C, FOLLOW_UP_WAVES, -1, "impayes", "Pente des moindres carrés du solde sur le mois, trois mois connus au moins.", "€/mois", "la pente moyenne de l’impayé"),
    Indicator("taux_effort", "Taux d’effort net", _C, ("T0",), -1, "impayes", "(Quittance − APL) / ressources, au mois d’inclusion.", "ratio", "le taux d’effort net moyen", estimated=False),
    Indicator("reste_pour_vivre", "Reste pour vivre", _C, ("T0",), +1, "impayes", "(Ressources − (quittance − APL)) par unité de consommation et par jour, au mois d’inclusion (30,4375 jours). Unités : 1 pour le premier adulte, 0,5 pour le second, 0,3 par enfant, tenu pour avoir moins de 14 ans ; vide quand la composition et le nombre de personnes ne les donnent pas.", "€/jour", "le reste pour vivre moyen, par jour et par unité de consommation,", estimated=False),
    Indicator("lsns6", "Réseau social (LSNS-6)", _C, INTERVIEW_WAVES, +1, "bien_etre", "Somme de six items, 0 à 30 ; haut = réseau étendu.", "points", "le score moyen de réseau social (LSNS-6)", limits=(0, 30)),
    Indicator("isole", "Isolement (LSNS-6 < 12)", _B, INTERVIEW_WAVES, -1, "bien_etre", "Score LSNS-6 sous le seuil d’isolement.", "%", "ménages isolés", short="Isolement", score="lsns6", limits=(0, 1)),
    Indicator("ucla3", "Solitude (UCLA-3)", _C, INTERVIEW_WAVES, -1, "bien_etre", "Somme de trois items, 3 à 9 ; haut = solitude.", "points", "le score moyen de solitude (UCLA-3)", limits=(3, 9)),
    Indicator("solitude", "Sentiment de solitude (UCLA-3 ≥ 6)", _B, INTERVIEW_WAVES, -1, "bien_etre", "Score UCLA-3 au seuil de solitude ou au-dessus.", "%", "ménages se sentant seuls", score="ucla3", limits=(0, 1)),
    Indicator("who5", "Bien-être (WHO-5)", _C, INTERVIEW_WAVES, +1, "bien_etre", "Somme de cinq items multipliée par 4, 0 à 100 ; haut = bien-être.", "points", "le score moyen de bien-être (WHO-5)", short="Bien-être", limits=(0, 100)),
    Indicator("bien_etre_faible", "Bien-être faible (WHO-5 ≤ 50)", _B, INTERVIEW_WAVES, -1, "bien_etre", "Score WHO-5 au seuil de bien-être faible ou au-dessous.", "%", "ménages au bien-être faible", score="who5", limits=(0, 1)),
    Indicator("membre_cooperative", "Membre de la coopérative", _B, INTERVIEW_WAVES, +1, "bien_etre", "Comme déclaré à l’entretien.", "%", "ménages membres de la coopérative", limits=(0, 1)),
    Indicator("troubles", "Troubles (plaintes et incidents)", _N, FOLLOW_UP_WAVES, -1, "evenements", "Plaintes de voisinage et incidents de sécurité depuis l’inclusion.", "par an", "le nombre de troubles par an"),
    Indicator("droits_ouverts", "Droits ouverts", _N, FOLLOW_UP_WAVES, +1, "evenements", "Ouvertures de droits depuis l’inclusion.", "par an", "le nombre de droits ouverts par an"),
    Indicator("jours_accompagnement", "Jours d’accompagnement", _C, FOLLOW_UP_WAVES, 0, "accompagnement", "Somme des durées d’intervention (accompagnés).", "jours", "le nombre de jours d’accompagnement", estimated=False),
)

INDICATORS: dict[str, Indicator] = {i.name: i for i in _CATALOGUE}

DUREE_MAINTIEN = Indicator(
    "duree_maintien", "Durée de maintien", Scale.DURATION, FOLLOW_UP_WAVES, +1, "maintien",
    "Mois jusqu’à la première sortie négative ; décès et retrait censurent.", "mois", "la durée moyenne de maintien",
    short="Durée",
)


def outcomes_of(domain: str) -> tuple[str, ...]:
    """Return the indicators of a domain that groups are compared on, in the order of the catalogue; a duration last."""
    return tuple(i.name for i in (*_CATALOGUE, DUREE_MAINTIEN) if i.domain == domain and i.estimated)


def told_in_the_answer() -> tuple[Indicator, ...]:
    """Return the indicators that have a short title, beside the primary one: the duration, then the catalogue's order."""
    return tuple(i for i in (DUREE_MAINTIEN, *_CATALOGUE) if i.short)
