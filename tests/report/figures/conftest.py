"""Results of the three editions, made from the R truth of the clean delivery: what the figures are fed with."""

from __future__ import annotations

import json
import math
from collections.abc import Callable
from pathlib import Path

import matplotlib
import numpy as np
import pandas as pd
import pytest
from matplotlib import pyplot
from matplotlib.text import Text

from pipeline.contract.indicators import DUREE_MAINTIEN, INDICATORS
from pipeline.contract.produced.estimates import (
    COMPARABILITE,
    ESTIMATIONS,
    EVOLUTIONS,
    INCIDENCES,
    SURVIE,
    TRAJECTOIRES,
)
from pipeline.contract.produced.indicators import FLUX
from pipeline.params import Params
from pipeline.report.context import ReportContext
from pipeline.report.figures.drawing import Drawing, NoDrawing
from pipeline.report.figures.theme import register_font
from pipeline.report.results import EditionResults

matplotlib.use("Agg")

TRUTH = Path(__file__).parents[2] / "deliveries" / "propre" / "attendu"
EDITIONS = ("intermediaire", "parcours", "finale")
HEAVIEST = 150_000  # bytes of a vector file
Z = 1.959963984540054


@pytest.fixture(scope="session")
def results_of() -> dict[str, EditionResults]:
    """One `EditionResults` an edition."""
    return {name: build(name) for name in EDITIONS}


@pytest.fixture
def results(results_of: dict[str, EditionResults]) -> EditionResults:
    """The final edition's."""
    return results_of["finale"]


@pytest.fixture
def drawn() -> Callable[[Drawing | NoDrawing], list[str]]:
    """Every word of a drawing: tick labels, titles, strips, legends, text layers."""

    def words(outcome: Drawing | NoDrawing) -> list[str]:
        assert isinstance(outcome, Drawing)
        register_font()
        figure = outcome.plot.draw()
        figure.canvas.draw()
        found = [t.get_text() for t in figure.findobj(Text) if t.get_visible()]
        pyplot.close(figure)
        return [t for t in found if t.strip()]

    return words


@pytest.fixture
def context() -> ReportContext:
    return ReportContext("finale", Params())


def build(edition: str) -> EditionResults:
    folder = TRUTH / edition
    horizon = Params().editions[edition].horizon
    durations = pd.read_csv(folder / "durees.csv")
    return EditionResults(
        estimations=estimates(json.loads((folder / "estimations.json").read_text(encoding="utf-8"))["estimations"]),
        comparabilite=comparability(pd.read_csv(TRUTH / "tables" / "menages.csv")),
        survie=survival(durations, horizon),
        incidences=incidences(durations),
        trajectoires=trajectories(
            pd.read_csv(TRUTH / "tables" / "suivi_locatif.csv"),
            pd.read_csv(TRUTH / "tables" / "menages.csv"),
            horizon,
        ),
        evolutions=evolutions(pd.read_csv(folder / "indicateurs.csv")),
        flux=flow(edition),
    )


def estimates(rows: list[dict[str, object]]) -> pd.DataFrame:
    catalogue = {**INDICATORS, DUREE_MAINTIEN.name: DUREE_MAINTIEN}
    frame = pd.DataFrame(rows).reindex(columns=ESTIMATIONS.names)
    frame["sens_favorable"] = [catalogue[name].favourable for name in frame["indicateur"]]
    frame["note"] = frame["note"].astype(object).where(frame["note"].notna(), "")
    return frame


def survival(durations: pd.DataFrame, horizon: int) -> pd.DataFrame:
    """Kaplan–Meier with the log-log interval, at each event and at the marked months, by the textbook's formula."""
    rows = []
    for group, part in durations.groupby("groupe"):
        times = part["duree_mois"].to_numpy()
        events = part["evenement"].to_numpy() == 1
        marks = [m for m in (0, 6, 12, 18, 24) if m <= horizon]
        for t in sorted({*marks, *times[events]}):
            s, v = 1.0, 0.0
            for u in sorted({x for x in times[events] if x <= t}):
                n, d = int((times >= u).sum()), int(((times == u) & events).sum())
                s *= 1 - d / n
                v += d / (n * (n - d)) if n > d else math.nan
            width = Z * math.sqrt(v) / abs(math.log(s)) if 0 < s < 1 else math.nan
            low, high = (s ** math.exp(width), s ** math.exp(-width)) if s < 1 else (1.0, 1.0)
            rows.append((group, t, s, low, high, int((times >= t).sum())))
    return pd.DataFrame(rows, columns=SURVIE.names)


def incidences(durations: pd.DataFrame) -> pd.DataFrame:
    """Aalen–Johansen at each event."""
    rows = []
    for group, part in durations.groupby("groupe"):
        times = part["duree_mois"].to_numpy()
        out = part[part["evenement"] == 1]
        alive, reached = 1.0, dict.fromkeys(sorted(set(out["cause"])), 0.0)
        for t in sorted(set(out["duree_mois"])):
            n, here = int((times >= t).sum()), out[out["duree_mois"] == t]
            for cause in reached:
                reached[cause] += alive * int((here["cause"] == cause).sum()) / n
                rows.append((group, cause, t, reached[cause], math.nan))
            alive *= 1 - len(here) / n
    return pd.DataFrame(rows, columns=INCIDENCES.names)


