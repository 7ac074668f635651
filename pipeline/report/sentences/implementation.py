"""What was done, beside what the note planned: days, phases, the cell; dose and outcome as description."""

from __future__ import annotations

from pipeline.contract.codes import MODES_ACCOMPAGNEMENT
from pipeline.contract.indicators import INDICATORS
from pipeline.french import NBSP, number, percent, quantity
from pipeline.report.context import ReportContext
from pipeline.report.records import Record, first, records
from pipeline.report.results import EditionResults
from pipeline.report.small_counts import MASKED
from pipeline.report.tables.implementation import NOTE_MONTHS
from pipeline.report.wording import at_wave, households, paragraphs

ABSENT = "La table « Accompagnement » n’a pas été livrée : ce que les ménages ont reçu n’est pas connu."
NO_PROOF = (
    "Ce rapprochement ne dit rien de ce que plus de jours changeraient : l’accompagnement s’adapte à la situation, les "
    "ménages en difficulté peuvent être vus davantage, et ceux qui partent ne le sont plus. Plus de jours peut être la "
    "marque d’une situation plus grave comme d’une situation qui se prêtait mieux à l’accompagnement."
)


def implementation_text(results: EditionResults, context: ReportContext) -> str:
    """Return the paragraphs on intensity, delay and phases, and the cell."""
    if "accompagnement" in results.tables_absentes or results.mise_en_oeuvre.empty:
        return paragraphs([ABSENT])
    frame = results.mise_en_oeuvre
    return paragraphs(
        [
            _days(results, context),
            _contact(first(frame, ligne="delai_premier_contact")),
            _phases(results),
            _cell(results),
        ]
    )


def dose_outcomes_text(results: EditionResults, _: ReportContext) -> str:
    """Return the rank correlations, and why they are no proof."""
    if "accompagnement" in results.tables_absentes:
        return paragraphs([ABSENT])
    found = [r for r in records(results.dose_resultats, mesure="rho_spearman") if r["valeur"] is not None]
    if not found:
        return paragraphs(
            [
                "La dose et les résultats ne peuvent pas être rapprochés : trop peu de ménages, ou aucune variation.",
                NO_PROOF,
            ]
        )
    items = [
        f"- {_label(r['indicateur'])} {at_wave(r['vague'])} : {_rho(r)} ({households(round(r['n']))})" for r in found
    ]
    return paragraphs(
        [
            "Les jours reçus par mois observé sont rapprochés des résultats des ménages accompagnés. La corrélation de "
            "rang va de −1 (ceux qui ont reçu le plus de jours ont les valeurs les plus basses) à +1 :",
            "\n".join(items),
            NO_PROOF,
        ]
    )


def _days(results: EditionResults, context: ReportContext) -> str:
    sentences = []
    for mode in MODES_ACCOMPAGNEMENT:
        r = first(results.mise_en_oeuvre, ligne=f"jours_{mode.value}")
        how = "en interne" if mode.value == "interne" else "par une association"
        if r["realise"] is None:
            why = "masqué, trop peu de ménages" if r["note"] == MASKED else "aucun ménage"
            sentences.append(f"{how} : {why}")
            continue
        sentences.append(
            f"{how}, {quantity(r['realise'], 1, 'jour')} par ménage en moyenne ({households(round(r['effectif']))}), "
            f"pour {number(r['prevu_bas'], 1)} à {number(r['prevu_haut'], 1)} prévus"
        )
    items = "\n".join(f"- {words}" for words in sentences)
    listed = f"Jours du référent – chargé de gestion sociale ou association – depuis l’inclusion :\n\n{items}"
    if context.horizon == NOTE_MONTHS:
        return listed
    return f"{listed}\n\nLe prévu, donné pour deux ans, est ramené à {context.horizon}{NBSP}mois."


def _contact(r: Record) -> str:
    if r["realise"] is None:
        return ""
    if r["effectif"] < 2:
        return (
            f"La première intervention auprès du seul ménage qui en a eu une vient "
            f"{quantity(r['realise'], 0, 'jour')} après l’inclusion ; la note ne fixe pas de délai."
        )
    return (
        f"Parmi les {households(round(r['effectif']))} qui ont eu une intervention, la première vient au plus tard "
        f"{quantity(r['realise'], 0, 'jour')} après l’inclusion pour la moitié d’entre eux (quartiles : "
        f"{number(r['q1'])} et {quantity(r['q3'], 0, 'jour')}) ; la note ne fixe pas de délai."
    )


def _phases(results: EditionResults) -> str:
    rows = [r for r in records(results.mise_en_oeuvre, domaine="phases") if r["realise"] is not None]
    if not rows:
        return ""
    reached = [r for r in rows if " : " in r["libelle"]]
    order = next((r for r in rows if r["ligne"] == "phases_dans_l_ordre"), None)
    end = (
        ""
        if order is None
        else f" Les phases se suivent dans l’ordre, sans saut ni retour, chez {percent(order['realise'])} des ménages "
        "qui ont eu une intervention."
    )
    if not reached:
        return end.strip()
    first_one, last = reached[0], reached[-1]
    return (
        f"La première phase, {_phase(first_one)}, a été atteinte par {percent(first_one['realise'])} des ménages, et "
        f"la dernière, {_phase(last)}, par {percent(last['realise'])}.{end}"
    )


def _phase(r: Record) -> str:
    return f"« {r['libelle'].split(' : ')[1]} »"


def _cell(results: EditionResults) -> str:
    rows = [r for r in records(results.mise_en_oeuvre, domaine="cellule") if r["ligne"].startswith("part_")]
    rows = [r for r in rows if r["realise"] is not None]
    if not rows:
        return "Aucune intervention de la cellule de veille n’est enregistrée auprès de ces ménages."
    items = "\n".join(
        f"- {r['libelle'].split(' : ')[1]} : {percent(r['realise'])} pour {percent(r['prevu'])} prévus" for r in rows
    )
    return (
        f"Part de chaque compétence dans les jours de la cellule auprès des ménages du panel :\n\n{items}\n\nCes jours "
        "ne sont qu’une partie du travail de la cellule, qui conseille aussi les équipes et pilote le dispositif."
    )


def _label(name: str) -> str:
    label = INDICATORS[name].label
    return label[:1].lower() + label[1:]


def _rho(r: Record) -> str:
    text = number(r["valeur"], 2, sign=True)
    if r["ic_bas"] is None or r["ic_haut"] is None:
        return text
    return f"{text} [{number(r['ic_bas'], 2, sign=True)}{NBSP};{NBSP}{number(r['ic_haut'], 2, sign=True)}]"
