"""What is written of a number: as many digits as two processors agree on, no round-off of a zero, no sign on it."""

from __future__ import annotations

import ast
import math
import os
import stat
import subprocess
import sys
from decimal import ROUND_HALF_UP, Context, Decimal
from pathlib import Path

import numpy as np
import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st
from support.import_graph import ROOT, modules, tree

from pipeline.errors import UsageError
from pipeline.storage import ESTIMATE_DIGITS, read_table, replacing, round_significant, write_table

NOISE = 3e-13  # relative: the largest difference between two processors seen in a table of the demonstration


def rounded(*values: float, digits: int = ESTIMATE_DIGITS) -> list[float]:
    return round_significant(pd.Series(values, dtype=float), digits).tolist()


@given(
    whole=st.integers(1, 10**9),
    exponent=st.integers(-12, 6),
    noise=st.floats(-NOISE, NOISE),
    sign=st.sampled_from([-1, 1]),
)
def test_a_number_of_nine_digits_is_rounded_as_on_paper_whatever_its_last_bits(whole, exponent, noise, sign) -> None:
    """Nine digits at eight: one in ten is a tie."""
    exact = sign * Decimal(whole).scaleb(exponent)
    on_paper = float(Context(prec=ESTIMATE_DIGITS, rounding=ROUND_HALF_UP).plus(exact))
    assert rounded(float(exact) * (1 + noise)) == [on_paper]


def test_a_tie_goes_away_from_zero_on_both_sides() -> None:
    mean = 12345.67 / 16  # 771.604375, a mean of cents over 16 households
    assert (
        rounded(mean, -mean, math.nextafter(mean, 0), math.nextafter(mean, 1e9))
        == [771.60438, -771.60438] + [771.60438] * 2
    )
    assert rounded(mean, digits=10) == [771.604375]


def test_what_is_left_of_a_zero_is_written_zero_without_sign() -> None:
    gaps = rounded(-1.3e-16, 0.9, -0.0, 2e-14)
    assert gaps == [0.0, 0.9, 0.0, 0.0]
    assert [math.copysign(1, g) for g in gaps] == [1.0] * 4
    assert rounded(-4e-12, 700.0) == [0.0, 700.0]  # euros whose terms were hundreds
    assert rounded(-1e-16, 3e-16) == [0.0, 0.0]  # a column of nothing else


def test_a_small_p_value_is_no_zero() -> None:
    assert rounded(1.23e-12, 0.5) == [1.23e-12, 0.5]


def test_what_is_not_a_number_stays_and_huge_ones_are_rounded() -> None:
    found = rounded(math.nan, math.inf, -math.inf, 1.234567891e40)
    assert math.isnan(found[0])
    assert found[1:] == [math.inf, -math.inf, 1.2345679e40]


def test_written_tables_have_the_digits_asked_for(tmp_path: Path) -> None:
    frame = pd.DataFrame({"v": [1 / 3, np.nan], "n": pd.array([1, None], dtype="Int64"), "t": ["a", "b"]})
    for name, options, value in (
        ("estimates", {}, 0.33333333),
        ("indicators", {"digits": 10}, 0.3333333333),
        ("delivered", {"rounded": False}, 1 / 3),
    ):
        write_table(frame, tmp_path / name, **options)
        again = read_table(tmp_path / name)
        assert again["v"].iloc[0] == value
        assert again["n"].isna().tolist() == [False, True]


def test_every_text_is_written_with_the_same_ends_of_line_on_every_system() -> None:
    """Windows would write others where it is not told, and the same results would have other hashes there."""
    untold = [
        f"{module}:{call.lineno}"
        for module in modules()
        for call in ast.walk(tree(module))
        if isinstance(call, ast.Call) and isinstance(call.func, ast.Attribute) and call.func.attr == "write_text"
        if not {"encoding", "newline"} <= {k.arg for k in call.keywords}
    ]
    assert untold == []


@pytest.mark.skipif(os.name == "nt", reason="Windows has rights of its own")
def test_what_is_not_private_follows_the_umask_and_what_is_does_not_go_beyond_it(tmp_path: Path) -> None:
    program = (
        "from pathlib import Path; from pipeline.storage import replacing\n"
        "for name, private in (('prive/x', True), ('commun/x', False)):\n"
        "    with replacing(Path(name), private=private) as path: path.write_bytes(b'')\n"
    )
    for umask, expected in ((0o022, (0o700, 0o600, 0o755, 0o644)), (0o277, (0o500, 0o400, 0o500, 0o400))):
        base = tmp_path / f"{umask:o}"
        base.mkdir()
        for name in ("prive", "commun") if umask & 0o200 else ():
            (base / name).mkdir()  # a folder that may not be written in is of no use here
        subprocess.run(
            [sys.executable, "-c", program],
            cwd=base, env={**os.environ, "PYTHONPATH": str(ROOT)}, umask=umask, check=True,
        )  # fmt: skip
        found = [stat.S_IMODE((base / name).stat().st_mode) for name in ("prive", "prive/x", "commun", "commun/x")]
        assert found[1::2] == list(expected[1::2])
        if not umask & 0o200:
            assert found == list(expected)


def test_a_file_that_another_program_holds_is_to_be_closed(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """As Windows answers when a spreadsheet has it open."""

    def refused(self: Path, target: Path) -> Path:
        raise PermissionError(13, "Permission denied")

    (tmp_path / "rejets.csv").write_text("ancien", encoding="utf-8")
    monkeypatch.setattr(Path, "replace", refused)
    with pytest.raises(UsageError, match=r"rejets\.csv : .*fermez-le"), replacing(tmp_path / "rejets.csv") as path:
        path.write_text("nouveau", encoding="utf-8")
    assert [p.name for p in tmp_path.iterdir()] == ["rejets.csv"]
    assert (tmp_path / "rejets.csv").read_text(encoding="utf-8") == "ancien"


def test_a_value_without_measure_leaves_the_others_of_its_column_as_they_are() -> None:
    assert rounded(2.8305542e14, 0.39839412, -0.776) == [2.8305542e14, 0.39839412, -0.776]
