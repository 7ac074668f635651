"""The key that says which group is A: drawn once, kept apart, held to what the locked plan names."""

from __future__ import annotations

import re
import stat
from pathlib import Path

import pytest
from blind.conftest import CLEAN, FLIPPED, KEY

from pipeline.blind.seal import key_fingerprint, read_key
from pipeline.commands.blind_key import open_seal
from pipeline.commands.chain import execute
from pipeline.errors import UsageError

EDITION = "intermediaire"


def test_a_key_is_drawn_once_and_only_its_owner_may_read_it(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    key = tmp_path / "cle-aveugle"
    first, second = open_seal(key), open_seal(key)
    assert first == second
    assert re.fullmatch(r"[0-9a-f]{64}\n", key.read_text(encoding="ascii"))
    assert stat.S_IMODE(key.stat().st_mode) == 0o600
    assert capsys.readouterr().out.count("tirée au hasard") == 1


def test_a_key_that_the_locked_plan_does_not_name_is_refused(tmp_path: Path) -> None:
    key = tmp_path / "cle-aveugle"
    key.write_text(KEY, encoding="ascii")
    assert open_seal(key, key_fingerprint(KEY)) == read_key(KEY)
    with pytest.raises(UsageError, match="n’est pas celle"):
        open_seal(key, key_fingerprint(FLIPPED))


def test_a_key_among_the_outputs_is_refused(tmp_path: Path) -> None:
    (tmp_path / "params.yaml").write_text("aveugle: true\n", encoding="utf-8")
    with pytest.raises(UsageError, match="dossier des sorties"):
        execute(CLEAN, tmp_path, [EDITION], tmp_path / "params.yaml", with_report=False)


def test_a_file_that_is_no_key_is_refused(tmp_path: Path) -> None:
    (tmp_path / "params.yaml").write_text("aveugle: true\n", encoding="utf-8")
    (tmp_path / "cle-aveugle").write_text("mot de passe é", encoding="utf-8")
    with pytest.raises(UsageError, match="64 chiffres"):
        execute(CLEAN, tmp_path / "sortie", [EDITION], tmp_path / "params.yaml", with_report=False)
