"""Planned against delivered, line by line; dose and outcome by class; the TIDieR checklist."""

from __future__ import annotations

from collections.abc import Mapping

from pipeline.contract.indicators import INDICATORS
from pipeline.contract.tidier import COUNTED, COUNTED_PLAN, TIDIER
from pipeline.french import MISSING, NBSP, enumeration, number, percent, quantity
from pipeline.report.context import ReportContext
from pipeline.report.markdown import escape
from pipeline.report.records import Record, first, records
from pipeline.report.results import EditionResults
from pipeline.report.small_counts import MASKED
from pipeline.report.tables.pipe import Head, PipeTable
from pipeline.report.units import unit_of
from pipeline.report.wording import NOT_DECLARED, wave_title

NOTE_MONTHS = 24  # that the note plans for
_DOMAINS = {
    "intensite": "Intensité",
    "delai": "Délai",
    "phases": "Phases",
    "cellule": "Cellule de veille",
    "volets": "Volets",
    "intervenants": "Intervenants",
    "themes": "Thèmes",
}
_CLASSES = {
    "moins_que_prevu": "Moins que prévu",
    "comme_prevu": "Dans la fourchette",
    "plus_que_prevu": "Plus que prévu",
}


def implementation_table(results: EditionResults, context: ReportContext) -> PipeTable | None:
    """Return one row a line, planned and delivered; None when nothing was delivered at all."""
    rows = records(results.mise_en_oeuvre)
    if not any(r["realise"] is not None for r in rows):
        return None
    brought = _in_proportion(context)
    return PipeTable(
        "mise_en_oeuvre",
        "Ce qui était prévu et ce qui a été fait, ménages accompagnés du panel",
        (
            Head("Domaine"),
            Head("Ligne"),
            Head("Prévu", right=True),
            Head("Réalisé", right=True),
            Head("Ménages", right=True),
        ),
        [[*_line(r, rows[i - 1] if i else None)] for i, r in enumerate(rows)],
        (
            "Jours : moyenne par ménage. Phases : part des ménages. Cellule : jours par ménage, puis part de ses "
            "jours. Volets, intervenants et thèmes : part des jours. « – » : la note ne prévoit rien, ou rien n’a été "
            f"fait.{f' Les jours prévus, donnés pour deux ans, sont {brought}.' if brought else ''}{_hidden(rows)}",
        ),
        (
            ("domaine", "ligne", "prevu_bas", "prevu_haut", "realise", "unite", "effectif", "source"),
            [
                [
                    r["domaine"],
                    r["ligne"],
                    r["prevu_bas"],
                    r["prevu_haut"],
                    r["realise"],
                    r["unite"],
                    r["effectif"],
                    r["source"],
                ]
                for r in rows
            ],
        ),
    )


def dose_outcomes_table(results: EditionResults) -> PipeTable | None:
    """Return the mean or share of each outcome by class of dose; None without a value."""
    rows = [r for r in records(results.dose_resultats) if r["classe"] in _CLASSES]
    if not any(r["valeur"] is not None for r in rows):
        return None
    by_name: dict[tuple[str, str], dict[str, Record]] = {}
    for r in rows:
        by_name.setdefault((r["indicateur"], r["vague"]), {})[r["classe"]] = r
    masked = [key for key, found in by_name.items() if _is_masked(found)]
    without = (
        f"Sans {enumeration([INDICATORS[name].label for name, _ in masked])} : toutes les classes en seraient "
        "masquées, ou rendues par l’effectif entier.",
    )
    return PipeTable(
        "dose_resultats",
        "Résultats des ménages accompagnés selon la dose reçue : une description, sans plus",
        (Head("Résultat"), *(Head(title, right=True) for title in _CLASSES.values())),
        [
            [f"{INDICATORS[name].label}, {wave_title(wave).lower()}", *(_outcome(name, found[c]) for c in _CLASSES)]
            for (name, wave), found in by_name.items()
            if (name, wave) not in masked
        ],
        (
            "Dose : jours du référent par mois observé, rapportés à la fourchette prévue pour le mode "
            "d’accompagnement. Entre parenthèses, le nombre de ménages.",
            *(without if masked else ()),
        ),
    )


