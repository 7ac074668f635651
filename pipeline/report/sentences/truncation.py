"""What the arrears become once the households that left are counted: the sentence that stands with the numbers."""

from __future__ import annotations

from collections.abc import Callable, Mapping

from pipeline.contract.indicators import INDICATORS
from pipeline.french import number
from pipeline.report.context import ReportContext
from pipeline.report.results import EditionResults
from pipeline.report.sensitivity import Result, only, results_of
from pipeline.report.units import unit_of
from pipeline.report.wording import at_wave, capitalised, paragraphs
from pipeline.traced import counted, without_marks

_NONE = "Les sorties ne peuvent pas être comptées dans la dette : ni événement ni solde à cette échéance."


def truncation_text(results: EditionResults, _: ReportContext) -> str:
    """Return the answer to truncation by exit, for the balance at the horizon; or why there is none."""
    found = results_of(results, "troncature")
    naive = only(found, "restants", "impaye_solde")
    if naive is None:
        return paragraphs([_NONE])
    ranks = only(found, "pire_rang", "impaye_solde")
    if ranks is not None and _size(ranks) == _size(naive):
        return paragraphs([_nobody_left(naive)])
    estimated = [r for r in (only(found, *key) for key in _ESTIMATED) if r is not None and _has(r)]
    said = [_SAID[r.variante](r) for r in estimated]
    bounds = only(found, "bornes_monotones", "impaye_solde")
    if bounds is not None and bounds.estimate.ic_bas is not None:
        said.append(_survivors(bounds))
    if not said:
        return paragraphs([_NONE])
    items = "\n".join(f"- {words} ;" for words in said)
    counting = f"En comptant les autres :\n\n{items.rstrip(' ;')}."
    for r in (*estimated, *([bounds] if bounds is not None and len(said) > len(estimated) else [])):
        counting = r.stating(counting)
    read = (
        _reading(naive, estimated, bounded=len(said) > len(estimated)),
        _direction_of_bounds(bounds, estimated),
        _at_equal_debt(only(found, "occupation_ajustee", "impaye_solde"), estimated),
        _other_bounds(results, bounds),
    )
    return paragraphs(
        [f"**Et les ménages sortis ?** {_naive(naive)} {counting}", " ".join(part for part in read if part)]
    )


def _size(r: Result) -> int:
    return r.estimate.n_accompagnes + r.estimate.n_temoins


def _nobody_left(naive: Result) -> str:
    """The ranks, where an exit stands for a balance, count nobody more than the balances do."""
    gap = f" {naive.stating(f'L’écart brut ({naive.amount}) n’en dépend donc pas.')}" if _has(naive) else ""
    return (
        f"**Et les ménages sortis ?** {capitalised(at_wave(naive.estimate.vague))}, aucune sortie n’ôte de ménage à la "
        f"comparaison des dettes : il n’y a rien à compter autrement.{gap}"
    )


def _naive(naive: Result) -> str:
    if not _has(naive):
        return (
            f"{capitalised(at_wave(naive.estimate.vague))}, l’écart de dette entre les ménages qui ont encore un solde "
            f"n’est pas calculable ({naive.reason})."
        )
    return naive.stating(
        f"L’écart brut de dette {at_wave(naive.estimate.vague)} ({naive.amount}) ne porte que sur les ménages qui ont "
        "encore un solde."
    )


_ESTIMATED = (
    ("occupation", "impaye_solde", "difference_brute"),
    ("occupation_mois", "impaye_solde", "difference_ponderee"),
    ("dette_sortie", "impaye_solde", "difference_brute"),
)
_SAID: Mapping[str, Callable[[Result], str]] = {
    "occupation": lambda r: f"la dette moyenne par mois passé dans le logement diffère de {r.amount}, sans ajustement",
    "occupation_mois": lambda r: f"chaque mois passé dans le logement comptant une fois, elle diffère de {r.amount}",
    "dette_sortie": lambda r: f"la dette à la sortie étant reportée, l’écart est de {r.amount}",
}


