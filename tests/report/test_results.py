"""The tables of an edition as the report holds them."""

from __future__ import annotations

import pandas as pd

from pipeline.report.results import EditionResults


def test_texts_are_pythons_own_and_all_else_is_as_it_was() -> None:
    """A sentence takes them one cell at a time."""
    table = pd.DataFrame({"note": pd.Series(["a", None], dtype="str"), "n": [1, 2], "part": [0.5, None]})
    held = EditionResults(flux=table).flux
    assert [str(t) for t in held.dtypes] == ["object", "int64", "float64"]
    assert type(held.loc[0, "note"]) is str
    assert pd.isna(held.loc[1, "note"])
    pd.testing.assert_frame_equal(held.astype({"note": "str"}), table)
    assert str(table["note"].dtype) == "str", "the argument is not changed"
