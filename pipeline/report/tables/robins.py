"""The ROBINS-I self-rating: domain, judgement, which way the bias may pull, and why; the target trial under it."""

from __future__ import annotations

from pipeline.contract.declared import DomainRating, RiskOfBias
from pipeline.contract.robins import DIRECTIONS, DOMAINS, JUDGEMENTS, TARGET_TRIAL
from pipeline.report.context import ReportContext
from pipeline.report.markdown import escape
from pipeline.report.rating import contradiction, foreign
from pipeline.report.tables.pipe import Head, PipeTable
from pipeline.report.wording import NOT_DECLARED, capitalised


def robins_table(context: ReportContext) -> PipeTable | None:
    """Return one row a domain and one for the whole; None when no rating was made."""
    rating = context.robins
    if rating is None:
        return None
    rows = [
        [
            f"{n}. {DOMAINS[d.domaine]}",
            capitalised(JUDGEMENTS[d.jugement]),
            capitalised(DIRECTIONS[d.sens]),
            f"{escape(d.raison, None)}{_warning(d, context)}",
        ]
        for n, d in enumerate(rating.domaines, start=1)
    ]
    return PipeTable(
        "robins",
        f"Autoévaluation du risque de biais (ROBINS-I, 2016){_aside(rating, context)}",
        (Head("Domaine", widest=18), Head("Risque"), Head("Sens probable", widest=14), Head("Raison", widest=60)),
        [*rows, ["**Ensemble**", f"**{capitalised(JUDGEMENTS[rating.ensemble])}**", "", "Le pire des sept domaines."]],
    )


def _warning(domain: DomainRating, context: ReportContext) -> str:
    against = contradiction(domain, context.verrou)
    return f" **{against}**" if against else ""


def _aside(rating: RiskOfBias, context: ReportContext) -> str:
    return " ; elle n’est pas celle de cette livraison et reste à faire" if foreign(rating, context) else ""


def _made_elsewhere(rating: RiskOfBias, context: ReportContext) -> str:
    return " ; écrit pour d’autres données, à revoir pour celles-ci" if foreign(rating, context) else ""


def target_trial_table(context: ReportContext) -> PipeTable | None:
    """Return the trial that the study tries to stand for beside the study, part by part; None without a rating."""
    rating = context.robins
    if rating is None:
        return None
    return PipeTable(
        "essai_cible",
        f"L’essai que cette étude cherche à remplacer, et ce qu’elle fait à sa place{_made_elsewhere(rating, context)}",
        (Head("Partie", widest=20), Head("Dans l’essai idéal", widest=45), Head("Dans cette étude", widest=45)),
        [
            [label, *(escape(words.get(part, NOT_DECLARED), None) for words in (rating.essai_cible, rating.emulation))]
            for part, label in TARGET_TRIAL.items()
        ],
    )
