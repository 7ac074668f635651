"""Max-T, log-rank, HC2 and HC3 regressions and Boschloo beside statsmodels, scipy, coin and bare products."""

from __future__ import annotations

import json
import tempfile
from pathlib import Path

import numpy as np

from benchmarks.measure import ROOT, Absent, Row, python, r_seconds, side_by_side

DRAWS, INDICATORS, SIZES = 10_000, 20, (20, 10, 10, 10)
REPEATS, SAMPLE = 15, 40  # a loop of statsmodels is timed on SAMPLE of its turns, and multiplied
_COIN = ROOT / "benchmarks" / "inference_coin.R"
_MAX_T = "10 000 permutations, 20 indicateurs, max-T descendant"
_WEIGHTED = "10 000 tirages communs, 20 indicateurs dont un quart de valeurs manquantes, statistique de Welch, max-T"
_LOG_RANK = "log-rank, 10 000 permutations, n = 50"
_HC = "2 000 régressions ajustées, erreurs HC3"
_HC2 = "2 000 régressions ajustées avec interactions, erreurs HC2"
_TABLE = "Boschloo, une valeur lue dans la table de 25 contre 25"
_STUDIES = "Boschloo, 2 000 études simulées, construction de la table comprise"
# key → work, ours, peer, bar; our time and the peer's are keys of the process's answer
_ROWS = (
    ("max_t", "product", _MAX_T, "produit matriciel nu de même forme", 14.0),
    ("max_t", "coin_max_t", _MAX_T, "R coin, pvalue(method = « step-down »)", 1 / 2),
    ("weighted", "product_60", _WEIGHTED, "produit matriciel nu de même forme (60 colonnes)", 10.0),
    ("log_rank", "log_rank_loop", _LOG_RANK, "boucle de statsmodels survdiff", 1 / 200),
    ("log_rank", "coin_log_rank", _LOG_RANK, "R coin, logrank_test", 1.0),
    ("hc", "hc_loop", _HC, "boucle de statsmodels OLS HC3", 1 / 50),
    ("hc2", "hc2_loop", _HC2, "boucle de statsmodels OLS HC2", 1 / 50),
    ("look_up", "scipy_boschloo", _TABLE, "scipy.stats.boschloo_exact", 1 / 1000),
    (
        "table_studies",
        "scipy_boschloo_studies",
        _STUDIES,
        "scipy.stats.boschloo_exact, une étude après l’autre",
        1 / 200,
    ),
)


def measures() -> list[Row | Absent]:
    times = json.loads(python("-m", "benchmarks.inference", single_thread=True))
    rows: list[Row | Absent] = []
    for ours, peer, work, name, bar in _ROWS:
        if peer in times:
            rows.append(Row(work, times[ours], name, times[peer], bar))
        else:
            rows.append(Absent(work, name, "Rscript ou son paquet coin n’est pas installé"))
    return rows


