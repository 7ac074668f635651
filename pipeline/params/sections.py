"""The sections of `params.yaml` but the plan: one frozen class each, defaults of the contract."""

from __future__ import annotations

import datetime as dt
from typing import Annotated, Literal

from pydantic import Field, model_validator

from pipeline.contract.calibration import NO_EFFECT
from pipeline.contract.coverage import Attested
from pipeline.contract.indicators import WAVE_MONTHS
from pipeline.params.section import EditionName, Section, Share


class Donnees(Section):
    """What is read, and how far reading may fail."""

    source: str = "data/raw/demonstration"
    tolerance_rejets: Share = 0.05
    ordre_dates: dict[str, Literal["jour_mois", "mois_jour"]] = Field(default={})
    expediteurs: dict[str, str] = Field(default={})
    couverture_attestee: Attested = None
    taille_max_mo: Annotated[float, Field(gt=0)] = 500.0
    ratio_decompression_max: Annotated[float, Field(gt=1)] = 200.0


class Edition(Section):
    """A data freeze and a horizon in months."""

    gel: dt.date
    horizon: Literal[12, 18, 24]

    @property
    def wave(self) -> str:
        """The wave at the horizon: `M12`, `M18` or `M24`."""
        return f"M{self.horizon}"

    @property
    def waves(self) -> tuple[str, ...]:
        """The waves up to the horizon, `T0` first."""
        return tuple(w for w, m in WAVE_MONTHS.items() if m <= self.horizon)


class Controles(Section):
    """Thresholds of the checks between tables."""

    effectif_prevu_accompagnes: Annotated[int, Field(ge=1)] = 25
    effectif_prevu_temoins: Annotated[int, Field(ge=1)] = 25
    ecart_identite_solde: Annotated[float, Field(ge=0)] = 1.0
    fenetre_entretien_jours: Annotated[int, Field(ge=0)] = 92
    completude_min: Share = 0.80


class Seuils(Section):
    """Cut-offs of the indicators; the contract's are the defaults."""

    impaye_mois: Annotated[float, Field(gt=0)] = 2.0
    isolement_lsns6: Annotated[int, Field(ge=1, le=30)] = 12
    solitude_ucla3: Annotated[int, Field(ge=4, le=9)] = 6
    bien_etre_who5: Annotated[int, Field(ge=0, le=99)] = 50


class Publique(Section):
    """How coarse a published number is, and below how many households nothing is published."""

    effectifs: Annotated[int, Field(ge=5)] = 5
    parts: Annotated[float, Field(ge=5, le=50)] = 5.0
    montants: Annotated[float, Field(ge=50)] = 50.0
    scores: Annotated[float, Field(ge=0.5)] = 0.5
    durees: Annotated[float, Field(ge=0.5)] = 0.5
    rapports: Annotated[float, Field(ge=0.1)] = 0.1
    petit_effectif: Annotated[int, Field(ge=5)] = 5
    menages_min: Annotated[int, Field(ge=10)] = 10


class Confidentialite(Section):
    """Disclosure control: `seuil` for the steering committee's documents, `publique` for those of everybody."""

    seuil: Annotated[int, Field(ge=1)] = 5
    publique: Publique = Publique()


class Montant(Section):
    """An amount with its range and where it comes from; all empty until the evaluator has a source for it."""

    valeur: Annotated[float, Field(ge=0)] | None = None
    bas: Annotated[float, Field(ge=0)] | None = None
    haut: Annotated[float, Field(ge=0)] | None = None
    source: str = ""

    @model_validator(mode="after")
    def _sourced(self) -> Montant:
        if self.valeur is not None and not self.source.strip():
            raise ValueError("un montant sans source n’est pas utilisé : écrire d’où il vient")
        low, high = self.bounds
        if self.valeur is not None and not low <= self.valeur <= high:
            raise ValueError("« valeur » doit être entre « bas » et « haut »")
        return self

    @property
    def bounds(self) -> tuple[float, float]:
        """The range; a bound that is not given is the amount itself."""
        value = self.valeur or 0.0
        return (value if self.bas is None else self.bas, value if self.haut is None else self.haut)


class Couts(Section):
    """What a cost is divided by, what a lost dwelling costs, how far acceptability is drawn."""

    menages_accompagnes_dispositif: Annotated[int, Field(ge=1)] = 100
    menages_bas: Annotated[int, Field(ge=1)] = 80
    menages_haut: Annotated[int, Field(ge=1)] = 120
    seuil_acceptabilite_max: Annotated[float, Field(gt=0)] = 60_000.0
    procedure_expulsion: Montant = Montant()
    vacance: Montant = Montant()
    dette_irrecouvrable: Montant = Montant()


