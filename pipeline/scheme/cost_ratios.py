"""Costs over households and over effects, beside the note's own figures, which are computed again from its lines."""

from __future__ import annotations

import math
from collections.abc import Iterator
from dataclasses import dataclass

import pandas as pd

from pipeline.contract.produced.scheme import COUTS_RATIOS, COUTS_SENSIBILITE
from pipeline.contract.remarks import joined, remark
from pipeline.params import Couts, Montant
from pipeline.scheme.household_costs import mean_cost
from pipeline.scheme.note import Note
from pipeline.scheme.spending import HALF_YEARS, SUPPORT, part_of, support_spent
from pipeline.stats.effect import Reason
from pipeline.stats.fieller import fieller_ratio

Row = dict[str, object]
_UNKNOWN = "depense_inconnue"
AVOIDED = {
    "procedure_expulsion": "Procédure d’expulsion évitée",
    "vacance": "Vacance évitée",
    "dette_irrecouvrable": "Dette irrécouvrable évitée",
}
_FIELLER = {
    Reason.NO_GAIN: "aucun_gain",
    Reason.UNBOUNDED: "fieller_sans_borne",
}
_REPRODUCED = {  # code of `totaux.csv` → budget parts whose lines add up to it
    "budget_volet_I": ("I",),
    "budget_volet_II": ("II",),
    "budget_volet_III": ("III",),
    "budget_volet_IV": ("IV",),
    "budget_total": ("I", "II", "III", "IV"),
    "cout_hors_cooperative_evaluation": SUPPORT,
}
_FUNDING = {
    "financement_associes": "associes",
    "financement_autres_partenaires": "autres_partenaires",
    "financement_aide_sollicitee": "aide_sollicitee",
}


@dataclass(frozen=True)
class Gain:
    """The row `cout_efficacite` of the estimates and the difference in shares behind it; `nan` where missing."""

    ratio: float
    low: float
    high: float
    note: str
    effect: float
    effect_low: float
    effect_high: float
    treated: tuple[float, int]
    control: tuple[float, int]
    level: float


def read_gain(estimations: pd.DataFrame) -> Gain | None:
    """Return what the estimates say of the cost of one more household kept; None without that row."""
    rows = estimations[estimations["methode"] == "cout_efficacite"]
    if rows.empty:
        return None
    row = rows.iloc[0]
    same = (estimations["indicateur"] == row["indicateur"]) & (estimations["vague"] == row["vague"])
    crude = estimations[same & (estimations["methode"] == "difference_brute")].iloc[0]
    return Gain(
        ratio=_number(row["estimation"]),
        low=_number(row["ic_bas"]),
        high=_number(row["ic_haut"]),
        note=str(row["note"] or ""),
        effect=_number(crude["estimation"]),
        effect_low=_number(crude["ic_bas"]),
        effect_high=_number(crude["ic_haut"]),
        treated=(_number(crude["valeur_accompagnes"]), int(crude["n_accompagnes"])),
        control=(_number(crude["valeur_temoins"]), int(crude["n_temoins"])),
        level=_number(row["niveau"]),
    )


def cost_ratios(spending: pd.DataFrame | None, note: Note, couts: Couts, gain: Gain | None) -> pd.DataFrame:
    """Return `couts_ratios`. Costs of the support are those of parts I and II, per household of the whole scheme.

    `spending`: the rows read (`read_spending`), None or empty: every observed ratio is missing and says why.
    """
    rows = [*_observed(spending, note, couts), *_per_gain(spending, couts, gain), *_note_again(note)]
    return COUTS_RATIOS.frame(rows)


def sensitivity_table(spending: pd.DataFrame | None, couts: Couts, gain: Gain | None) -> pd.DataFrame:
    """Return `couts_sensibilite`: the cost of one more household kept when one parameter moves, the others as observed.

    A bound at which nobody more is kept gives a missing ratio. Avoided costs are there only where `params` gives them
    with a source; their low and high values are their bounds, against nothing subtracted in the main figure.
    """
    rows = list(_sensitivity(spending, couts, gain)) if spending is not None and len(spending) and gain else []
    return COUTS_SENSIBILITE.frame(rows)


def _observed(spending: pd.DataFrame | None, note: Note, couts: Couts) -> Iterator[Row]:
    read = spending is not None and len(spending) > 0
    halves = sorted(set(spending["semestre"]) & set(HALF_YEARS)) if spending is not None and read else []
    over = remark("semestres_lus", *halves) if halves else _UNKNOWN
    total = float(spending["montant"].sum()) if spending is not None and read else math.nan
    yield _row("depense_totale", "Dépense totale", total, note.total("budget_total").middle, "€", over)
    budget = note.total("budget_total").middle
    yield _row("part_depensee", "Part dépensée du budget prévu", total / budget, math.nan, "part", over)
    mean = mean_cost(spending, couts) if spending is not None and read else math.nan
    n = couts.menages_accompagnes_dispositif
    basis = joined(remark("volets_par_menage", n), over) if read else _UNKNOWN
    reference = note.total("cout_par_menage").middle
    yield _row("cout_par_menage", "Coût par ménage accompagné, à ce jour", mean, reference, "€", basis)
    years = len(halves) / 2
    yearly = mean / years if years else math.nan
    reference = note.total("cout_par_menage_et_par_an").middle
    label = "Coût par ménage accompagné et par an"
    yield _row("cout_par_menage_et_par_an", label, yearly, reference, "€ par an", basis)


