"""Quarto as a subprocess, a script in its place: where it is found, how it is called, how its failures are told."""

from __future__ import annotations

import os
import shutil
import sys
import time
import tomllib
from collections.abc import Callable
from pathlib import Path

import pytest
from support.pdf_words import overprinted
from support.shown import SAID, Shown

from pipeline.errors import RenderError
from pipeline.report.rendering import quarto
from pipeline.report.rendering.render import render_documents

pytestmark = pytest.mark.skipif(os.name == "nt", reason="le faux quarto est un script exécutable")

DOCUMENTS = ("rapport.html", "rapport.pdf", "rapport.docx")  # those of the small sources
ROOT = Path(__file__).resolve().parents[3]
Fake = Callable[..., tuple[Path, Callable[[], list[dict[str, object]]]]]


def _on_path(monkeypatch: pytest.MonkeyPatch, program: Path) -> None:
    monkeypatch.setenv("PATH", str(program.parent))


def test_quarto_path_wins_over_path_over_package(fake: Fake, monkeypatch: pytest.MonkeyPatch) -> None:
    on_path, _ = fake()
    asked, _ = fake(folder="ailleurs")
    packaged, _ = fake(folder="paquet")
    monkeypatch.setattr(quarto, "_packaged", lambda: str(packaged))
    assert quarto.find_quarto({"PATH": str(on_path.parent), "QUARTO_PATH": str(asked)}) == asked
    assert quarto.find_quarto({"PATH": str(on_path.parent), "QUARTO_PATH": str(asked.parent)}) == asked
    assert quarto.find_quarto({"PATH": str(on_path.parent)}) == on_path
    assert quarto.find_quarto({"PATH": "/nulle/part"}) == packaged


