"""What the arrears become once the households that left are counted: the sentence that stands with the numbers."""

from __future__ import annotations

from pipeline.contract.indicators import INDICATORS
from pipeline.french import NBSP, number
from pipeline.report.context import ReportContext
from pipeline.report.results import EditionResults
from pipeline.report.sensitivity import Result, only, results_of
from pipeline.report.units import unit_of
from pipeline.report.wording import at_wave, level, paragraphs

_NONE = "Les sorties ne peuvent pas être comptées dans la dette : ni événement ni solde à cette échéance."


def truncation_text(results: EditionResults, _: ReportContext) -> str:
    """Return the answer to truncation by exit, for the balance at the horizon; or why there is none."""
    found = results_of(results, "troncature")
    naive = only(found, "restants", "impaye_solde")
    if naive is None or naive.estimate.estimation is None:
        return paragraphs([_NONE])
    parts = [
        _while_housed(only(found, "occupation", "impaye_solde", "difference_brute")),
        _carried(only(found, "dette_sortie", "impaye_solde", "difference_brute")),
        _ranks(only(found, "pire_rang", "impaye_solde")),
        _survivors(only(found, "bornes_monotones", "impaye_solde")),
    ]
    said = [p for p in parts if p]
    if not said:
        return paragraphs([_NONE])
    sentence = (
        f"**Et les ménages sortis ?** L’écart de dette {at_wave(naive.estimate.vague)} ({naive.amount}) ne porte que "
        f"sur les ménages qui ont encore un solde. En comptant les autres : {' ; '.join(said)}."
    )
    return paragraphs([f"{sentence} {_reading(naive, found)} Détail : @tbl-troncature."])


def _while_housed(r: Result | None) -> str:
    return (
        f"la dette moyenne par mois passé dans le logement diffère de {r.amount}" if r is not None and _has(r) else ""
    )


def _carried(r: Result | None) -> str:
    return f"la dette à la sortie étant reportée, l’écart est de {r.amount}" if r is not None and _has(r) else ""


def _ranks(r: Result | None) -> str:
    if r is None or r.estimate.estimation is None:
        return ""
    e = r.estimate
    low, high = (number(None if b is None else 100 * b) for b in (e.ic_bas, e.ic_haut))
    return (
        "une sortie négative étant classée plus mal que toute dette, un accompagné a "
        f"{number(100 * e.estimation if e.estimation is not None else None)}{NBSP}chances sur 100 "
        f"(IC à {level(e)} : {low} à {high}) d’être plus mal classé qu’un témoin"
    )


def _survivors(r: Result | None) -> str:
    if r is None or r.estimate.ic_bas is None:
        return ""
    unit = unit_of(INDICATORS["impaye_solde"])
    low, high = (unit.difference(b, sign=True) for b in (r.estimate.ic_bas, r.estimate.ic_haut))
    return f"parmi les seuls ménages qui seraient restés de toute façon, il est compris entre {low} et {high} (bornes)"


def _reading(naive: Result, found: list[Result]) -> str:
    """Whether what counts the exits points the same way as what does not."""
    counted = [
        r.favours
        for r in (
            only(found, "occupation", "impaye_solde", "difference_brute"),
            only(found, "dette_sortie", "impaye_solde", "difference_brute"),
            only(found, "pire_rang", "impaye_solde"),
        )
        if r is not None and r.favours
    ]
    if not counted:
        return ""
    words = {1: "favorables aux accompagnés", -1: "favorables aux témoins"}
    if len(set(counted)) > 1:
        return "Selon la manière de compter les sorties, l’écart change de sens : rien ne peut en être conclu."
    if naive.favours and naive.favours != counted[0]:
        return (
            f"Comptées, les sorties renversent la lecture : ces comparaisons sont {words[counted[0]]}, et l’écart "
            "entre les seuls ménages restés trompe."
        )
    return (
        f"Toutes ces comparaisons sont {words[counted[0]]} ; leurs intervalles disent lesquelles suffisent à l’établir."
    )


def _has(r: Result | None) -> bool:
    return r is not None and r.estimate.estimation is not None
