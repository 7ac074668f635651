"""Rents against the note’s APL ceilings; the effort rate before and after housing aid, at inclusion and horizon."""

from __future__ import annotations

import numpy as np
import pandas as pd

from pipeline.contract.codes import GROUPES, REGIONS
from pipeline.contract.produced.scheme import LOYERS, TAUX_EFFORT
from pipeline.indicators.observed.study import Study
from pipeline.scheme.note import Note

CEILING = "plafond_apl"
_ADULTS = {"isole": 1, "couple": 2, "couple_enfants": 2, "monoparental": 1}
_HOUSEHOLD = {  # adults, dependants → the note's row
    (1, 0): "isole",
    (2, 0): "couple_sans_enfant",
}
_DEPENDANTS = {1: "une_personne_a_charge", 2: "deux_personnes_a_charge"}
_BENCHMARKS = {"brut": "taux_effort_brut", "net": "taux_effort"}
_LABELS = {"brut": "Taux d’effort avant aides", "net": "Taux d’effort après aides"}


def rents_table(study: Study, note: Note) -> pd.DataFrame:
    """Return `loyers`: by region, the households whose ceiling the note prints, and whether their rent is within it.

    The ceiling depends on the zone (the note's column of the region) and on the household: alone, couple, one or two
    dependants. The note prints none for the region Centre, nor for more dependants: these households are left out.
    """
    frame = study.cohort.frame
    printed = note.tables["loyers_apl"]
    printed = printed[printed["nature"] == CEILING].set_index(["region", "menage"])
    kind = _kind(frame["composition"], frame["nb_personnes"])
    index = pd.MultiIndex.from_arrays([frame["region"].astype(object), kind])
    ceiling = printed["montant_mensuel"].reindex(index).to_numpy(dtype=float)
    rent = frame["loyer_mensuel"].to_numpy(dtype=float, na_value=np.nan)
    known = ~np.isnan(ceiling) & ~np.isnan(rent)
    rows = []
    for region in REGIONS:
        here = known & (frame["region"] == region.value).to_numpy(dtype=bool, na_value=False)
        n, within = int(here.sum()), int((rent[here] <= ceiling[here]).sum())
        has = region.value in printed.index.get_level_values(0)
        rows.append(
            {
                "region": region.value,
                "n": n,
                "loyer_moyen": float(rent[here].mean()) if n else np.nan,
                "plafond_moyen": float(ceiling[here].mean()) if n else np.nan,
                "sous_plafond": within,
                "part_sous_plafond": within / n if n else np.nan,
                "source": "Tableau 1 : « Rappel loyers plafonds APL »" if has else "",
                "note": "" if has else "plafond_non_imprime",
            }
        )
    return LOYERS.frame(rows)


def effort_table(study: Study, note: Note) -> pd.DataFrame:
    """Return `taux_effort`: by group, at inclusion and at the horizon, mean and median before and after APL.

    Gross: quittance / income; net: (quittance − APL) / income. The same households in both waves: those whose ledger is
    known at both months. Income is known at inclusion only: the rate at the horizon divides by it too, and says what
    rents and aid have become, not incomes.
    """
    frame, ledger = study.cohort.frame, study.ledger
    income = frame["ressources_mensuelles"].to_numpy(dtype=float, na_value=np.nan)
    income = np.where(income > 0, income, np.nan)
    waves = {"T0": 0, study.edition.wave: study.edition.horizon}
    net = {wave: ledger.quittance[:, month] - ledger.apl[:, month] for wave, month in waves.items()}
    both = ~np.isnan(sum(net.values()) + income)
    rows = []
    for wave, month in waves.items():
        rates = {"brut": ledger.quittance[:, month] / income, "net": net[wave] / income}
        for group in GROUPES:
            chosen = both & study.cohort.in_group(group.value)
            for measure, rate in rates.items():
                benchmark = note.benchmark(_BENCHMARKS[measure])
                values = rate[chosen]
                rows.append(
                    {
                        "groupe": group.value,
                        "vague": wave,
                        "mesure": measure,
                        "libelle": _LABELS[measure],
                        "n": len(values),
                        "moyenne": float(values.mean()) if len(values) else np.nan,
                        "mediane": float(np.median(values)) if len(values) else np.nan,
                        "reference": benchmark.middle,
                        "source": benchmark.source,
                    }
                )
    return TAUX_EFFORT.frame(rows)


def _kind(composition: pd.Series, persons: pd.Series) -> list[str | None]:
    adults = composition.map(_ADULTS).to_numpy(dtype=float, na_value=np.nan)
    dependants = persons.to_numpy(dtype=float, na_value=np.nan) - adults
    kinds = np.full(len(adults), None, dtype=object)
    for (a, d), name in _HOUSEHOLD.items():
        kinds[(adults == a) & (dependants == d)] = name
    for d, name in _DEPENDANTS.items():
        kinds[dependants == d] = name
    return list(kinds)
