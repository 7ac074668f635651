"""Any small study is estimated without failure: nothing infinite, intervals around estimates, a reason when missing."""

from __future__ import annotations

import numpy as np
import pandas as pd
import pytest
from hypothesis import Phase, given, settings
from hypothesis import strategies as st

from pipeline.contract.indicators import INDICATORS, Scale
from pipeline.contract.produced.indicators import DUREES, INCLUSIONS, INDICATEURS, SUIVI_MENSUEL
from pipeline.estimate.edition import estimate_edition
from pipeline.params import Params

PLAN = Params().plan.model_copy(update={"tirages": 99})
PROFILES = ("dalo", "pdalpd", "situation_bloquee")
VALUES = {
    Scale.BINARY: st.sampled_from([0.0, 1.0, None]),
    Scale.ORDINAL: st.sampled_from([0.0, 1.0, 5.0, 8.0, None]),
    Scale.COUNT: st.sampled_from([0.0, 0.0, 1.0, 7.0]),
    Scale.CONTINUOUS: st.sampled_from([0.0, 0.1, 12.5, -3.0, 1e6, None]),
}
MEASURED = ("maintien", "procedure_max", "impaye_solde", "troubles", "lsns6", "isole")


@st.composite
def studies(draw):
    n = draw(st.integers(0, 9))
    names = [f"AA{i:03d}" for i in range(n)]
    group = [draw(st.sampled_from(["accompagne", "temoin"])) for _ in range(n)]
    rows = []
    for name in MEASURED:
        indicator = INDICATORS[name]
        for wave in (w for w in ("T0", "M24") if w in indicator.waves):
            for i in range(n):
                exposure = draw(st.sampled_from([0.0, 0.5, 2.0])) if indicator.scale is Scale.COUNT else None
                rows.append((names[i], group[i], name, wave, draw(VALUES[indicator.scale]), exposure))
    causes = ["expulsion", "abandon", "deces", "fin_suivi"]
    durations = [
        (names[i], group[i], draw(st.sampled_from([1.0, 6.0, 24.0, 24.016])), int(c in causes[:2]), c)
        for i, c in ((i, draw(st.sampled_from(causes))) for i in range(n))
    ]
    households = pd.DataFrame(
        {"menage_id": names, "groupe": group, "profil": [draw(st.sampled_from(PROFILES)) for _ in range(n)]}
    )
    return {
        "inclusions": households.reindex(columns=INCLUSIONS.names),
        "indicateurs": pd.DataFrame(rows, columns=INDICATEURS.names).astype({"valeur": float, "exposition": float}),
        "durees": pd.DataFrame(durations, columns=DUREES.names),
        "suivi_mensuel": pd.DataFrame(columns=SUIVI_MENSUEL.names),
    }


# No shrinking: a study of nine households is read as it stands, and shrinking one takes minutes.
@pytest.mark.slow
@settings(max_examples=25, deadline=None, derandomize=True, phases=[Phase.explicit, Phase.generate])
@given(studies())
def test_any_small_study_is_estimated(tables):
    result = estimate_edition("finale", Params().editions["finale"], tables, PLAN)
    rows = result["estimations"]
    for table in result.values():
        assert not np.isinf(table.select_dtypes("float").to_numpy()).any()
    assert not (rows["estimation"].isna() & (rows["note"] == "")).any()
    bounded = rows.dropna(subset=["estimation", "ic_bas", "ic_haut"])
    slack = 1e-6 * bounded["estimation"].abs().clip(lower=1)
    assert (bounded["ic_bas"] <= bounded["estimation"] + slack).all()
    assert (bounded["estimation"] <= bounded["ic_haut"] + slack).all()
    for name in ("p_valeur", "p_ajustee"):
        known = rows[name].dropna()
        assert known.between(0, 1).all()
    assert (rows["p_ajustee"].isna() | (rows["p_ajustee"] >= rows["p_valeur"] - 1e-12)).all()