def _survivors(r: Result) -> str:
    unit = unit_of(INDICATORS["impaye_solde"])
    low, high = (unit.difference(b, sign=True) for b in (r.estimate.ic_bas, r.estimate.ic_haut))
    among = "parmi les seuls ménages qui seraient restés de toute façon, l’écart est"
    return (
        f"{among} de {low} (bornes confondues)"
        if without_marks(low) == without_marks(high)
        else f"{among} compris entre {low} et {high} (bornes)"
    )


def _reading(naive: Result, estimated: list[Result], *, bounded: bool) -> str:
    """Whether what counts the exits points the same way as what does not, as both are printed."""
    sides = {r.favours for r in estimated}
    if not sides or sides == {0}:
        return "Aucune de ces comparaisons ne montre d’écart." if sides else ""
    if {-1, 1} <= sides:
        return "Selon la manière de compter les sorties, l’écart change de sens."
    if 0 in sides:
        who = "accompagnés" if sum(sides) > 0 else "témoins"
        return f"Selon la manière de compter les sorties, l’écart est favorable aux {who} ou il n’y en a pas."
    (side,) = sides
    first = "les {} premières lignes sont" if bounded else "ces {} estimations sont"
    many = first.format(number(_counted(len(estimated)))) if len(estimated) > 1 else "cette estimation est"
    if naive.favours and naive.favours != side:
        return (
            f"Comptées, les sorties renversent la lecture : {many} {_adjective(side, len(estimated))}, et l’écart "
            "entre les seuls ménages restés trompe."
        )
    return f"{capitalised(many)} {_adjective(side, len(estimated))}."


def _adjective(side: int, n: int) -> str:
    return f"favorable{'s' if n > 1 else ''} aux {'accompagnés' if side > 0 else 'témoins'}"


def _direction_of_bounds(bounds: Result | None, estimated: list[Result]) -> str:
    """What the bounds say of the direction: they are no interval, and may leave it open where estimates agree."""
    if bounds is None or bounds.estimate.ic_bas is None or bounds.estimate.ic_haut is None:
        return ""
    low, high = bounds.estimate.ic_bas, bounds.estimate.ic_haut
    low, high = (bounds.unit.rounded(b) for b in (low, high))
    if low < 0 < high:
        return "Les bornes, elles, laissent possible un écart de l’un ou de l’autre sens."
    side = bounds.estimate.sens * ((low > 0) - (high < 0))
    if side and {r.favours for r in estimated} == {-side}:
        return "Les bornes vont dans l’autre sens : parmi ceux qui seraient restés, l’écart est de sens contraire."
    return ""


def _at_equal_debt(adjusted: Result | None, estimated: list[Result]) -> str:
    """The one that the plan adjusts, where it is on the other side of all that are not."""
    if adjusted is None or not adjusted.favours or {r.favours for r in estimated} != {-adjusted.favours}:
        return ""
    return adjusted.stating(
        "Rien de cela n’est ajusté : à dette égale à l’inclusion, la dette moyenne par mois passé dans le logement "
        f"diffère dans l’autre sens, de {adjusted.amount}."
    )


def _other_bounds(results: EditionResults, bounds: Result | None) -> str:
    """The bounds of the missing values are others, where they are: they leave out all whose balance is not known."""
    wider = only(results_of(results, "manquants"), "lee", "impaye_solde")
    if bounds is None or wider is None or without_marks(bounds.gap) == without_marks(wider.gap):
        return ""
    return (
        "Ces bornes ne comptent comme disparus que les ménages sortis ; celles de Lee, dans le fichier des valeurs "
        "manquantes (@sec-manquants), y ajoutent les décès, les retraits et les mois sans ligne, et en diffèrent pour "
        "cela."
    )


def _has(r: Result) -> bool:
    return r.estimate.estimation is not None


def _counted(n: int) -> int:
    found: int = counted(n, "sensibilite", "analyse=troncature;indicateur=impaye_solde")
    return found
