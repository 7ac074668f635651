"""What the reference scripts read of the demonstration: our own reader's households, months and states, unnamed."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import Any

ROOT = Path(__file__).resolve().parents[2]
LETTERS = "ABCDEFGHIJKLMNOP"


def export_funders(folder: Path) -> None:
    """Write `funders.csv` from the truth of the clean delivery: one row a household, unnamed, at 24 months."""
    import pandas as pd

    truth = ROOT / "tests" / "deliveries" / "propre" / "attendu"
    people = pd.read_csv(truth / "tables" / "menages.csv").set_index("menage_id").sort_index()
    values = pd.read_csv(truth / "finale" / "indicateurs.csv")
    wide = values.pivot_table("valeur", "menage_id", ["indicateur", "vague"], aggfunc="first").sort_index()
    people = people.loc[wide.index]
    frame = pd.DataFrame(
        {
            "g": (people["groupe"] == "accompagne").astype(int),
            "profil": people["profil"],
            "impaye_mois_t0": wide["impaye_mois", "T0"],
            **{n: wide[n, "M24"] for n in ("impaye_3mois", "impaye_12mois", "paiement_regulier")},
        }
    )
    frame.to_csv(folder / "funders.csv", index=False, lineterminator="\n")


def export_demonstration(folder: Path) -> None:
    """Write `methods_demonstration.csv` (one row a household), `panel_demonstration.csv` (its debt by month, less that
    of inclusion) and `states_demonstration.csv` (its states by month, a letter each), rows in the same order."""
    sys.path.insert(0, str(ROOT))
    import numpy as np
    import pandas as pd

    from pipeline.contract.states import STATE_CODES
    from pipeline.indicators.edition import compute_edition
    from pipeline.ingest.delivery import read_delivery
    from pipeline.params import load_params
    from pipeline.pathways.edition import compute_pathways
    from pipeline.shipped import reference_folder
    from pipeline.validate.reference import load_reference

    params = load_params(ROOT / "params.yaml")
    communes = load_reference(reference_folder()).communes
    edition = params.editions["finale"]
    source = ROOT / params.donnees.source
    delivery = read_delivery(source, params.donnees, communes=communes, last_freeze=params.last_freeze)
    made = compute_edition(delivery.tables, edition, params.seuils, params.controles)
    people = made["inclusions"].sort_values("menage_id", ignore_index=True)
    names = people["menage_id"]
    rows = made["indicateurs"].set_index(["indicateur", "vague", "menage_id"]).sort_index()

    def of(name: str, wave: str, column: str = "valeur") -> Any:
        return rows.loc[(name, wave), column].reindex(names).to_numpy(float, na_value=np.nan)

    def codes(column: str) -> Any:
        return np.unique(people[column].astype(str), return_inverse=True)[1]

    lasting = made["durees"].set_index("menage_id").reindex(names)
    households = pd.DataFrame(
        {
            "g": (people["groupe"] == "accompagne").astype(int),
            "stratum": codes("profil") % 2 + 1,
            "cluster": codes("bailleur") + 1,
            "y": of("impaye_solde", "M24"),
            "y0": of("impaye_solde", "T0"),
            "b": of("impaye_2mois", "M24"),
            "b0": of("impaye_2mois", "T0"),
            "n": of("troubles", "M24"),
            "t": of("troubles", "M24", "exposition"),
            "o": of("procedure_max", "M24"),
            "months": lasting["duree_mois"].to_numpy(float),
            "event": lasting["evenement"].to_numpy(float),
        }
    )
    _write(households, folder / "methods_demonstration.csv")

    debts = (
        made["suivi_mensuel"].pivot_table(index="menage_id", columns="mois_suivi", values="solde_impaye").reindex(names)
    )
    changes = debts.sub(debts[0], axis=0)[[3, 6, 9, 12, 15, 18, 21, 24]].set_axis(range(1, 9), axis=1).add_prefix("t")
    _write(changes.reset_index(drop=True).assign(g=households["g"]), folder / "panel_demonstration.csv")

    pathways = compute_pathways(
        delivery.tables, made["indicateurs"], edition, params.seuils, params.plan, params.parcours
    )["etats"]
    letter = dict(zip(STATE_CODES, LETTERS, strict=False))
    words = pathways.sort_values(["menage_id", "mois"]).assign(etat=lambda f: f["etat"].map(letter))
    sequences = words.groupby("menage_id")["etat"].agg("".join).reindex(names)
    kept = households[["g", "stratum"]].assign(sequence=sequences.to_numpy()).dropna()
    _write(kept, folder / "states_demonstration.csv")


def _write(table: Any, path: Path) -> None:
    table.to_csv(path, index=False, lineterminator="\n", float_format="%.15g")
