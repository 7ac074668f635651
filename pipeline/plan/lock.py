"""The lock of the analysis plan: the whole plan, its fingerprint, its day and its freezes, in one file to commit."""

from __future__ import annotations

import datetime as dt
import hashlib
import json
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Annotated, Any, Literal

from pydantic import BaseModel, ConfigDict, Field, ValidationError

from pipeline.errors import UsageError, reason
from pipeline.params import Params

# What decides a number of the report. Left out: `donnees` (how the senders' files are read, known once they are there),
# `dispositif` (what the scheme turns out to have done: data, not a choice), `confidentialite` (what is masked),
# `rapport`, `demonstration`, `calibration` and `aveugle`, which decide no number of the delivery.
LOCKED_SECTIONS = ("plan", "seuils", "editions", "controles", "couts", "parcours")


@dataclass(frozen=True)
class Looked:
    """What the locking looked at, and nothing else: folders, as they may be shown.

    `resultats`: where results were looked for; `livraison`: where a delivery was, and `livraison_presente` whether it
    held a file. Both are empty when nothing was looked at.
    """

    resultats: str = ""
    livraison: str = ""
    livraison_presente: bool = False


class EarlierLock(BaseModel):
    """A lock that a later one has replaced."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    date: dt.date
    empreinte: str


class Lock(BaseModel):
    """The content of the lock file.

    `date`: the day by the clock. `date_declaree`: another day that the evaluator declares; it attests nothing.
    `plan`: the sections `LOCKED_SECTIONS` as they stood, plain values. `empreinte`: `plan_fingerprint(plan)`.
    `cle_aveugle`: SHA-256 of the key file that seals the blind mode, empty when there was none.
    """

    model_config = ConfigDict(frozen=True, extra="forbid")

    version: Literal[1] = 1
    date: dt.date
    date_declaree: dt.date | None = None
    gels: dict[str, dt.date]
    empreinte: Annotated[str, Field(pattern=r"^[0-9a-f]{64}$")]
    apres_lecture: bool = False
    apres_aveugle: bool = False
    motif: str = ""
    resultats: str = ""
    livraison: str = ""
    livraison_presente: bool = False
    cle_aveugle: str = ""
    remplace: tuple[EarlierLock, ...] = ()
    plan: dict[str, dict[str, Any]]


_NOTHING = Looked()


def lock_plan(
    params: Params,
    date: dt.date,
    *,
    declared: dt.date | None = None,
    looked: Looked = _NOTHING,
    after_reading: bool = False,
    after_blind: bool = False,
    motif: str = "",
    key: str = "",
    replaced: Lock | None = None,
) -> Lock:
    """Return the lock of the plan of `params`.

    `date`: today, by the clock. `declared`: the day that the evaluator gives for the plan, kept beside when it is
    another. `looked`: what was looked at before locking. `replaced`: the lock that stood before, if any.
    """
    plan = locked_sections(params)
    earlier = (*replaced.remplace, EarlierLock(date=replaced.date, empreinte=replaced.empreinte)) if replaced else ()
    return Lock(
        date=date,
        date_declaree=None if declared == date else declared,
        gels={name: edition.gel for name, edition in params.editions.items()},
        empreinte=plan_fingerprint(plan),
        apres_lecture=after_reading,
        apres_aveugle=after_blind,
        motif=motif.strip(),
        resultats=looked.resultats,
        livraison=looked.livraison,
        livraison_presente=looked.livraison_presente,
        cle_aveugle=key,
        remplace=earlier,
        plan=plan,
    )


def locked_sections(params: Params) -> dict[str, dict[str, Any]]:
    """Return the sections of `LOCKED_SECTIONS` as plain values (dates as ISO text, lists for tuples)."""
    tree = params.model_dump(mode="json")
    return {section: tree[section] for section in LOCKED_SECTIONS}


def plan_fingerprint(plan: Mapping[str, Any]) -> str:
    """Return the SHA-256 of the plan written as JSON: keys sorted, no blank, UTF-8. 64 hexadecimal digits."""
    text = json.dumps(plan, ensure_ascii=False, sort_keys=True, separators=(",", ":"))
    return hashlib.sha256(text.encode("utf-8")).hexdigest()


def as_text(lock: Lock) -> str:
    """Return the file's content: JSON that a person can read."""
    return json.dumps(lock.model_dump(mode="json"), ensure_ascii=False, indent=2) + "\n"


def read_lock(path: Path) -> Lock | None:
    """Return the lock in `path`, None when there is no such file.

    Raises `UsageError` when it is not a lock, or when its plan is not the one that its fingerprint was made from.
    """
    try:
        text = path.read_text(encoding="utf-8")
    except FileNotFoundError:
        return None
    except OSError as error:
        raise UsageError(f"{path} : plan verrouillé illisible ({reason(error)}).") from None
    except UnicodeDecodeError:
        raise UsageError(f"{path} : ce n’est pas un plan verrouillé (texte illisible).") from None
    try:
        lock = Lock.model_validate_json(text)
    except ValidationError as error:
        where = ".".join(str(part) for part in error.errors()[0]["loc"]) or "le fichier entier"
        raise UsageError(
            f"{path} : ce n’est pas un plan verrouillé (à revoir : {where}). Le fichier est écrit par "
            "« evaluation plan verrouiller » et ne se modifie pas à la main."
        ) from None
    if plan_fingerprint(lock.plan) != lock.empreinte:
        raise UsageError(
            f"{path} : le plan qui s’y trouve n’est plus celui dont l’empreinte a été prise ; le fichier a été modifié "
            "à la main. Reprendre la version enregistrée dans git."
        )
    return lock
