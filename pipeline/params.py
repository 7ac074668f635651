"""The parameters: one frozen class a section of `params.yaml`, unknown keys refused, defaults of the contract."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Sequence
from pathlib import Path
from typing import Annotated, Any, Literal

from pydantic import BaseModel, ConfigDict, Field, ValidationError, model_validator

from pipeline.contract.covariates import COVARIATES
from pipeline.contract.coverage import Attested
from pipeline.contract.indicators import INDICATORS, WAVE_MONTHS
from pipeline.contract.tables import MENAGES
from pipeline.errors import ParameterError, reason

EditionName = Annotated[str, Field(pattern=r"^[a-z][a-z0-9_]*$")]
Share = Annotated[float, Field(ge=0, le=1)]


class _Section(BaseModel):
    model_config = ConfigDict(frozen=True, extra="forbid", arbitrary_types_allowed=False)


def _refuse_unknown(words: str, names: Iterable[str], possible: Sequence[str]) -> None:
    for name in names:
        if name not in possible:
            raise ValueError(f"{words} : « {name} » ; possibles : {', '.join(possible)}")


class Donnees(_Section):
    """What is read, and how far reading may fail."""

    source: str = "data/raw/demonstration"
    tolerance_rejets: Share = 0.05
    ordre_dates: dict[str, Literal["jour_mois", "mois_jour"]] = {}
    expediteurs: dict[str, str] = {}
    couverture_attestee: Attested = None
    taille_max_mo: Annotated[float, Field(gt=0)] = 500.0
    ratio_decompression_max: Annotated[float, Field(gt=1)] = 200.0


class Edition(_Section):
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


class Controles(_Section):
    """Thresholds of the checks between tables."""

    effectif_prevu_accompagnes: Annotated[int, Field(ge=1)] = 25
    effectif_prevu_temoins: Annotated[int, Field(ge=1)] = 25
    ecart_identite_solde: Annotated[float, Field(ge=0)] = 1.0
    fenetre_entretien_jours: Annotated[int, Field(ge=0)] = 92
    completude_min: Share = 0.80


class Seuils(_Section):
    """Cut-offs of the indicators; the contract's are the defaults."""

    impaye_mois: Annotated[float, Field(gt=0)] = 2.0
    isolement_lsns6: Annotated[int, Field(ge=1, le=30)] = 12
    solitude_ucla3: Annotated[int, Field(ge=4, le=9)] = 6
    bien_etre_who5: Annotated[int, Field(ge=0, le=99)] = 50


class Plan(_Section):
    """The analysis plan, written before outcomes are read."""

    indicateur_principal: str = "maintien"
    secondaires: tuple[str, ...] = (
        "impaye_solde", "impaye_2mois", "procedure_max", "insertion", "lsns6", "who5", "troubles"
    )  # fmt: skip
    strates: tuple[str, ...] = ("profil",)
    covariables: Annotated[tuple[str, ...], Field(max_length=5)] = ("impaye_inclusion", "lsns6")
    niveau: Annotated[float, Field(gt=0.5, lt=1)] = 0.95
    graine: Annotated[int, Field(ge=0)] = 20150101
    tirages: Annotated[int, Field(ge=99, le=1_000_000)] = 9999
    reechantillonnages: Annotated[int, Field(ge=99, le=100_000)] = 1999
    imputations: Annotated[int, Field(ge=50, le=1_000)] = 50

    @model_validator(mode="after")
    def _known_names(self) -> Plan:
        indicators = (self.indicateur_principal, *self.secondaires)
        _refuse_unknown("indicateur inconnu", indicators, [i.name for i in INDICATORS.values() if i.estimated])
        _refuse_unknown("covariable inconnue", self.covariables, COVARIATES)
        _refuse_unknown("strate inconnue", self.strates, [c.name for c in MENAGES if c.codes and c.name != "groupe"])
        if self.indicateur_principal in self.secondaires:
            raise ValueError("l’indicateur principal ne peut pas être aussi secondaire")
        return self


