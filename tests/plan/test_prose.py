"""What the evaluator writes: read per edition, prompts left out, pseudonyms refused, shown as text and nothing more."""

from __future__ import annotations

import json
from pathlib import Path

import pypandoc
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from report.test_markdown_escape import HOSTILE

from pipeline.contract.declared import Prose
from pipeline.errors import ParameterError
from pipeline.layout import Layout
from pipeline.params import Params
from pipeline.plan.prose import NAMES, read_prose
from pipeline.report.context import ReportContext
from pipeline.report.prose import prose_markdown
from pipeline.report.sentences.evaluator import conclusions_text, recommendations_text, voices_text
from pipeline.shipped import declared_folder
from pipeline.stages import plan
from pipeline.stages.declared import beside

EDITIONS = tuple(Params().editions)
TEXTS = (conclusions_text, recommendations_text, voices_text)


def test_the_shipped_files_hold_prompts_alone_and_the_documents_say_that_nothing_is_written() -> None:
    for name in NAMES:
        assert "<!--" in (declared_folder() / f"{name}.md").read_text(encoding="utf-8")
    assert set(read_prose(declared_folder(), EDITIONS).values()) == {Prose()}
    for text in TEXTS:
        assert text(ReportContext("finale", Params())).startswith("L’évaluateur n’a pas encore écrit")


def test_absent_files_are_empty_ones(tmp_path: Path) -> None:
    assert read_prose(tmp_path / "nulle part", ("finale",)) == {"finale": Prose()}


def test_the_file_of_an_edition_stands_in_the_place_of_the_common_one(tmp_path: Path) -> None:
    (tmp_path / "conclusions.md").write_text("\ufeffCommune.\r\n<!-- aide -->\r\n", encoding="utf-8")
    (tmp_path / "conclusions-finale.md").write_text("Finale.", encoding="utf-8")
    found = read_prose(tmp_path, EDITIONS)
    assert {edition: prose.conclusions for edition, prose in found.items()} == {
        "intermediaire": "Commune.", "parcours": "Commune.", "finale": "Finale."
    }  # fmt: skip


def test_an_empty_file_of_an_edition_hides_the_common_one(tmp_path: Path) -> None:
    (tmp_path / "paroles.md").write_text("Commun.", encoding="utf-8")
    (tmp_path / "paroles-finale.md").write_text("<!-- à écrire -->", encoding="utf-8")
    assert read_prose(tmp_path, ("finale",))["finale"].paroles == ""


@pytest.mark.parametrize("pseudonym", ["HN012", "hn012", "A12", "HN-012", "AHU_0012"])
def test_a_pseudonym_is_refused_by_its_line_and_never_repeated(tmp_path: Path, pseudonym: str) -> None:
    (tmp_path / "paroles.md").write_text(f"Un mot.\n\nLe ménage {pseudonym}, lui, est parti.", encoding="utf-8")
    with pytest.raises(ParameterError, match=r"paroles\.md, ligne 3 : .*pseudonyme") as caught:
        read_prose(tmp_path, EDITIONS)
    assert pseudonym not in caught.value.message


@pytest.mark.parametrize("words", ["à 12 mois", "WHO-5 et LSNS-6", "l’USH 2015", "ROBINS-I 2016", "L. 442-6", "T0"])
def test_what_is_no_pseudonym_is_read(tmp_path: Path, words: str) -> None:
    (tmp_path / "paroles.md").write_text(words, encoding="utf-8")
    assert read_prose(tmp_path, ("finale",))["finale"].paroles == words


def test_a_comment_that_is_not_closed_is_named_and_hides_nothing(tmp_path: Path) -> None:
    (tmp_path / "conclusions.md").write_text("Un.\n<!-- a -->\n<!-- b\nDeux.", encoding="utf-8")
    with pytest.raises(ParameterError, match=r"conclusions\.md, ligne 3 : .*fermé"):
        read_prose(tmp_path, EDITIONS)


def test_what_is_no_utf8_is_named(tmp_path: Path) -> None:
    (tmp_path / "conclusions.md").write_bytes("Réponse".encode("cp1252"))
    with pytest.raises(ParameterError, match="UTF-8"):
        read_prose(tmp_path, EDITIONS)


def test_the_files_lie_beside_the_parameters(tmp_path: Path) -> None:
    assert beside(tmp_path / "params.yaml", None).prose == tmp_path / "plan"
    assert beside(None, None).prose == declared_folder()


def test_headings_lists_quotations_and_emphasis_are_kept() -> None:
    made = prose_markdown("# Titre\nUn *mot* **fort** : oui.\n- a\n- b\n> dit\n> elle\n1) un\n---\nFin")
    assert made == (
        "## Titre {.unnumbered .unlisted}\n\nUn *mot* **fort**\u00a0\\: oui\\.\n\n- a\n- b\n\n> dit\n> elle\n\n"
        "1. un\n\nFin\n"
    )


def shown(markdown: str) -> list[dict[str, object]]:
    tree: dict[str, list[dict[str, object]]] = json.loads(
        pypandoc.convert_text(prose_markdown(markdown), "json", format="markdown")
    )
    return tree["blocks"]


def kinds(node: object) -> set[str]:
    if isinstance(node, dict):
        return {str(node["t"])} | kinds(node.get("c")) if "t" in node else kinds(list(node.values()))
    return set().union(*map(kinds, node)) if isinstance(node, list) else set()


HARMLESS = {
    "Str", "Space", "SoftBreak", "Para", "Plain", "Strong", "Emph", "Header", "BulletList", "OrderedList",
    "BlockQuote", "Decimal", "Period", "OneParen", "Quoted", "SingleQuote", "DoubleQuote",
}  # fmt: skip


@pytest.mark.parametrize("line", [*HOSTILE, "{{< include /etc/passwd >}}", "    code", "a\n    code", "| a |\n|---|"])
def test_nothing_that_someone_writes_is_a_command(line: str) -> None:
    assert kinds(shown(line)) <= HARMLESS


@settings(max_examples=40, deadline=None)
@given(st.text(st.sampled_from("abé1 \n#*->|<{}[]()`_=:~^$@!\\&%"), max_size=60))
def test_whatever_is_written_is_text(text: str) -> None:
    assert kinds(shown(text)) <= HARMLESS


def test_no_heading_stands_above_the_section_and_all_have_no_number() -> None:
    for depth in range(1, 7):
        (heading,) = shown("#" * depth + " Titre")
        level, (_, classes, _), _ = heading["c"]  # type: ignore[misc]  # pandoc’s tree is untyped
        assert 2 <= level <= 4
        assert classes == ["unnumbered", "unlisted"]


def test_the_stage_writes_what_stands_beside_the_parameters_and_the_texts_show_it(tmp_path: Path) -> None:
    folder = tmp_path / "plan"
    folder.mkdir()
    (folder / "recommandations.md").write_text("<!-- aide -->\n1. Poursuivre un an.\n", encoding="utf-8")
    layout = Layout.output(tmp_path / "sortie")
    layout.processed.mkdir(parents=True)
    plan.run(Params(), layout, beside(tmp_path / "params.yaml", None))
    prose = Prose(**json.loads(layout.prose.read_text(encoding="utf-8"))["parcours"])
    text = recommendations_text(ReportContext("parcours", Params(), redaction=prose))
    assert text == "1. Poursuivre un an\\.\n"
