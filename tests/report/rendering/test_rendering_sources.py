"""Includes and variables are expanded as Quarto does, in `.qmd` only, and never outside the report's folder."""

from __future__ import annotations

from pathlib import Path

import pytest

from pipeline.errors import RenderError
from pipeline.report.rendering.sources import read_report_source, read_variables

HEAD = "---\ntitle: Essai\n---\n"


def _main(tmp_path: Path, body: str, header: str = HEAD) -> Path:
    (tmp_path / "rapport.qmd").write_text(header + body, encoding="utf-8")
    return tmp_path


def test_a_nested_include_counts_from_the_main_file(tmp_path: Path) -> None:
    folder = _main(tmp_path, "{{< include sections/_a.qmd >}}\n")
    (folder / "sections").mkdir()
    (folder / "textes").mkdir()
    (folder / "sections" / "_a.qmd").write_text("Avant.\n\n{{< include textes/t.md >}}\n\nAprès.\n", encoding="utf-8")
    (folder / "textes" / "t.md").write_text("Milieu.", encoding="utf-8")
    assert [line for line in read_report_source(folder, "rapport").body.splitlines() if line] == [
        "Avant.",
        "Milieu.",
        "Après.",
    ]


def test_variables_fill_text_and_header_and_nest(tmp_path: Path) -> None:
    folder = _main(tmp_path, "Gel {{< var gel >}}, {{<var a.b>}}.\n", '---\ntitle: "Au {{< var gel >}}"\n---\n')
    (folder / "_variables.yml").write_text('gel: "31 mars"\na:\n  b: 12\nvide:\n', encoding="utf-8")
    source = read_report_source(folder, "rapport")
    assert source.body == "Gel 31 mars, 12.\n"
    assert source.header["title"] == "Au 31 mars"
    assert read_variables(folder) == {"gel": "31 mars", "a.b": "12", "vide": ""}


def test_an_element_holds_no_command(tmp_path: Path) -> None:
    folder = _main(tmp_path, "{{< include t.md >}}\n")
    (folder / "t.md").write_text("{{< include /etc/passwd >}}\n{{< var gel >}}\n", encoding="utf-8")
    assert "{{< include /etc/passwd >}}\n{{< var gel >}}" in read_report_source(folder, "rapport").body


def test_a_fenced_block_shows_shortcodes_as_they_are(tmp_path: Path) -> None:
    folder = _main(tmp_path, "```\n{{< include absent.md >}}\n```\n")
    assert "{{< include absent.md >}}" in read_report_source(folder, "rapport").body


@pytest.mark.parametrize(
    ("body", "said"),
    [
        ("{{< include absent.md >}}\n", "absent.md"),
        ("{{< include ../dehors.md >}}\n", "hors du dossier"),
        ("{{< include /etc/hostname >}}\n", "hors du dossier"),
        ("{{< include rapport.qmd >}}\n", "s’inclut lui-même"),
        ("{{< var inconnue >}}\n", "« inconnue »"),
        ("{{< video https://exemple.fr >}}\n", "n’est pas connu du moteur embarqué"),
        ("Texte {{< include t.md >}} en ligne.\n", "seul sur sa ligne"),
    ],
)
def test_what_cannot_be_expanded_is_named(tmp_path: Path, body: str, said: str) -> None:
    folder = tmp_path / "rapport"
    folder.mkdir()
    (tmp_path / "dehors.md").write_text("secret", encoding="utf-8")
    with pytest.raises(RenderError, match=said) as caught:
        read_report_source(_main(folder, body), "rapport")
    assert caught.value.message.startswith("rapport.qmd : ")


def test_a_header_that_is_no_yaml_is_named_with_its_line(tmp_path: Path) -> None:
    with pytest.raises(RenderError, match=r"rapport\.qmd, ligne 2"):
        read_report_source(_main(tmp_path, "x\n", "---\ntitle: Essai\nlang: [\n---\n"), "rapport")
    with pytest.raises(RenderError, match="en-tête YAML"):
        read_report_source(_main(tmp_path, "x\n", ""), "rapport")
