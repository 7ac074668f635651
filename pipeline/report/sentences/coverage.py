"""Where and for whom: targets and reached, sites, rents within the APL ceilings, effort rates."""

from __future__ import annotations

from pipeline.contract.codes import GROUPES, REGIONS
from pipeline.french import NBSP, count, enumeration, euros, number, percent
from pipeline.report.context import ReportContext
from pipeline.report.records import Record, first, records
from pipeline.report.results import EditionResults
from pipeline.report.small_counts import MASKED
from pipeline.report.wording import at_wave, households, paragraphs

_TARGETS = {"menages_en_place": "ménages en place", "menages_exterieurs": "nouveaux ménages"}
_REGION = {code.value: code.label for code in REGIONS}


def coverage_text(results: EditionResults, context: ReportContext) -> str:
    """Return the paragraphs on panels and publics, sites, rents, effort rates."""
    if results.couverture.empty:
        return paragraphs(["La couverture n’est pas connue."])
    return paragraphs([_publics(results), _sites(results), _rents(results), _effort(results, context)])


def _publics(results: EditionResults) -> str:
    frame = results.couverture
    panels = [
        f"{households(r['atteint'], _who(r))} pour {count(r['cible'], 'prévu')}"
        for r in records(frame, dimension="panel")
    ]
    known = [r for r in records(frame, dimension="dispositif") if r["atteint"] is not None]
    names = [f"{r['libelle'].lower()}, {number(r['atteint'])} pour {count(r['cible'], 'visé')}" for r in known]
    aims = [f"{number(r['cible'])} {_TARGETS[r['modalite']]}" for r in records(frame, dimension="dispositif")]
    said = (
        f"Tout le dispositif : {enumeration(names)}."
        if known
        else f"Combien de ménages tout le dispositif a accompagnés, pour {enumeration(aims)}, aucune livraison ne le "
        "dit : **non renseigné**."
    )
    inside = [r for r in records(frame, dimension="public") if r["atteint"] is not None]
    counts = [_public(r) for r in inside]
    publics = f" Dans le panel accompagné : {enumeration(counts)}." if inside else ""
    return f"Panels, inclus pour prévus : {enumeration(panels)}. {said}{publics}"


def _sites(results: EditionResults) -> str:
    frame = results.couverture
    communes = first(frame, dimension="communes")
    dwellings = first(frame, dimension="logements_region", modalite="ensemble")
    outside, unknown = first(frame, dimension="hors_site"), first(frame, dimension="commune_inconnue")
    text = (
        f"Sur les {number(communes['cible'])}{NBSP}communes pilotes, qui offrent d’après la note "
        f"{number(dwellings['cible'])}{NBSP}logements, {_lived_in(communes['atteint'])}."
    )
    if outside["atteint"]:
        live = "vit" if outside["atteint"] == 1 else "vivent"
        text += f" {households(outside['atteint'])} {live} hors de ces communes : la note en réserve la possibilité."
    if unknown["atteint"]:
        text += f" La commune de {households(unknown['atteint'])} n’est pas renseignée."
    return text


def _lived_in(reached: int) -> str:
    if not reached:
        return "aucune n’est celle d’un ménage de l’étude"
    some = "une seule est celle" if reached == 1 else f"{number(reached)} sont celles"
    return f"{some} {'d’au moins un ménage' if reached == 1 else 'de ménages'} de l’étude"


def _rents(results: EditionResults) -> str:
    parts = []
    for r in records(results.loyers):
        if not r["n"]:
            if r["source"] == MASKED:
                parts.append(f"{_REGION[r['region']]} : masqué")
            continue
        parts.append(
            f"{_REGION[r['region']]} : loyer dans la limite du plafond pour {percent(r['part_sous_plafond'])} "
            f"({households(round(r['n']))} ; loyer moyen {euros(r['loyer_moyen'])}, plafond moyen "
            f"{euros(r['plafond_moyen'])})"
        )
    if not parts:
        return "Les loyers ne peuvent pas être rapportés aux plafonds APL de la note."
    items = "\n".join(f"- {words}" for words in parts)
    return (
        f"Loyers à l’inclusion et plafonds de l’aide personnalisée au logement (APL), d’après la note :\n\n{items}\n\n"
        "La note ne donne de plafond ni pour le Centre, ni au-delà de deux personnes à charge."
    )


def _effort(results: EditionResults, context: ReportContext) -> str:
    rows = [r for r in records(results.taux_effort) if r["mediane"] is not None]
    if not rows:
        return _no_effort(results, context)
    parts = []
    for group in GROUPES:
        for wave in ("T0", context.vague):
            found = {r["mesure"]: r for r in rows if r["groupe"] == group.value and r["vague"] == wave}
            if set(found) == {"brut", "net"}:
                parts.append(
                    f"- {group.label.lower()} {at_wave(wave)} : {percent(found['brut']['mediane'])} avant aides et "
                    f"{percent(found['net']['mediane'])} après"
                )
    gross, net = (next(r for r in rows if r["mesure"] == m) for m in ("brut", "net"))
    items = "\n".join(parts)
    return (
        f"Taux d’effort médian, loyer et charges rapportés aux ressources de l’inclusion :\n\n{items}\n\nRepère : "
        f"{percent(gross['reference'])} avant aides et {percent(net['reference'])} après, en moyenne, pour les "
        "locataires du parc social d’Île-de-France en 2013 (Insee) ; ce repère ne porte que sur le loyer, et sur "
        "l’ensemble de ces locataires."
    )


def _no_effort(results: EditionResults, context: ReportContext) -> str:
    """Why no effort rate is told: too few households have one at both waves, or none has."""
    both = f"à l’inclusion et {at_wave(context.vague)}"
    if any(r["n"] is None for r in records(results.taux_effort)):
        return f"Le taux d’effort n’est pas suivi : trop peu de ménages en ont un {both}."
    return f"Le taux d’effort n’est pas suivi : aucun ménage n’a quittance, aide et ressources connues {both}."


def _who(r: Record) -> str:
    return "accompagné" if r["modalite"] == "accompagne" else "témoin"


def _public(r: Record) -> str:
    if r["modalite"] == "en_place":
        return f"{households(r['atteint'])} en place"
    return count(r["atteint"], "nouveau ménage", "nouveaux ménages")