def _per_gain(spending: pd.DataFrame | None, couts: Couts, gain: Gain | None) -> Iterator[Row]:
    label = "Coût par ménage maintenu en plus"
    if gain is None:
        yield _row("cout_par_maintien", label, math.nan, math.nan, "€", "non_estime")
        return
    row = _row("cout_par_maintien", label, gain.ratio, math.nan, "€", gain.note)
    yield row | {"ic_bas": gain.low, "ic_haut": gain.high}
    cost = mean_cost(spending, couts) if spending is not None and len(spending) else math.nan
    label = f"{label} : intervalle de Fieller"
    if math.isnan(cost) or math.isnan(gain.effect):
        yield _row("cout_par_maintien_fieller", label, math.nan, math.nan, "€", gain.note or _UNKNOWN)
        return
    variance = sum(p * (1 - p) / n for p, n in (gain.treated, gain.control) if n)
    found = fieller_ratio(cost, gain.effect, 0.0, variance, level=gain.level)
    reason = found.reason or (None if gain.effect_low > 0 else Reason.UNBOUNDED)  # as the plan's own interval says
    why = _FIELLER[reason] if reason else "cout_moyen_tenu_pour_connu"
    bounds = (math.nan, math.nan) if reason else (_about(found.low), _about(found.high))
    yield _row("cout_par_maintien_fieller", label, found.estimate, math.nan, "€", why) | {
        "ic_bas": bounds[0],
        "ic_haut": bounds[1],
    }
    avoided = {name: amount for name, amount in _amounts(couts).items() if amount.valeur is not None}
    total = sum(a.valeur or 0.0 for a in avoided.values())
    net = gain.ratio - total if avoided else math.nan
    sources = [a.source for a in avoided.values()]
    basis = remark("couts_evites_deduits", *sources) if avoided else "couts_evites_non_renseignes"
    yield _row(
        "cout_net_par_maintien", "Coût net des coûts évités, par ménage maintenu en plus", net, math.nan, "€", basis
    )


def _note_again(note: Note) -> Iterator[Row]:
    """The note's printed figures beside the sums of its lines."""
    lines = note.lines.assign(volet=[part_of(p) for p in note.lines["poste"]])
    for code, parts in _REPRODUCED.items():
        printed = note.total(code)
        value = float(lines.loc[lines["volet"].isin(parts), "prevu"].sum())
        basis = remark("somme_des_lignes", printed.source)
        yield _row(f"note_{code}", printed.label, value, printed.middle, "€", basis)
    for code, column in _FUNDING.items():
        printed = note.total(code)
        yield _row(
            f"note_{code}",
            printed.label,
            float(lines[column].sum()),
            printed.middle,
            "€",
            remark("somme_des_lignes", printed.source),
        )
    support = float(lines.loc[lines["volet"].isin(SUPPORT), "prevu"].sum())
    households = note.total("menages_total").middle
    years = note.scheme("duree_mois").middle / 12
    for code, divisor in (("cout_par_menage", 1.0), ("cout_par_menage_et_par_an", years)):
        printed = note.total(code)
        basis = remark("volets_par_menage_prevu", round(households), printed.source)
        yield _row(f"note_{code}", printed.label, support / households / divisor, printed.middle, "€", basis)


def _sensitivity(spending: pd.DataFrame, couts: Couts, gain: Gain) -> Iterator[Row]:
    cost = mean_cost(spending, couts)
    spent = support_spent(spending)
    n = couts.menages_accompagnes_dispositif
    everything = float(spending["montant"].sum())
    cooperative = float(spending.loc[spending["poste"].map(part_of) == "III", "montant"].sum())

    def per_gain(value: float, effect: float = gain.effect) -> float:
        return value / effect if effect > 0 else math.nan

    def row(name: str, label: str, low: float, high: float, at: tuple[float, float], unit: str, source: str) -> Row:
        names: Row = {"parametre": name, "libelle": label, "unite": unit, "source": source}
        return names | {"bas": low, "haut": high, "valeur_bas": at[0], "valeur_haut": at[1]}

    bounds = gain.effect_low, gain.effect_high
    at = per_gain(cost, bounds[0]), per_gain(cost, bounds[1])
    yield row("effet", "Écart de maintien", *bounds, at, "part", "Bornes de l’intervalle de confiance")
    few, many = couts.menages_bas, couts.menages_haut
    at = per_gain(cost * n / few), per_gain(cost * n / many)
    yield row("menages", "Ménages accompagnés par le dispositif", few, many, at, "ménages", "Paramètres")
    low, high = spent["II"] / n, (spent["I"] + spent["II"] + cooperative) / n
    at = per_gain(low), per_gain(high)
    label = "Périmètre : volet II seul, ou avec la coopérative"
    yield row("perimetre", label, low, high, at, "€ par ménage", "Dépenses livrées")
    at = per_gain(cost), per_gain(everything / n)
    yield row(
        "evaluation", "Avec coopérative et évaluation", cost, everything / n, at, "€ par ménage", "Dépenses livrées"
    )
    for name, amount in _amounts(couts).items():
        if amount.valeur is not None:
            low, high = amount.bounds
            at = gain.ratio - low, gain.ratio - high
            yield row(name, AVOIDED[name], low, high, at, "€ par ménage", amount.source)


def _amounts(couts: Couts) -> dict[str, Montant]:
    return {name: getattr(couts, name) for name in AVOIDED}


def _row(name: str, label: str, value: float, reference: float, unit: str, note: str) -> Row:
    return {
        "mesure": name,
        "libelle": label,
        "valeur": value,
        "ic_bas": math.nan,
        "ic_haut": math.nan,
        "reference": reference,
        "unite": unit,
        "note": note,
    }


def _about(bound: float) -> float:
    """Two significant digits: what a normal approximation of a few dozen households carries."""
    return float(f"{bound:.2g}")


def _number(value: object) -> float:
    return math.nan if pd.isna(value) else float(value)  # type: ignore[call-overload, arg-type]