def main() -> None:
    """Print the median seconds of each as JSON."""
    rng = np.random.default_rng(20150101)
    strata = np.repeat(np.arange(len(SIZES)), SIZES)
    treated = np.concatenate([np.arange(n) < n // 2 for n in SIZES])
    outcomes = rng.normal(size=(len(strata), INDICATORS))
    months, events = np.ceil(rng.exponential(30, len(strata))), rng.random(len(strata)) < 0.4
    times: dict[str, float] = {}
    times |= _joint(treated, strata, outcomes, rng)
    times |= _log_rank(treated, strata, months, events)
    times |= _regressions(treated, rng)
    times |= _boschloo(rng)
    print(json.dumps(times | _coin_times(treated, strata, outcomes, months, events)))


def _joint(treated: np.ndarray, strata: np.ndarray, outcomes: np.ndarray, rng: np.random.Generator) -> dict[str, float]:
    from pipeline.stats.assignments import assignments
    from pipeline.stats.max_t import step_down_max_t
    from pipeline.stats.permutation import joint_draws, means
    from pipeline.stats.studentised import studentised_draws

    drawn = (rng.random((DRAWS, len(strata))) < 0.5).astype(float)
    holed = np.where(rng.random(outcomes.shape) < 0.25, np.nan, outcomes)
    known = ~np.isnan(holed)
    columns = np.concatenate([np.nan_to_num(holed), np.nan_to_num(holed) ** 2, known], axis=1)

    def max_t() -> None:
        design = assignments(treated, strata)
        step_down_max_t(*joint_draws([means(outcomes, design)], design, DRAWS, np.random.default_rng(1)))

    def weighted() -> None:
        design = assignments(treated, strata)
        step_down_max_t(*studentised_draws(holed, design, DRAWS, np.random.default_rng(1)))

    names = ("max_t", "weighted", "product", "product_60")
    found = side_by_side([max_t, weighted, lambda: drawn @ outcomes, lambda: drawn @ columns], REPEATS)
    return dict(zip(names, found, strict=True))


def _log_rank(treated: np.ndarray, strata: np.ndarray, months: np.ndarray, events: np.ndarray) -> dict[str, float]:
    from statsmodels.duration.survfunc import survdiff

    from pipeline.stats.assignments import assignments
    from pipeline.stats.log_rank import log_rank_test
    from pipeline.stats.permutation import log_rank, permutation_p

    expected = survdiff(months, events, treated)[0]
    if abs(log_rank_test(months, events, treated).estimate / expected - 1) > 1e-10:
        raise SystemExit("log-rank : les deux statistiques diffèrent")

    def ours() -> None:
        design = assignments(treated, strata)
        permutation_p([log_rank(months, events, design)], design, DRAWS, np.random.default_rng(1))

    def loop() -> None:
        for _ in range(SAMPLE):
            survdiff(months, events, treated)

    ours_s, loop_s = side_by_side([ours, loop], REPEATS)
    return {"log_rank": ours_s, "log_rank_loop": loop_s * DRAWS / SAMPLE}


def _regressions(treated: np.ndarray, rng: np.random.Generator) -> dict[str, float]:
    from statsmodels.regression.linear_model import OLS

    from pipeline.stats.batched_regression import group_coefficients
    from pipeline.stats.lin_regression import lin_estimates

    n, studies = len(treated), 2_000
    many_y, many_x = rng.normal(size=(studies, n)), rng.normal(size=(studies, n, 1))
    many_g = np.tile(treated.astype(float), (studies, 1))
    found, errors = group_coefficients(many_y, many_g, many_x)
    for s in range(20):
        fit = OLS(many_y[s], np.column_stack([many_g[s], np.ones(n), many_x[s]])).fit(cov_type="HC3")
        if max(abs(fit.params[0] - found[s]), abs(fit.bse[0] - errors[s])) > 1e-10:
            raise SystemExit("HC3 : les deux régressions diffèrent")

    def hc2_fit(s: int) -> tuple[float, float]:
        apart = many_x[s] - many_x[s].mean(axis=0)
        group = treated.astype(float)[:, None]
        fit = OLS(many_y[s], np.hstack([np.ones((n, 1)), group, apart, group * apart])).fit(cov_type="HC2")
        return float(fit.params[1]), float(fit.bse[1])

    lin = lin_estimates(many_y, treated, many_x)
    for s in range(20):
        if np.abs(np.array(hc2_fit(s)) - (lin.estimates[s], np.sqrt(lin.variances[s]))).max() > 1e-10:
            raise SystemExit("HC2 : les deux régressions diffèrent")

    def hc_loop() -> None:
        for s in range(SAMPLE):
            fit = OLS(many_y[s], np.column_stack([many_g[s], np.ones(n), many_x[s]])).fit(cov_type="HC3")
            fit.params[0] / fit.bse[0]

    def hc2_loop() -> None:
        for s in range(SAMPLE):
            hc2_fit(s)

    hc_s, hc_loop_s, hc2_s, hc2_loop_s = side_by_side(
        [
            lambda: group_coefficients(many_y, many_g, many_x),
            hc_loop,
            lambda: lin_estimates(many_y, treated, many_x),
            hc2_loop,
        ],
        5,
    )
    return {
        "hc": hc_s,
        "hc_loop": hc_loop_s * studies / SAMPLE,
        "hc2": hc2_s,
        "hc2_loop": hc2_loop_s * studies / SAMPLE,
    }


def _boschloo(rng: np.random.Generator) -> dict[str, float]:
    from scipy.stats import boschloo_exact

    from pipeline.stats import boschloo

    x1, x0 = rng.binomial(25, 0.88, 2_000), rng.binomial(25, 0.70, 2_000)
    boschloo.keep_table(25, 25)

    def scipy_one(a: int, b: int) -> float:
        table = [[a, b], [25 - a, 25 - b]]
        sides = [boschloo_exact(table, alternative=side).pvalue for side in ("less", "greater")]
        return min(1.0, 2 * min(sides))

    for a, b in zip(x1[:5], x0[:5], strict=True):
        if abs(scipy_one(a, b) - boschloo.boschloo_p(a, 25, b, 25)[0]) > 1e-4:  # scipy's maximum is a search's
            raise SystemExit("Boschloo : les deux p diffèrent")

    def look_up() -> None:
        for a, b in zip(x1, x0, strict=True):
            boschloo.boschloo_p(a, 25, b, 25)

    def built() -> None:
        boschloo.forget_tables()
        table = boschloo.boschloo_table(25, 25)
        table[x1, x0]

    def scipy_some() -> None:
        for a, b in zip(x1[:10], x0[:10], strict=True):
            scipy_one(a, b)

    look_up_s, scipy_s = side_by_side([look_up, scipy_some], 5)
    (built_s,) = side_by_side([built], 5)
    return {
        "look_up": look_up_s / len(x1),
        "scipy_boschloo": scipy_s / 10,
        "table_studies": built_s,
        "scipy_boschloo_studies": scipy_s / 10 * len(x1),
    }


def _coin_times(
    treated: np.ndarray, strata: np.ndarray, outcomes: np.ndarray, months: np.ndarray, events: np.ndarray
) -> dict[str, float]:
    with tempfile.TemporaryDirectory() as folder:
        table = Path(folder) / "study.csv"
        names = ["treated", "stratum", "months", "event", *(f"y{i + 1}" for i in range(outcomes.shape[1]))]
        columns = np.column_stack([treated, strata, months, events, outcomes])
        np.savetxt(table, columns, delimiter=",", header=",".join(names), comments="")
        return r_seconds(_COIN, ("coin",), str(table), str(DRAWS), names=("coin_max_t", "coin_log_rank"))


if __name__ == "__main__":
    main()