class Confidentialite(_Section):
    """Disclosure control."""

    seuil: Annotated[int, Field(ge=1)] = 5


class Montant(_Section):
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


class Couts(_Section):
    """What a cost is divided by, what a lost dwelling costs, how far acceptability is drawn."""

    menages_accompagnes_dispositif: Annotated[int, Field(ge=1)] = 100
    menages_bas: Annotated[int, Field(ge=1)] = 80
    menages_haut: Annotated[int, Field(ge=1)] = 120
    seuil_acceptabilite_max: Annotated[float, Field(gt=0)] = 60_000.0
    procedure_expulsion: Montant = Montant()
    vacance: Montant = Montant()
    dette_irrecouvrable: Montant = Montant()


class Dispositif(_Section):
    """What the scheme did beyond the panel, which no delivery says; empty until it is known."""

    menages_en_place: Annotated[int, Field(ge=0)] | None = None
    menages_nouveaux: Annotated[int, Field(ge=0)] | None = None
    cooperateurs: Annotated[int, Field(ge=0)] | None = None


class Parcours(_Section):
    """How pathways are compared and grouped."""

    cout_substitution: Literal["constant", "transitions"] = "constant"
    cout_indel: Annotated[float, Field(gt=0)] = 1.0
    types_max: Annotated[int, Field(ge=2, le=12)] = 6
    effectif_type_min: Annotated[int, Field(ge=1)] = 5
    reechantillonnages: Annotated[int, Field(ge=20, le=10_000)] = 200
    effectif_max: Annotated[int, Field(ge=10, le=5_000)] = 1_000


class Rapport(_Section):
    """How reports are made."""

    moteur: Literal["auto", "quarto", "pandoc"] = "auto"


class Demonstration(_Section):
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


class Calibration(_Section):
    """The simulated studies that measure how the methods behave at this very design, and what computes them."""

    etudes: Annotated[int, Field(ge=100)] = 10_000
    etudes_effet: Annotated[int, Field(ge=100)] = 4_000
    effets: dict[EditionName, float] = {"faible": 0.5, "attendu": 1.0, "fort": 1.5}
    tirages: Annotated[int, Field(ge=99)] = 999
    etudes_lourdes: Annotated[int, Field(ge=0)] = 2000
    tirages_lourds: Annotated[int, Field(ge=99)] = 999
    population: Annotated[int, Field(ge=1000)] = 40_000
    graine: Annotated[int, Field(ge=0)] = 20150201
    moteur: Literal["local", "dask"] = "local"
    ordonnanceur: str = ""
    ouvriers: Annotated[int, Field(ge=0)] = 0

    @model_validator(mode="after")
    def _reachable(self) -> Calibration:
        if self.moteur == "dask" and not self.ordonnanceur.strip():
            raise ValueError("le moteur dask demande l’adresse de l’ordonnanceur (« ordonnanceur »)")
        return self


def _editions() -> dict[str, Edition]:
    return {
        "intermediaire": Edition(gel=dt.date(2016, 3, 31), horizon=12),
        "parcours": Edition(gel=dt.date(2016, 9, 30), horizon=18),
        "finale": Edition(gel=dt.date(2017, 3, 31), horizon=24),
    }


class Params(_Section):
    """All the sections. `Params()` holds the defaults shipped with the package."""

    aveugle: bool = False
    donnees: Donnees = Donnees()
    editions: dict[EditionName, Edition] = Field(default_factory=_editions, min_length=1)
    controles: Controles = Controles()
    seuils: Seuils = Seuils()
    plan: Plan = Plan()
    confidentialite: Confidentialite = Confidentialite()
    couts: Couts = Couts()
    dispositif: Dispositif = Dispositif()
    parcours: Parcours = Parcours()
    rapport: Rapport = Rapport()
    demonstration: Demonstration = Demonstration()
    calibration: Calibration = Calibration()

    @property
    def last_freeze(self) -> dt.date:
        """The latest freeze of all editions."""
        return max(e.gel for e in self.editions.values())