class Dispositif(Section):
    """What the scheme did beyond the panel, which no delivery says; empty until it is known."""

    menages_en_place: Annotated[int, Field(ge=0)] | None = None
    menages_nouveaux: Annotated[int, Field(ge=0)] | None = None
    cooperateurs: Annotated[int, Field(ge=0)] | None = None


class Parcours(Section):
    """How pathways are compared and grouped."""

    cout_substitution: Literal["constant", "transitions"] = "constant"
    cout_indel: Annotated[float, Field(gt=0)] = 1.0
    types_max: Annotated[int, Field(ge=2, le=12)] = 6
    effectif_type_min: Annotated[int, Field(ge=1)] = 5
    reechantillonnages: Annotated[int, Field(ge=20, le=10_000)] = 200
    effectif_max: Annotated[int, Field(ge=10, le=5_000)] = 1_000


class Rapport(Section):
    """What the covers say, and how the documents are made. `date`: edition → day, its freeze unless it is there."""

    titre: str = "Veille sociale Habitat Réuni"
    auteur: str = ""
    financeur: str = ""
    date: dict[EditionName, dt.date] = Field(default={})
    moteur: Literal["auto", "quarto", "pandoc"] = "auto"
    archives_precedentes: dict[EditionName, str] = Field(default={})

    @property
    def unfilled(self) -> tuple[str, ...]:
        """The keys of the cover that nothing fills."""
        return tuple(key for key in ("titre", "auteur", "financeur") if not str(getattr(self, key)).strip())


class Demonstration(Section):
    """The synthetic study: its seed, its size, and its true effects (the truth that recovery tests aim at)."""

    graine: Annotated[int, Field(ge=0)] = 20141001
    effectif_par_groupe: Annotated[int, Field(ge=2)] = 25
    risque_sortie_temoins: Share = 0.30
    rapport_risque_sortie: Annotated[float, Field(ge=0)] = 0.40
    effet_impaye_mensuel: float = -25.0
    effet_lsns6: float = 2.0
    effet_ucla3: float = -0.5
    effet_who5: float = 8.0
    rapport_taux_troubles: Annotated[float, Field(ge=0)] = 0.60
    rapport_taux_droits: Annotated[float, Field(ge=0)] = 1.80
    effet_procedure: float = 0.50
    mois_avant_inclusion: Annotated[int, Field(ge=0, le=12)] = 12


class Menaces(Section):
    """What threatens a study whose panels were chosen; each is off at 0, `force` multiplies the effects."""

    force: float = 1.0
    selection: Annotated[float, Field(ge=0)] = 0.0
    bailleurs: Annotated[float, Field(ge=0)] = 0.0
    premier_contact: Annotated[float, Field(ge=0)] = 0.0
    sorties: bool = False


def _menaces() -> dict[str, Menaces]:
    return {
        "selection": Menaces(selection=0.4),
        "selection_sans_effet": Menaces(force=0.0, selection=0.4),
        "bailleurs": Menaces(bailleurs=0.5),
        "premier_contact": Menaces(premier_contact=3.0),
        "sorties": Menaces(sorties=True),
        "ensemble": Menaces(selection=0.4, bailleurs=0.5, premier_contact=3.0, sorties=True),
    }


class Calibration(Section):
    """The simulated studies that measure how the methods behave at this very design, and what computes them."""

    etudes: Annotated[int, Field(ge=100)] = 2_000
    etudes_effet: Annotated[int, Field(ge=100)] = 800
    effets: dict[EditionName, float] = Field(default={"faible": 0.5, "attendu": 1.0, "fort": 1.5})
    etudes_menace: Annotated[int, Field(ge=0)] = 400
    menaces: dict[EditionName, Menaces] = Field(default_factory=_menaces)
    tirages: Annotated[int, Field(ge=99)] = 999
    etudes_lourdes: Annotated[int, Field(ge=0)] = 100
    tirages_lourds: Annotated[int, Field(ge=99)] = 999
    population: Annotated[int, Field(ge=1000)] = 20_000
    graine: Annotated[int, Field(ge=0)] = 20150201
    moteur: Literal["local", "dask"] = "local"
    ordonnanceur: str = ""
    ouvriers: Annotated[int, Field(ge=0)] = 0

    @model_validator(mode="after")
    def _named_once(self) -> Calibration:
        for name in self.menaces:
            if name in self.effets or name == NO_EFFECT:
                raise ValueError(f"« {name} » nomme à la fois un effet et une menace")
        return self

    @model_validator(mode="after")
    def _reachable(self) -> Calibration:
        if self.moteur == "dask" and not self.ordonnanceur.strip():
            raise ValueError("le moteur dask demande l’adresse de l’ordonnanceur (« ordonnanceur »)")
        return self