def test_the_pypi_package_is_found_beside_python(fake: Fake, monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.undo()
    package = tmp_path / "site" / "quarto_cli"
    package.mkdir(parents=True)
    (package / "__init__.py").write_text("", encoding="utf-8")
    program, _ = fake()
    monkeypatch.undo()
    monkeypatch.syspath_prepend(str(package.parent))
    monkeypatch.setattr(sys, "executable", str(program.parent / "python"))
    assert quarto.find_quarto({"PATH": "/nulle/part"}) == program


def test_a_wrong_quarto_path_is_named_and_not_replaced_in_silence(fake: Fake) -> None:
    program, _ = fake()
    with pytest.raises(RenderError, match=r"QUARTO_PATH désigne « /nulle/part/quarto »"):
        quarto.find_quarto({"PATH": str(program.parent), "QUARTO_PATH": "/nulle/part/quarto"})


def test_three_documents_three_commands_in_a_copy_of_the_folder(
    fake: Fake, monkeypatch: pytest.MonkeyPatch, sources: Path, edition: Path
) -> None:
    program, calls = fake()
    _on_path(monkeypatch, program)
    monkeypatch.setenv("QUARTO_PROFILE", "autre")
    monkeypatch.setenv("TYPST_FONT_PATHS", "/ailleurs")
    outcome = render_documents(sources, edition, "quarto")
    assert (outcome.engine, outcome.version, outcome.failure) == ("quarto", "1.9.37", "")
    assert outcome.documents == tuple(edition / d for d in DOCUMENTS)
    assert all(b"fait par quarto" in (edition / d).read_bytes() for d in DOCUMENTS)
    version, *renders = calls()
    assert version["args"] == ["--version"]
    assert [c["args"] for c in renders] == [["render", "rapport.qmd", "--to", t] for t in ("html", "typst", "docx")]
    for call in renders:
        assert call["cwd"] != str(edition)
        assert {"figures/a.md", "tableaux/a.md", "textes/fin.md"} <= set(call["files"])  # type: ignore[call-overload]
        assert {"valeurs.typ", "avant.html", "avant.xml", "modele.docx"} <= set(call["habillage"])  # type: ignore[call-overload]
        assert call["moteur"] == "Ce rapport a été mis en forme par Quarto 1.9.37.\n"
        assert call["env"] == {
            "SOURCE_DATE_EPOCH": "1490918400",  # date -u -d 2017-03-31 +%s
            "TYPST_FONT_PATHS": None,  # it would hide the fonts that Quarto carries
            "HOME": os.environ.get("HOME"),
            "QUARTO_PROFILE": None,
            "NO_COLOR": "1",
        }
        assert not Path(str(call["cwd"])).exists()
    assert not (edition / ".quarto").exists()


def test_each_document_has_its_own_copy_with_its_words_and_no_hole(
    fake: Fake, monkeypatch: pytest.MonkeyPatch, sources: Path, edition: Path
) -> None:
    program, calls = fake('shown = "fait par quarto" + pathlib.Path(sys.argv[2]).read_text()')
    _on_path(monkeypatch, program)
    summary = '---\ntitle: "Synthèse"\npagetitle: "Courte"\n---\n\n# B {#sec-bref}\n\nVoir @sec-deux-un, @sec-bref.\n'
    (sources / "synthese.qmd").write_text(summary, encoding="utf-8")
    outcome = render_documents(sources, edition, "quarto")
    assert [d.name for d in outcome.documents] == ["synthese.html", "synthese.pdf", "synthese.docx", *DOCUMENTS]
    asked = [c["args"][1] for c in calls()[1:]]  # type: ignore[index]  # read from JSON
    assert asked == ["synthese.qmd"] * 3 + ["rapport.qmd"] * 3
    assert len({str(c["cwd"]) for c in calls()[1:]}) == 2
    assert [c["titre"] for c in calls()[1::3]] == ["Courte", "Petit rapport – Édition finale"]
    shown = (edition / "synthese.html").read_text(encoding="utf-8")
    assert "Voir Section\u00a02.1 du rapport, @sec-bref." in shown
    assert summary in (edition / "synthese.qmd").read_text(encoding="utf-8"), "what is kept is what was written"


FAILURES = {
    "status": ('print("\\033[31mERROR: figure introuvable\\033[0m", file=sys.stderr); sys.exit(3)', "(statut 3)"),
    "nothing written": ("sys.exit(0)", "n’a pas écrit rapport.html"),
    "an unresolved reference": (
        'print("WARNING: Unable to resolve crossref @tbl-absent", file=sys.stderr)',
        "Unable to resolve crossref @tbl-absent",
    ),
    "an unknown variable": ('print("(W) Unknown var absente specified", file=sys.stderr)', "Unknown var absente"),
    "a reference that leads nowhere, said nowhere": ('shown = "Voir ?@tbl-absent"', "rapport.html montre"),
    "the same in Word": (
        'shown = "Voir ?@fig-absent" if sys.argv[-1] == "docx" else shown',
        "rapport.docx montre ce qui n’a pas été trouvé : ?@fig-absent",
    ),
    "an empty document": ('open("rapport.html", "w").close(); sys.exit(0)', "rapport.html ne compte que 0 octets"),
    "another kind of document": (
        'open("rapport.html", "w").write("%PDF" + "." * 2000); sys.exit(0)',
        "rapport.html n’est pas un document entier",
    ),
    "a PDF cut short": (
        'if sys.argv[-1] == "typst": open("rapport.pdf", "w").write("%PDF-1.7" + "." * 2000); sys.exit(0)',
        "rapport.pdf n’est pas un document entier",
    ),
    "a DOCX that is no archive": (
        'if sys.argv[-1] == "docx": open("rapport.docx", "w").write("PK" + "." * 2000); sys.exit(0)',
        "rapport.docx n’est pas un document entier",
    ),
    "half way": ('if sys.argv[-1] == "docx":\n    print("docx cassé", file=sys.stderr); sys.exit(1)', "docx cassé"),
}


QUICKLY = ("status", "nothing written", "half way")


@pytest.mark.parametrize("name", [n if n in QUICKLY else pytest.param(n, marks=pytest.mark.slow) for n in FAILURES])
def test_a_failure_fails_the_run_with_quarto(
    fake: Fake, monkeypatch: pytest.MonkeyPatch, sources: Path, edition: Path, name: str
) -> None:
    behaviour, said = FAILURES[name]
    program, _ = fake(behaviour)
    _on_path(monkeypatch, program)
    with pytest.raises(RenderError) as caught:
        render_documents(sources, edition, "quarto")
    assert said in caught.value.message
    assert "\033" not in caught.value.message
    assert not [d for d in (*DOCUMENTS, "moteur.md") if (edition / d).exists()]


@pytest.mark.parametrize("name", [pytest.param(n, marks=pytest.mark.slow) if i else n for i, n in enumerate(FAILURES)])
def test_a_failure_hands_over_to_the_embedded_renderer_with_auto(
    fake: Fake, monkeypatch: pytest.MonkeyPatch, sources: Path, edition: Path, name: str
) -> None:
    behaviour, said = FAILURES[name]
    program, _ = fake(behaviour)
    _on_path(monkeypatch, program)
    log: list[str] = []
    outcome = render_documents(sources, edition, "auto", log.append)
    assert outcome.engine == "pandoc"
    assert said in outcome.failure
    assert any("le moteur embarqué prend le relais" in line and said in line for line in log)
    sentence = (edition / "moteur.md").read_text(encoding="utf-8")
    assert sentence.startswith("Ce rapport a été mis en forme par le moteur embarqué (pandoc ")
    assert "Quarto, présent sur la machine, avait d’abord échoué" in sentence
    assert "avait d’abord échoué" in (edition / "rapport.html").read_text(encoding="utf-8")


def test_what_does_not_end_is_ended_with_all_that_it_started(
    fake: Fake, monkeypatch: pytest.MonkeyPatch, sources: Path, edition: Path, tmp_path: Path
) -> None:
    child = tmp_path / "enfant"
    program, _ = fake(
        f"import subprocess; p = subprocess.Popen([sys.executable, '-c', 'import time; time.sleep(60)']);"
        f" pathlib.Path({str(child)!r}).write_text(str(p.pid)); time.sleep(60)"
    )
    _on_path(monkeypatch, program)
    monkeypatch.setattr(quarto, "_TIMEOUT", 2.0)
    with pytest.raises(RenderError, match="n’a pas fini au bout de 2 secondes"):
        render_documents(sources, edition, "quarto")
    deadline = time.monotonic() + 5
    while _alive(int(child.read_text())) and time.monotonic() < deadline:
        time.sleep(0.05)
    assert not _alive(int(child.read_text()))


def test_no_quarto_is_an_error_only_where_it_is_asked_for(
    fake: Fake, monkeypatch: pytest.MonkeyPatch, sources: Path, edition: Path
) -> None:
    monkeypatch.setenv("PATH", "/nulle/part")
    with pytest.raises(RenderError, match="Quarto est introuvable") as caught:
        render_documents(sources, edition, "quarto")
    assert caught.value.exit_status == 2
    outcome = render_documents(sources, edition, "auto")
    assert (outcome.engine, outcome.failure) == ("pandoc", "")
    assert "Quarto" not in (edition / "moteur.md").read_text(encoding="utf-8")


def test_pandoc_never_calls_quarto(fake: Fake, monkeypatch: pytest.MonkeyPatch, sources: Path, edition: Path) -> None:
    program, calls = fake()
    _on_path(monkeypatch, program)
    assert render_documents(sources, edition, "pandoc").engine == "pandoc"
    assert calls() == []


def test_a_program_that_cannot_start_is_a_message(tmp_path: Path) -> None:
    program = tmp_path / "quarto"
    program.write_text("#!/nulle/part/interprete\n", encoding="utf-8")
    program.chmod(0o755)
    with pytest.raises(RenderError, match="Quarto ne démarre pas"):
        quarto.quarto_version(program)


def test_sources_that_went_away_do_not_stay(sources: Path, edition: Path) -> None:
    render_documents(sources, edition, "pandoc")
    (sources / "rapport.qmd").write_text("---\ntitle: Court\n---\n\n{{< include sections/_un.qmd >}}\n", "utf-8")
    (sources / "sections" / "_deux.qmd").unlink()
    first = (sources / "sections" / "_un.qmd").read_text("utf-8").replace(", @tbl-a et @sec-deux-un", "")
    (sources / "sections" / "_un.qmd").write_text(first, "utf-8")
    render_documents(sources, edition, "pandoc")
    assert [p.name for p in (edition / "sections").iterdir()] == ["_un.qmd"]


def test_a_missing_source_is_named(tmp_path: Path) -> None:
    with pytest.raises(RenderError, match=r"rapport\.qmd"):
        render_documents(tmp_path, tmp_path / "edition", "pandoc")


def test_an_old_quarto_is_told_its_age(
    fake: Fake, monkeypatch: pytest.MonkeyPatch, sources: Path, edition: Path
) -> None:
    program, calls = fake(version="1.6.42")
    _on_path(monkeypatch, program)
    with pytest.raises(RenderError, match=r"Quarto 1\.6\.42 est trop ancien : il faut la version 1\.7"):
        render_documents(sources, edition, "quarto")
    assert [c["args"] for c in calls()] == [["--version"]]


def test_a_program_that_gives_no_version_is_no_quarto(fake: Fake) -> None:
    program, _ = fake(version="bonjour")
    with pytest.raises(RenderError, match="est-ce bien Quarto"):
        quarto.quarto_version(program)


def test_the_least_version_is_that_of_the_package_s_extra() -> None:
    project = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))
    assert project["project"]["optional-dependencies"]["quarto"] == [
        "quarto-cli>=" + ".".join(map(str, quarto.MINIMUM))
    ]


@pytest.mark.quarto
def test_the_real_quarto_makes_the_same_report(sources: Path, edition: Path, tmp_path: Path) -> None:
    """Text, numbers of captions and references, page furniture: what the embedded renderer shows, Quarto shows."""
    program = quarto.find_quarto()
    if program is None:
        pytest.skip("aucun programme quarto sur cette machine")
    twin = Path(shutil.copytree(edition, tmp_path / "jumeau"))
    outcome = render_documents(sources, edition, "quarto")
    render_documents(sources, twin, "pandoc")
    assert outcome.version == quarto.quarto_version(program)
    seen, wanted = (Shown.of(folder) for folder in (edition, twin))
    assert f"mis en forme par Quarto {outcome.version}" in seen.html
    assert seen.title == wanted.title == "Petit rapport – Édition finale"
    assert seen.furniture == wanted.furniture
    for words in SAID:
        for text in (seen.html, seen.pdf, seen.docx):
            assert words.replace(" ", "") in text.replace(" ", ""), words
    assert overprinted(edition / "rapport.pdf") == []


def _alive(pid: int) -> bool:
    try:
        return "\nState:\tZ" not in Path(f"/proc/{pid}/status").read_text(encoding="utf-8")
    except OSError:
        return False
