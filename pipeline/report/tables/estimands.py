"""What exactly is estimated, said before any result: the estimand of the primary indicator, then the secondary ones."""

from __future__ import annotations

from pipeline.contract.estimands import GROUP_KEPT, SUMMARIES, WITHDRAWAL, Strategy, intercurrent_events
from pipeline.contract.indicators import INDICATORS, Indicator, Scale
from pipeline.french import long_date, percent
from pipeline.report.context import ReportContext
from pipeline.report.tables.pipe import Head, PipeTable
from pipeline.report.waves import last_wave
from pipeline.report.wording import at_wave, capitalised
from pipeline.statements.statement import indicator_of

_POPULATION = "Ménages des deux panels, tels que les équipes les ont choisis, ayant consenti"
_NEW_HOUSEHOLDS = "ménages nouvellement logés seulement (hors situations bloquées)"
_TREATMENT = (
    "Être dans le panel accompagné par la « Veille sociale », en plus de la gestion ordinaire, contre la gestion "
    "ordinaire seule ; selon le groupe d’inclusion, quel que soit l’accompagnement reçu"
)
_SAID_ONCE = (GROUP_KEPT.event, WITHDRAWAL.event)
_OVER_FOLLOW_UP = (Scale.COUNT, Scale.DURATION)


def estimands_table(context: ReportContext) -> PipeTable:
    """Return the five attributes of the primary indicator's estimand (ICH E9 R1), one row an intercurrent event."""
    primary = indicator_of(context.plan.indicateur_principal)
    rows = [
        ["Population", _population(primary, context)],
        ["Traitement", _TREATMENT],
        ["Variable", f"{primary.label} {_when(primary, context)} : {_small(primary.definition)}"],
        *(
            [f"Événement intercurrent : {_small(event.event)}", f"{capitalised(event.strategy)} : {event.meaning}"]
            for event in intercurrent_events(primary)
        ),
        ["Mesure de synthèse", _summary(primary, context)],
    ]
    return PipeTable(
        "estimands",
        "Ce qui est estimé : l’indicateur principal",
        (Head("Attribut", widest=30), Head("Définition retenue")),
        rows,
    )


def secondary_estimands_table(context: ReportContext) -> PipeTable | None:
    """Return one row a secondary indicator: variable, summary measure, what is done with the intercurrent events."""
    if not context.plan.secondaires:
        return None
    by_events: dict[str, list[str]] = {}
    for name in context.plan.secondaires:
        by_events.setdefault(_events(INDICATORS[name]), []).append(_variable(INDICATORS[name], context))
    return PipeTable(
        "estimands_secondaires",
        "Ce qui est estimé : les indicateurs secondaires",
        (Head("Variables, et mesure de synthèse", widest=32), Head("Événements intercurrents")),
        [[" ; ".join(variables), events] for events, variables in by_events.items()],
        (
            "Population et traitement : ceux de l’indicateur principal, sauf mention. Dans tous les cas, le ménage "
            "reste dans son groupe d’inclusion (politique de traitement), et rien n’est lu après un retrait de l’étude "
            "(donnée manquante).",
        ),
    )


def _variable(indicator: Indicator, context: ReportContext) -> str:
    restricted = f", {_NEW_HOUSEHOLDS}" if indicator.name == "insertion" else ""
    return f"**{indicator.label}** {_when(indicator, context)}{restricted} – {_small(SUMMARIES[indicator.scale])}"


def _events(indicator: Indicator) -> str:
    events = [e for e in intercurrent_events(indicator) if e.event not in _SAID_ONCE]
    return ". ".join(f"{e.event} : {e.strategy}{_precision(e.strategy, e.meaning)}" for e in events) + "."


def _precision(strategy: Strategy, meaning: str) -> str:
    """The meaning where the strategy's name does not say what the variable becomes."""
    return f" ({meaning})" if strategy in (Strategy.COMPOSITE, Strategy.WHILE) else ""


def _population(indicator: Indicator, context: ReportContext) -> str:
    restricted = f"{_NEW_HOUSEHOLDS}, " if indicator.name == "insertion" else ""
    return f"{_POPULATION}, {restricted}entrés au plus tard le {long_date(context.gel)}"


def _when(indicator: Indicator, context: ReportContext) -> str:
    wave = last_wave(indicator, context)
    if indicator.scale in _OVER_FOLLOW_UP:
        return f"depuis l’inclusion et jusqu’{at_wave(wave)}"
    return at_wave(wave)


def _summary(indicator: Indicator, context: ReportContext) -> str:
    sense = "accompagnés sur témoins" if indicator.scale is Scale.COUNT else "accompagnés moins témoins"
    return f"{SUMMARIES[indicator.scale]}, {sense}, avec son intervalle de confiance à {percent(context.plan.niveau)}"


def _small(text: str) -> str:
    """A sentence's first letter in lower case, without its full stop: it follows a colon."""
    return (text[:1].lower() + text[1:]).rstrip(".")