def load_params(path: Path | None, sections: Iterable[str] | None = None) -> Params:
    """Read a parameter file; missing sections and keys take the defaults.

    `path`: None for the defaults. `sections`: when given, only these are read and checked, the others keep their
    defaults (a DVC stage names here exactly the sections that `dvc.yaml` declares for it).
    Raises `ParameterError`, with file, key and what is allowed.
    """
    if path is None:
        return Params()
    raw = _read_yaml(path)
    if sections is not None:
        raw = {k: v for k, v in raw.items() if k in set(sections)}
    return _checked(raw, path.name)


def with_changes(params: Params, section: str, changes: dict[str, Any]) -> Params:
    """Return `params` with keys of a section changed by the command line. Raises `ParameterError`."""
    raw = params.model_dump()
    return _checked({**raw, section: {**raw[section], **changes}}, "Ligne de commande")


def _checked(raw: dict[str, Any], where: str) -> Params:
    try:
        return Params.model_validate(raw)
    except ValidationError as error:
        lines = [_explain(dict(e)) for e in error.errors()]
        raise ParameterError(f"{where} : paramètres refusés.\n" + "\n".join(f"  – {line}" for line in lines)) from None


def _read_yaml(path: Path) -> dict[str, Any]:
    from ruamel.yaml import YAML
    from ruamel.yaml.error import YAMLError

    try:
        raw = YAML(typ="safe").load(path.read_text(encoding="utf-8"))
    except OSError as error:
        raise ParameterError(f"{path} : fichier de paramètres illisible ({reason(error)}).") from None
    except (YAMLError, ValueError) as error:  # a date that does not exist, bytes that are no text
        mark = getattr(error, "problem_mark", None)
        where = f", ligne {mark.line + 1}" if mark else ""
        raise ParameterError(f"{path}{where} : ce n’est pas du YAML lisible.") from None
    if raw is not None and not isinstance(raw, dict):
        raise ParameterError(f"{path} : des sections nommées sont attendues (« donnees: », « plan: »…).")
    return raw or {}


_MESSAGES = {
    "extra_forbidden": "clé inconnue",
    "missing": "clé manquante",
    **dict.fromkeys(("int_parsing", "int_type"), "un nombre entier est attendu"),
    **dict.fromkeys(("float_parsing", "float_type"), "un nombre est attendu"),
    "string_type": "un texte est attendu",
    **dict.fromkeys(("date_parsing", "date_from_datetime_parsing", "date_type"), "une date AAAA-MM-JJ est attendue"),
    **dict.fromkeys(("dict_type", "model_type"), "des clés et leurs valeurs sont attendues"),
    "tuple_type": "une liste est attendue",
    "string_pattern_mismatch": "un nom en minuscules sans accent ni espace est attendu",
    "too_short": "au moins un élément est attendu",
    "too_long": "trop d’éléments",
}
_BOUNDS = {
    "greater_than": ("plus que", "gt"), "greater_than_equal": ("au moins", "ge"),
    "less_than": ("moins que", "lt"), "less_than_equal": ("au plus", "le"),
}  # fmt: skip


def _explain(error: dict[str, Any]) -> str:
    where = ".".join(str(part) for part in error["loc"])
    kind, context = str(error["type"]), error.get("ctx", {})
    if kind in _BOUNDS:
        words, key = _BOUNDS[kind]
        reason = f"{words} {context[key]}"
    elif kind == "literal_error":
        reason = f"valeurs possibles : {context['expected'].replace(' or ', ' ou ')}"
    elif kind == "value_error":
        reason = str(context["error"])
    else:
        reason = _MESSAGES.get(kind, "valeur refusée")
    return f"{where} : {reason}."
