"""The evaluator's ROBINS-I file: read, checked for completeness, and the overall judgement derived from the domains."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Annotated, Any, Literal

from pydantic import BaseModel, ConfigDict, Field, ValidationError

from pipeline.contract.declared import DomainRating, RiskOfBias
from pipeline.contract.robins import DIRECTIONS, DOMAINS, JUDGEMENTS, TARGET_TRIAL, overall
from pipeline.errors import ParameterError
from pipeline.plan.yaml_file import read_mapping

Fingerprint = Annotated[str, Field(pattern=r"^[0-9a-f]{16}$")]
_WORD = re.compile(r"[^\W\d_]{2,}")
_REASON = 3  # words: fewer give no reason


class _Part(BaseModel):
    model_config = ConfigDict(frozen=True, extra="forbid", str_strip_whitespace=True)


class _Domain(_Part):
    jugement: Literal["faible", "modere", "serieux", "critique", "sans_information"]
    raison: str
    sens: Literal["", "favorise_accompagnes", "favorise_temoins", "vers_zero", "imprevisible"] = ""


class _Rating(_Part):
    outil: Literal["ROBINS-I 2016"] = "ROBINS-I 2016"
    etablie_sur: str
    donnees: tuple[Fingerprint, ...] = ()
    essai_cible: dict[str, str]
    emulation: dict[str, str] = Field(default_factory=dict)
    domaines: dict[str, _Domain]


def read_rating(path: Path) -> RiskOfBias:
    """Read the self-rating in `path` (YAML). Raises `ParameterError` that names each missing domain, reason or part."""
    raw = read_mapping(path, "autoévaluation ROBINS-I", ("etablie_sur", "essai_cible", "domaines"))
    missing = [*_missing(raw)]
    if missing:
        raise ParameterError(_refused(path, missing))
    try:
        rating = _Rating.model_validate(raw)
    except ValidationError as error:
        raise ParameterError(_refused(path, [_explain(dict(e)) for e in error.errors()])) from None
    domains = tuple(
        DomainRating(name, d.jugement, d.raison, d.sens) for name in DOMAINS for d in (rating.domaines[name],)
    )
    trial = {part: rating.essai_cible[part].strip() for part in TARGET_TRIAL}
    emulation = {part: words.strip() for part, words in rating.emulation.items() if words.strip()}
    return RiskOfBias(
        rating.etablie_sur, trial, domains, overall(d.jugement for d in domains), rating.donnees, emulation
    )


def _missing(raw: Mapping[str, Any]) -> Iterator[str]:
    """What is not there, or empty, or of too many: said before the types, since it is what an evaluator forgets."""
    if _wordless(raw.get("etablie_sur")):
        yield "« etablie_sur » manque ou ne dit rien : dire sur quoi la cotation a été établie"
    trial, domains = raw.get("essai_cible"), raw.get("domaines")
    trial = trial if isinstance(trial, Mapping) else {}
    domains = domains if isinstance(domains, Mapping) else {}
    for part, label in TARGET_TRIAL.items():
        if _wordless(trial.get(part)):
            yield f"essai_cible.{part} (« {label} ») manque ou est vide"
    for name, label in DOMAINS.items():
        domain = domains.get(name)
        if not isinstance(domain, Mapping):
            yield f"domaines.{name} (« {label} ») manque"
            continue
        if _wordless(domain.get("jugement")):
            yield f"domaines.{name}.jugement (« {label} ») manque ; valeurs possibles : {', '.join(JUDGEMENTS)}"
        if _wordless(domain.get("raison"), _REASON):
            yield f"domaines.{name}.raison (« {label} ») manque, est vide ou sans mots : tout jugement se justifie"
    yield from (f"essai_cible.{part} : partie inconnue" for part in trial if part not in TARGET_TRIAL)
    done = raw.get("emulation")
    yield from (f"emulation.{part} : partie inconnue" for part in done or () if part not in TARGET_TRIAL)
    yield from (f"domaines.{name} : domaine inconnu" for name in domains if name not in DOMAINS)


def _wordless(value: Any, least: int = 1) -> bool:
    """Whether a text has fewer than `least` words of two letters or more; what is no text is the types' to refuse."""
    return value is None or (isinstance(value, str) and len(_WORD.findall(value)) < least)


def _explain(error: Mapping[str, Any]) -> str:
    where = ".".join(str(part) for part in error["loc"])
    allowed = {"jugement": ", ".join(JUDGEMENTS), "sens": ", ".join(d for d in DIRECTIONS if d)}
    key = str(error["loc"][-1])
    if error["loc"][0] == "donnees":
        return (
            "« donnees » : une liste d’empreintes de livraisons est attendue (16 chiffres ou lettres, entre guillemets)"
        )
    if error["type"] == "literal_error":
        return f"{where} : valeurs possibles : {allowed.get(key, 'ROBINS-I 2016')}"
    return f"{where} : {'clé inconnue' if error['type'] == 'extra_forbidden' else 'un texte est attendu'}"


def _refused(path: Path, lines: list[str]) -> str:
    return f"{path} : autoévaluation ROBINS-I incomplète ou refusée.\n" + "\n".join(f"  – {line}." for line in lines)
