"""Planned against delivered, line by line: days, delay, phases, the cell's competences, parts, themes, who came."""

from __future__ import annotations

import math
from collections.abc import Iterator

import numpy as np
import pandas as pd

from pipeline.contract.codes import INTERVENANTS, MODES_ACCOMPAGNEMENT, PHASES, THEMES, VOLETS
from pipeline.contract.produced.scheme import MISE_EN_OEUVRE
from pipeline.params import Couts, Edition
from pipeline.scheme.note import Note, Planned
from pipeline.stats.description import quartiles

Row = dict[str, object]
_CELL = [code for code in INTERVENANTS if code.value.startswith("veille_")]
# Days that the note counts by file (II-1, II-2): those of the reference worker, the cell having its own budget.
_REFERENCE_WORKERS = ["jours_charge_gestion_sociale", "jours_association"]
_PRORATED = "prevu_au_prorata"
_CELL_NOTE = "jours_de_la_cellule"


def implementation_lines(
    dose: pd.DataFrame, support: pd.DataFrame | None, note: Note, edition: Edition, couts: Couts
) -> pd.DataFrame:
    """Return `mise_en_oeuvre`; what was delivered is missing where interventions were not.

    Days planned over two years are taken in proportion to the horizon (`horizon` / 24 months). Means are over all the
    accompanied households, those who left early included. Shares are shares of days.
    """
    share = edition.horizon / note.scheme("duree_mois").middle
    delivered = None if support is None else dose
    rows = [
        *_intensity(delivered, note, share),
        *_delay(delivered),
        *_phases(delivered),
        *_cell(delivered, note, share, couts),
        *_shares(support, "volets", "volet", VOLETS),
        *_shares(support, "intervenants", "intervenant", INTERVENANTS),
        *_shares(support, "themes", "theme", THEMES),
    ]
    return MISE_EN_OEUVRE.frame(rows)


def _intensity(dose: pd.DataFrame | None, note: Note, share: float) -> Iterator[Row]:
    for mode in MODES_ACCOMPAGNEMENT:
        planned = note.scheme(f"jours_{mode.value}")
        days = None
        if dose is not None:
            days = dose.loc[dose["mode_accompagnement"] == mode.value, _REFERENCE_WORKERS].sum(axis=1)
        label = f"Jours par ménage, accompagnement {mode.label.lower()}"
        yield (
            _row("intensite", f"jours_{mode.value}", label, "jours", _PRORATED) | _planned(planned, share) | _mean(days)
        )
    total = None if dose is None else dose["jours"]
    label = "Jours par ménage, tous intervenants (cellule et coopérative comprises)"
    yield _row("intensite", "jours_tous", label, "jours") | _mean(total)


def _delay(dose: pd.DataFrame | None) -> Iterator[Row]:
    row = _row("delai", "delai_premier_contact", "Délai médian du premier contact", "jours", "delai_non_fixe")
    if dose is None:
        yield row
        return
    known = dose["delai_premier_contact"].dropna().to_numpy(dtype=float)
    q1, median, q3 = quartiles(known)
    yield row | {"realise": median, "q1": q1, "q3": q3, "effectif": len(known)}


def _phases(dose: pd.DataFrame | None) -> Iterator[Row]:
    for rank, phase in enumerate(PHASES, start=1):
        row = _row("phases", phase.value, f"Phase {rank} atteinte : {phase.label.lower()}", "part")
        row |= {"prevu": 1.0, "prevu_bas": 1.0, "prevu_haut": 1.0, "source": "Partie 3 b) : les cinq phases"}
        if dose is not None and len(dose):
            # A household is counted at a phase when it has gone at least as far.
            last = pd.Series([p.value for p in PHASES]).reset_index().set_index(0)["index"]
            reached = dose["derniere_phase"].map(last).fillna(-1).to_numpy(dtype=float) >= rank - 1
            row |= {"realise": float(reached.mean()), "effectif": len(dose)}
        yield row
    row = _row("phases", "phases_dans_l_ordre", "Phases suivies dans l’ordre, sans saut ni retour", "part")
    row |= {"prevu": 1.0, "prevu_bas": 1.0, "prevu_haut": 1.0, "source": "Partie 3 b) : les cinq phases"}
    if dose is not None:
        known = dose["phases_dans_l_ordre"].dropna()
        row |= {"realise": float(known.astype(float).mean()) if len(known) else math.nan, "effectif": len(known)}
    yield row


def _cell(dose: pd.DataFrame | None, note: Note, share: float, couts: Couts) -> Iterator[Row]:
    posts = {code.value: note.scheme(f"etp_{code.value}") for code in _CELL}
    total = sum(p.middle for p in posts.values())
    year = note.scheme("jours_etp").middle
    years = note.scheme("duree_mois").middle / 12
    spent = None if dose is None else dose[[f"jours_{code.value}" for code in _CELL]].to_numpy(dtype=float)
    everything = math.nan if spent is None else float(spent.sum())
    for i, code in enumerate(_CELL):
        post, name = posts[code.value], code.label.removeprefix("Veille sociale – ")
        days = _row("cellule", f"jours_{code.value}", f"Cellule, jours par ménage : {name}", "jours", _CELL_NOTE)
        per_household = post.middle * year * years / couts.menages_accompagnes_dispositif
        plan = Planned(post.label, per_household, per_household, post.source)
        yield days | _planned(plan, share) | _mean(None if spent is None else pd.Series(spent[:, i]))
    for i, code in enumerate(_CELL):
        post, name = posts[code.value], code.label.removeprefix("Veille sociale – ")
        row = _row("cellule", f"part_{code.value}", f"Cellule, part de ses jours : {name}", "part")
        row |= _planned(Planned(post.label, post.low / total, post.high / total, post.source), 1.0)
        if spent is not None:
            row |= {
                "realise": float(spent[:, i].sum()) / everything if everything > 0 else math.nan,
                "effectif": len(spent),
            }
        yield row


def _shares(support: pd.DataFrame | None, domain: str, column: str, codes: tuple) -> Iterator[Row]:  # type: ignore[type-arg]
    known = None if support is None else support[support[column] != ""]
    for code in codes:
        row = _row(domain, code.value, code.label, "part des jours")
        if known is not None and len(known):
            days = float(known.loc[known[column] == code.value, "duree"].sum())
            here = known.loc[known[column] == code.value, "position"].nunique()
            row |= {"realise": days / float(known["duree"].sum()), "effectif": here}
        yield row


def _row(domain: str, line: str, label: str, unit: str, note: str = "") -> Row:
    return {"domaine": domain, "ligne": line, "libelle": label, "unite": unit, "note": note, "source": ""}


def _planned(planned: Planned, share: float) -> Row:
    return {
        "prevu": planned.middle * share,
        "prevu_bas": planned.low * share,
        "prevu_haut": planned.high * share,
        "source": planned.source,
    }


def _mean(values: pd.Series | None) -> Row:
    if values is None:
        return {}
    known = values.dropna().to_numpy(dtype=float)
    q1, _, q3 = quartiles(known)
    return {"realise": float(np.mean(known)) if len(known) else math.nan, "q1": q1, "q3": q3, "effectif": len(known)}
