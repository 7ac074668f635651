"""`evaluation publier`: nothing is released that the audit refuses; what is released says who, when, and its hashes."""

from __future__ import annotations

import datetime as dt
import json
from collections.abc import Callable
from pathlib import Path

import pytest
from ruamel.yaml import YAML
from support.command import Outcome, runner
from support.random_delivery import Kind, random_delivery
from support.written_texts import QUICK, published_results

import pipeline.commands.publish as command
from pipeline.contract.produced.catalogue import PRODUCED, read_by
from pipeline.contract.tables import TABLES
from pipeline.layout import Layout
from pipeline.params import Params
from pipeline.publication.audit import DisclosureFinding, Leak
from pipeline.stages import plan, publish
from pipeline.stages.declared import in_repository
from pipeline.stages.produced import write_entry
from pipeline.storage import digest_of

pytestmark = pytest.mark.slow  # each releases an edition, documents and audits whole

Run = Callable[..., Outcome]
LEAK = DisclosureFinding(Leak.SMALL_CELL, "publique/rapport.pdf", "page 3", "", "une cellule d’un seul ménage.")


@pytest.fixture
def evaluation(monkeypatch: pytest.MonkeyPatch, capfd: pytest.CaptureFixture[str]) -> Run:
    return runner(monkeypatch, capfd)


@pytest.fixture
def made(tmp_path: Path) -> Path:
    """A folder of results whose final edition has its public folder, a project yet."""
    (tmp_path / "livraison").mkdir()
    (tmp_path / "plan").mkdir()
    source = tmp_path / "livraison"
    draws = QUICK.plan.model_dump(mode="json")
    YAML().dump({"donnees": {"source": str(source)}, "plan": draws}, tmp_path / "params.yaml")
    layout = Layout.output(tmp_path)
    results = published_results(random_delivery(7, Kind()), "finale")
    for entry in read_by("publish"):
        place = layout.produced(entry, "finale")
        place.parent.mkdir(parents=True, exist_ok=True)
        write_entry(PRODUCED[entry.name], getattr(results, entry.name), place)
    layout.files.write_text(json.dumps([{"table": name, "fichier": name} for name in TABLES]), encoding="utf-8")
    params = QUICK.model_copy(update={"donnees": Params().donnees.model_copy(update={"source": str(source)})})
    plan.run(params, layout, in_repository(Path()))
    publish.run(params, layout, ["finale"], records=tmp_path / "plan")
    return tmp_path


def test_an_edition_is_released_with_who_when_and_each_hash(
    made: Path, evaluation: Run, monkeypatch: pytest.MonkeyPatch
) -> None:
    looked_at: list[list[Path]] = []
    monkeypatch.setattr(command, "audit_folders", lambda folders: looked_at.append(list(folders)) or ())
    out = evaluation("publier", "finale", "--par", "Bureau d’études, équipe d’évaluation", "--depuis", made)
    assert out.status == 0, out.printed
    folder = made / "reports" / "finale" / "publique"
    assert looked_at == [[folder]] * 2, "the project, then what is released"
    record = (made / "plan" / "publication-finale.yaml").read_bytes()
    assert (folder / "publication.yaml").read_bytes() == record
    modes = {path.stat().st_mode & 0o777 for path in folder.iterdir()}
    assert len(modes) == 1, "what is published is for all to read, the record too"
    tree = YAML(typ="safe").load(record.decode("utf-8"))
    assert (tree["edition"], tree["par"]) == ("finale", "Bureau d’études, équipe d’évaluation")
    assert tree["le"] == dt.date.today().isoformat()
    assert "finale" in tree["audit"]
    there = {p.name: digest_of(p) for p in folder.iterdir() if p.name != "publication.yaml"}
    assert tree["fichiers"] == there
    assert len(there) == 9
    assert "Projet, non publié" not in (folder / "index.html").read_text(encoding="utf-8")


def test_nothing_is_released_when_the_audit_finds_something(
    made: Path, evaluation: Run, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(command, "audit_folders", lambda _: (LEAK,))
    out = evaluation("publier", "finale", "--par", "Bureau d’études", "--depuis", made)
    assert out.status == 1
    assert "Rien n’est publié" in out.printed
    assert "page 3 ; une cellule d’un seul ménage" in out.printed
    assert not (made / "plan" / "publication-finale.yaml").exists()
    assert not (made / "reports" / "finale" / "publique" / "publication.yaml").exists()


def test_what_the_second_look_refuses_is_a_project_again(
    made: Path, evaluation: Run, monkeypatch: pytest.MonkeyPatch
) -> None:
    looks = iter([(), (LEAK,)])
    monkeypatch.setattr(command, "audit_folders", lambda _: next(looks))
    assert evaluation("publier", "finale", "--par", "Bureau d’études", "--depuis", made).status == 1
    folder = made / "reports" / "finale" / "publique"
    assert not (made / "plan" / "publication-finale.yaml").exists()
    assert not (folder / "publication.yaml").exists()
    assert "Projet, non publié" in (folder / "index.html").read_text(encoding="utf-8")


def test_an_edition_that_was_not_made_and_nobody_s_name_are_refused(made: Path, evaluation: Run) -> None:
    out = evaluation("publier", "parcours", "--par", "Bureau d’études", "--depuis", made)
    assert out.status == 2
    assert "rien à publier" in out.printed
    assert evaluation("publier", "finale", "--par", " ", "--depuis", made).status == 2
