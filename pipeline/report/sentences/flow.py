"""From the panel planned to the households analysed, in words."""

from __future__ import annotations

from collections.abc import Mapping

from pipeline.contract.flow import (
    ANALYSES,
    ENTRETIENS_FAITS,
    HORIZON_APRES_GEL,
    INCLUS,
    INCLUS_APRES_GEL,
    NON_ANALYSES,
    PREVUS,
    RECUS,
    SANS_CONSENTEMENT,
    SUIVI_PRESENT,
    Step,
)
from pipeline.contract.indicators import INTERVIEW_WAVES
from pipeline.french import count, enumeration, long_date
from pipeline.report.context import ReportContext
from pipeline.report.flow import count_of
from pipeline.report.results import EditionResults
from pipeline.report.wording import at_wave, capitalised, households, paragraphs

_UNKNOWN = {
    "deces": ("décès", "décès"),
    "retrait_etude": ("retrait de l’étude", "retraits de l’étude"),
    HORIZON_APRES_GEL: ("échéance après le gel", "échéances après le gel"),
}
_GROUPS = {"accompagne": "accompagné", "temoin": "témoin"}


def flow_text(results: EditionResults, context: ReportContext) -> str:
    """Return who was planned, received, left aside, and for whom the outcome is known at the horizon."""
    if results.flux.empty:
        return paragraphs(["Le flux des ménages n’a pas pu être compté."])
    return paragraphs(
        [_entry(results, context), _wave(results, "T0"), _wave(results, context.vague), _absences(results)]
    )


def _entry(results: EditionResults, context: ReportContext) -> str:
    sentences = [
        f"Sur {_both(results, PREVUS, 'prévu')}, la livraison compte {_both(results, RECUS)}.",
        _aside(
            results,
            SANS_CONSENTEMENT,
            "est laissé de côté faute de consentement",
            "sont laissés de côté faute de consentement",
        ),
        _aside(
            results,
            INCLUS_APRES_GEL,
            f"est entré après le gel du {long_date(context.gel)} et n’est pas lu dans cette édition",
            f"sont entrés après le gel du {long_date(context.gel)} et ne sont pas lus dans cette édition",
        ),
        f"L’analyse porte donc sur {_both(results, INCLUS)}.",
        _nobody(results),
    ]
    return " ".join(s for s in sentences if s)


def _nobody(results: EditionResults) -> str:
    empty = [f"aucun ménage {word}" for g, word in _GROUPS.items() if count_of(results.flux, INCLUS, g) == 0]
    if not empty:
        return ""
    return f"**{capitalised(enumeration(empty))} n’est analysé : rien n’est comparé dans cette édition.**"


def _wave(results: EditionResults, wave: str) -> str:
    measured = _measured(results, wave)
    known = {g: count_of(results.flux, ANALYSES, g, wave) for g in _GROUPS}
    if wave == "T0" or None in known.values():
        return f"{capitalised(at_wave(wave))}, {measured[:1].lower()}{measured[1:]}" if measured else ""
    names = [households(_counted(n), word) for n, word in zip(known.values(), _GROUPS.values(), strict=True)]
    unknown = {
        g: {m: _counted(count_of(results.flux, NON_ANALYSES, g, wave, m)) for m in NON_ANALYSES.motifs} for g in _GROUPS
    }
    lost = [f"chez les {_GROUPS[g]}s, {_reasons(u)}" for g, u in unknown.items() if any(u.values())]
    why = f" ; il est inconnu pour les autres ({' ; '.join(lost)})" if lost else ""
    return f"{capitalised(at_wave(wave))}, le maintien est connu pour {enumeration(names)}{why}. {measured}"


def _measured(results: EditionResults, wave: str) -> str:
    ledger = [count_of(results.flux, SUIVI_PRESENT, g, wave) for g in _GROUPS]
    interviews = [count_of(results.flux, ENTRETIENS_FAITS, g, wave) for g in _GROUPS] if wave in INTERVIEW_WAVES else []
    parts = []
    if None not in ledger:
        parts.append(f"le suivi locatif du mois est présent pour {_pair(ledger)}")
    if interviews == [0, 0]:
        parts.append("aucun entretien n’est fait")
    elif interviews and None not in interviews:
        parts.append(f"l’entretien est fait pour {_pair(interviews)}")
    if not parts:
        return ""
    return capitalised(f"{' ; '.join(parts)}.")


def _pair(counts: list[int | None]) -> str:
    return " et ".join(households(_counted(n), word) for n, word in zip(counts, _GROUPS.values(), strict=True))


def _both(results: EditionResults, step: Step, adjective: str = "") -> str:
    counts = [_counted(count_of(results.flux, step, g)) for g in _GROUPS]
    words = [households(n, w) for n, w in zip(counts, _GROUPS.values(), strict=True)]
    plural = "s" if adjective and sum(counts) > 1 else ""
    return f"{enumeration(words)}{' ' + adjective + plural if adjective else ''}"


def _aside(results: EditionResults, step: Step, one: str, many: str) -> str:
    counts = {g: _counted(count_of(results.flux, step, g)) for g in _GROUPS}
    total = sum(counts.values())
    if not total:
        return ""
    there = {g: n for g, n in counts.items() if n}
    if len(there) == 1:
        ((group, n),) = there.items()
        return f"{households(n, _GROUPS[group])} {many if n > 1 else one}."
    split = enumeration([count(n, _GROUPS[g]) for g, n in there.items()])
    return f"{households(total)} ({split}) {many}."


def _reasons(counts: Mapping[str, int]) -> str:
    return enumeration([count(n, *_UNKNOWN[m]) for m, n in counts.items() if n])


def _counted(n: int | None) -> int:
    """None is nobody; a zero that was counted is printed with its cell."""
    return 0 if n is None else n


def _absences(results: EditionResults) -> str:
    if "evenements" not in results.tables_absentes:
        return ""
    return "La table des événements n’a pas été livrée : les sorties ne sont pas connues, ni donc le maintien."