def means(values: pd.Series) -> tuple[int, float, float, float]:
    n, mean = len(values), float(values.mean())
    half = Z * float(values.std(ddof=1)) / math.sqrt(n) if n > 1 else math.nan
    return n, mean, mean - half, mean + half


def trajectories(ledger: pd.DataFrame, households: pd.DataFrame, horizon: int) -> pd.DataFrame:
    households = households[households["consentement"] == 1]
    start = pd.PeriodIndex(households["date_inclusion"].str[:7], freq="M")
    origin = dict(zip(households["menage_id"], start.year * 12 + start.month, strict=True))
    group = dict(zip(households["menage_id"], households["groupe"], strict=True))
    ledger = ledger[ledger["menage_id"].isin(origin)].dropna(subset=["solde_impaye"])
    at = ledger["mois"].str[:4].astype(int) * 12 + ledger["mois"].str[5:7].astype(int)
    ledger = ledger.assign(k=at - ledger["menage_id"].map(origin), groupe=ledger["menage_id"].map(group))
    ledger = ledger[(ledger["k"] >= 0) & (ledger["k"] <= horizon)]
    rows = [(g, k, *means(part), part.median()) for (g, k), part in ledger.groupby(["groupe", "k"])["solde_impaye"]]
    return pd.DataFrame(rows, columns=TRAJECTOIRES.names)


def evolutions(indicators: pd.DataFrame) -> pd.DataFrame:
    known = indicators.dropna(subset=["valeur"])
    keys = ["indicateur", "groupe", "vague"]
    rows = [(*key, *means(part)) for key, part in known.groupby(keys)["valeur"]]
    return pd.DataFrame(rows, columns=EVOLUTIONS.names)


def comparability(households: pd.DataFrame) -> pd.DataFrame:
    households = households[households["consentement"] == 1]
    a, t = (households[households["groupe"] == g] for g in ("accompagne", "temoin"))
    rows = []
    for name in ("impaye_inclusion", "ressources_mensuelles", "loyer_mensuel", "nb_personnes", "trouble_psychique"):
        x, y = a[name].dropna(), t[name].dropna()
        smd = (x.mean() - y.mean()) / math.sqrt((x.var() + y.var()) / 2)
        binary = name == "trouble_psychique"
        rows.append(
            {
                "variable": name,
                "type": "binaire" if binary else "continu",
                "n_accompagnes": len(x),
                "n_temoins": len(y),
                "effectif_accompagnes": x.sum() if binary else np.nan,
                "effectif_temoins": y.sum() if binary else np.nan,
                "smd": smd,
            }
        )
    for i, level in enumerate(sorted(households["profil"].unique())):
        rows.append({"variable": "profil", "modalite": level, "type": "categorie", "smd": 0.31 if i == 0 else np.nan})
    return pd.DataFrame(rows).reindex(columns=COMPARABILITE.names).astype({"note": object})


def flow(edition: str) -> pd.DataFrame:
    indicators = pd.read_csv(TRUTH / edition / "indicateurs.csv")
    durations = pd.read_csv(TRUTH / edition / "durees.csv")
    chosen = Params().editions[edition]
    rows: list[tuple[object, ...]] = []
    for group in ("accompagne", "temoin"):
        included = int((durations["groupe"] == group).sum())
        rows += [(group, None, "prevus", 25, None), (group, None, "recus", 25, None)]
        rows += [(group, None, "sans_consentement", 25 - included, None), (group, None, "inclus", included, None)]
        rows += [(group, None, "inclus_apres_gel", 0, None)]
        own = indicators[indicators["groupe"] == group].dropna(subset=["valeur"])
        for wave in chosen.waves:
            at = own[own["vague"] == wave]
            kept = at[at["indicateur"] == "maintien"]["valeur"]
            rows.append((group, wave, "suivi_present", int((at["indicateur"] == "impaye_solde").sum()), None))
            if wave != "M18":
                rows.append((group, wave, "entretiens_faits", int((at["indicateur"] == "lsns6").sum()), None))
            if wave == "T0":
                continue
            strict = at[at["indicateur"] == "maintien_strict"]["valeur"]
            rows += [(group, wave, "analyses", len(kept), None), (group, wave, "maintenus", int(kept.sum()), None)]
            rows.append((group, wave, "mutes", int(kept.sum() - strict.sum()), None))
            gone = durations[(durations["groupe"] == group) & (durations["evenement"] == 1)]
            gone = gone[gone["duree_mois"] <= {"M12": 12.02, "M18": 18.02, "M24": 24.02}[wave]]
            rows += [
                (group, wave, "sortis", int((gone["cause"] == c).sum()), c)
                for c in ("expulsion", "abandon", "depart_volontaire")
            ]
            lost = included - len(kept)
            rows += [(group, wave, "non_analyses", n, m) for m, n in (("deces", min(lost, 1)), ("retrait_etude", 0))]
            rows.append((group, wave, "non_analyses", lost - min(lost, 1), "horizon_apres_gel"))
    return pd.DataFrame(rows, columns=FLUX.names)
