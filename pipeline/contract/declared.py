"""What the evaluator declares beside the parameters: the locked plan, ROBINS-I, and what no delivery can tell."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from dataclasses import asdict, dataclass, field
from typing import Any


@dataclass(frozen=True)
class PlanChange:
    """One key of the plan that is not what it was when the plan was locked.

    `cle`: dotted, as in the parameter file (`plan.tirages`); `avant`, `maintenant`: the values as that file writes
    them, empty where the key did not exist or does not exist any more.
    """

    cle: str
    avant: str
    maintenant: str


@dataclass(frozen=True)
class LockReading:
    """The lock, as a later run reads it. `date` is None when no plan was locked, and nothing else then means anything.

    `date`: the day by the clock of the machine that locked; `date_declaree`: another day that the evaluator gives for
    the plan, which nothing attests. `gels`: edition → data freeze at the locking. `empreinte`: SHA-256 of the plan that
    was locked, hexadecimal. `resultats`: the folder where results were looked for, `livraison` the one where a delivery
    was, empty when none was looked at; `livraison_presente`: one was there.
    `apres_lecture`: results had been read when the plan was locked; `apres_aveugle`: they had been seen without the
    groups' names. `motif`: what the evaluator wrote about it. `remplace`: dates of the locks that this one replaces.
    """

    date: dt.date | None = None
    gels: Mapping[str, dt.date] = field(default_factory=dict)
    empreinte: str = ""
    apres_lecture: bool = False
    apres_aveugle: bool = False
    motif: str = ""
    remplace: tuple[dt.date, ...] = ()
    changements: tuple[PlanChange, ...] = ()
    date_declaree: dt.date | None = None
    resultats: str = ""
    livraison: str = ""
    livraison_presente: bool = False

    def as_json(self) -> dict[str, Any]:
        """Return plain values: dates as ISO text."""
        tree = asdict(self)
        for name in ("date", "date_declaree"):
            tree[name] = tree[name].isoformat() if tree[name] else None
        tree["gels"] = {name: day.isoformat() for name, day in self.gels.items()}
        tree["remplace"] = [day.isoformat() for day in self.remplace]
        return tree

    @classmethod
    def from_json(cls, tree: Mapping[str, Any]) -> LockReading:
        """Return what `as_json` wrote."""
        return cls(
            date=dt.date.fromisoformat(tree["date"]) if tree["date"] else None,
            gels={name: dt.date.fromisoformat(day) for name, day in tree["gels"].items()},
            empreinte=tree["empreinte"],
            apres_lecture=tree["apres_lecture"],
            apres_aveugle=tree["apres_aveugle"],
            motif=tree["motif"],
            remplace=tuple(dt.date.fromisoformat(day) for day in tree["remplace"]),
            changements=tuple(PlanChange(**change) for change in tree["changements"]),
            date_declaree=dt.date.fromisoformat(tree["date_declaree"]) if tree["date_declaree"] else None,
            resultats=tree["resultats"],
            livraison=tree["livraison"],
            livraison_presente=tree["livraison_presente"],
        )


@dataclass(frozen=True)
class DomainRating:
    """One domain of ROBINS-I. `domaine`, `jugement`: names of `contract.robins`; `sens`: which way it may pull."""

    domaine: str
    jugement: str
    raison: str
    sens: str = ""


@dataclass(frozen=True)
class RiskOfBias:
    """The evaluator's self-rating by ROBINS-I, complete, and the overall judgement that follows from the domains.

    `essai_cible`: the trial that the study tries to stand for, part by part (`contract.robins.TARGET_TRIAL`).
    `emulation`: what the study does in the place of each part; a part that the evaluator has not written is absent.
    `etablie_sur`: what the rating was made on, in the evaluator's words. `donnees`: fingerprints of the deliveries that
    it is about (`report.fingerprint.data_fingerprint`), none when it names none: of any other it remains to be made.
    """

    etablie_sur: str
    essai_cible: Mapping[str, str]
    domaines: tuple[DomainRating, ...]
    ensemble: str
    donnees: tuple[str, ...] = ()
    emulation: Mapping[str, str] = field(default_factory=dict)

    def as_json(self) -> dict[str, Any]:
        """Return plain values."""
        return asdict(self)

    @classmethod
    def from_json(cls, tree: Mapping[str, Any]) -> RiskOfBias:
        """Return what `as_json` wrote."""
        domains = tuple(DomainRating(**d) for d in tree["domaines"])
        given = tuple(tree["donnees"])
        return cls(tree["etablie_sur"], tree["essai_cible"], domains, tree["ensemble"], given, tree["emulation"])


@dataclass(frozen=True)
class TidierItem:
    """One item of TIDieR in the evaluator's words: planned, done; empty where nothing is declared."""

    prevu: str = ""
    realise: str = ""


@dataclass(frozen=True)
class Declarations:
    """What no delivery can tell and the evaluator declares; empty = not declared, and the report says so.

    `participation_…`: of the people concerned, how and with what effect (CHEERS 2022). `role_financeurs`: in the plan,
    the analysis and the report; `avis_ethique`, `enregistrement`: of the study and of its protocol; `acces_donnees`:
    where data and code can be had. `tidier`: items of `contract.tidier.TIDIER`.
    """

    conflits_interets: str = ""
    role_financeurs: str = ""
    avis_ethique: str = ""
    enregistrement: str = ""
    acces_donnees: str = ""
    participation_methode: str = ""
    participation_effet: str = ""
    tidier: Mapping[str, TidierItem] = field(default_factory=dict)

    def item(self, name: str) -> TidierItem:
        """Return what is declared of an item, empty when nothing is."""
        return self.tidier.get(name, TidierItem())

    def as_json(self) -> dict[str, Any]:
        """Return plain values."""
        return asdict(self)

    @classmethod
    def from_json(cls, tree: Mapping[str, Any]) -> Declarations:
        """Return what `as_json` wrote."""
        return cls(**{**tree, "tidier": {name: TidierItem(**item) for name, item in tree["tidier"].items()}})


@dataclass(frozen=True)
class Prose:
    """What the evaluator wrote for one edition, as typed, without its prompts; empty = not written, and it is said.

    `paroles`: what the teams and the households say of it.
    """

    conclusions: str = ""
    recommandations: str = ""
    paroles: str = ""