def tidier_table(results: EditionResults, context: ReportContext) -> PipeTable:
    """Return the twelve items of TIDieR: what was planned and done, as declared or as the deliveries say."""
    frame = results.mise_en_oeuvre
    days = [first(frame, ligne=f"jours_{mode}") for mode in ("interne", "associatif")]
    delivered = " ; ".join(
        f"{how} {quantity(r['realise'], 1, 'jour')}"
        for how, r in zip(("interne", "associatif"), days, strict=True)
        if r["realise"] is not None
    )
    planned = " ; ".join(
        f"{how} {number(r['prevu_bas'], 1)} à {quantity(r['prevu_haut'], 1, 'jour')}"
        for how, r in zip(("interne", "associatif"), days, strict=True)
        if r["prevu_bas"] is not None
    )
    if planned and (brought := _in_proportion(context)):
        planned = f"{planned} (prévus sur deux ans, {brought})"
    order = first(frame, ligne="phases_dans_l_ordre")
    end = first(frame, ligne="evaluation")
    fidelity = (
        f"évaluation atteinte chez {percent(end['realise'])} des ménages, phases dans l’ordre chez "
        f"{percent(order['realise'])}"
        if end["realise"] is not None
        else "non connu"
    )
    unknown = "non rapporté par les livraisons"
    shown = "voir @tbl-mise_en_oeuvre" if _is_shown(results) else unknown
    counted = {
        "materiel": "voir les coûts",
        "procedures": shown,
        "intervenants": shown,
        "lieux": "voir @sec-couverture",
        "doses": delivered or unknown,
        "fidelite_constatee": fidelity,
    }
    rows = [
        [
            str(rank),
            title,
            (planned or unknown) if name in COUNTED_PLAN else _words(context.declarations.item(name).prevu),
            counted[name] if name in COUNTED else _words(context.declarations.item(name).realise),
        ]
        for rank, (name, title) in enumerate(TIDIER.items(), start=1)
    ]
    return PipeTable(
        "tidier",
        "Description de l’accompagnement selon la grille TIDieR",
        (Head("N°", right=True), Head("Rubrique"), Head("Prévu"), Head("Réalisé")),
        rows,
    )


def _in_proportion(context: ReportContext) -> str:
    """« ramenés à 18 mois »; empty where the horizon is that of the note."""
    return "" if context.horizon == NOTE_MONTHS else f"ramenés à {context.horizon}{NBSP}mois"


def _words(declared: str) -> str:
    return escape(declared, None) if declared else NOT_DECLARED


def _is_shown(results: EditionResults) -> bool:
    return any(r["realise"] is not None for r in records(results.mise_en_oeuvre))


def _line(r: Record, before: Record | None) -> list[str]:
    domain = _DOMAINS[str(r["domaine"])]
    again = before is not None and before["domaine"] == r["domaine"]
    whole = r["domaine"] == "delai" and r["realise"] is not None and r["realise"] == round(r["realise"])
    shown = f"{number(r['realise'])}{NBSP}j" if whole else _value(r["realise"], r["unite"])
    value = MASKED if r["note"] == MASKED else shown
    return [
        "" if again else domain,
        escape(r["libelle"].removeprefix("Cellule, ")[:1].upper() + r["libelle"].removeprefix("Cellule, ")[1:]),
        _planned(r),
        value,
        _households(r),
    ]


def _hidden(rows: list[Record]) -> str:
    if not any(_households(r) == MASKED for r in rows):
        return ""
    return " « masqué » : trop peu de ménages ; pour la santé, aussi tous sauf trop peu."


def _households(r: Record) -> str:
    """Nothing is masked of a line of which nothing was done: it has no number at all."""
    if r["effectif"] is None:
        return MISSING if r["realise"] is None and r["note"] != MASKED else MASKED
    return number(int(r["effectif"]))


def _planned(r: Record) -> str:
    if r["prevu"] is None:
        return MISSING
    if r["prevu_bas"] == r["prevu_haut"]:
        return _value(r["prevu"], r["unite"])
    return f"{number(r['prevu_bas'], 1)} à {_value(r['prevu_haut'], r['unite'])}"


def _value(value: float | None, unit: str) -> str:
    if value is None:
        return MISSING
    return f"{number(value, 1)}{NBSP}j" if unit == "jours" else percent(value)


def _is_masked(found: Mapping[str, Record]) -> bool:
    """Whether nothing is left of an outcome but masks."""
    return any(r["note"] == MASKED for r in found.values()) and all(r["valeur"] is None for r in found.values())


def _outcome(name: str, r: Record) -> str:
    if r["note"] == MASKED:
        return "masqué"
    if r["valeur"] is None:
        return MISSING
    return f"{unit_of(INDICATORS[name]).value(r['valeur'])} ({number(int(r['n']))})"
