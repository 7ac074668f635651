"""The blind mode, attacked: two studies that differ by the groups alone, words, numbers, names, files, figures."""

from __future__ import annotations

import contextlib
import io
import re
import shutil
import zipfile
from collections.abc import Iterator
from functools import cache
from pathlib import Path

import pandas as pd
import pyarrow.parquet as pq
import pytest
from blind.conftest import CLEAN, FLIPPED, KEY, copy_delivery, swap_groups
from pypdf import PdfReader

from pipeline.blind.labels import blind_words
from pipeline.commands.chain import execute
from pipeline.errors import UsageError
from pipeline.layout import Layout
from pipeline.params import Params
from pipeline.stages import ingest

EDITION = "intermediaire"
FEW_DRAWS = "plan: {tirages: 99, reechantillonnages: 99}\nparcours: {reechantillonnages: 20}\n"
TELLTALE = re.compile(r"accompagn|t[ée]moin|(?:ménages?|groupes?|panels?) (?:de )?contr[ôo]le|\btém\.", re.IGNORECASE)


def run(folder: Path, source: Path, key: str, *, with_report: bool = False) -> tuple[Path, str]:
    """Run the chain in blind mode below `folder`/sortie; its outputs and what it printed."""
    folder.mkdir()
    (folder / "params.yaml").write_text(f"aveugle: true\n{FEW_DRAWS}", encoding="utf-8")
    (folder / "cle-aveugle").write_text(key + "\n", encoding="ascii")
    printed = io.StringIO()
    monkeypatch = pytest.MonkeyPatch()
    # The fingerprint of the code is the same for both sides, unless the code is edited between the two runs.
    monkeypatch.setattr("pipeline.report.fingerprint.code_fingerprint", lambda *_: "0123456789abcdef")
    with contextlib.redirect_stdout(printed), contextlib.redirect_stderr(printed):
        execute(source, folder / "sortie", [EDITION], folder / "params.yaml", with_report=with_report)
    monkeypatch.undo()
    return folder / "sortie", printed.getvalue()


@pytest.fixture(scope="module")
def blind(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, str]:
    return run(tmp_path_factory.mktemp("aveugle") / "a", CLEAN, KEY)


@pytest.fixture(scope="module")
def reported(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, str]:
    """The same with its documents."""
    return run(tmp_path_factory.mktemp("aveugle") / "r", CLEAN, KEY, with_report=True)


# Searched for words in each test run, and with its documents in a long one.
EITHER = pytest.mark.parametrize("made", ["blind", pytest.param("reported", marks=pytest.mark.slow)])


@pytest.fixture(scope="module")
def mirrored(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, str]:
    """The study whose groups are exchanged, under the seal that exchanges them back."""
    folder = tmp_path_factory.mktemp("aveugle")
    return run(folder / "b", copy_delivery(folder / "livraison", swap_groups), FLIPPED, with_report=True)


@pytest.fixture
def opened(propre_run: Path) -> Path:
    """The same study, its groups named, in this edition and two others."""
    return propre_run


@pytest.fixture
def opened_alone(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The same study, its groups named, in this edition."""
    folder = tmp_path_factory.mktemp("ouvert")
    (folder / "params.yaml").write_text(FEW_DRAWS, encoding="utf-8")
    execute(CLEAN, folder / "sortie", [EDITION], folder / "params.yaml", with_report=False)
    return folder / "sortie"


@pytest.fixture(scope="module")
def flipped(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The same study under the opposite draw."""
    return run(tmp_path_factory.mktemp("aveugle") / "c", CLEAN, FLIPPED)[0]


def files(folder: Path) -> dict[str, bytes]:
    return {p.relative_to(folder).as_posix(): p.read_bytes() for p in sorted(folder.rglob("*")) if p.is_file()}


@pytest.mark.slow
def test_exchanging_the_groups_and_the_seal_changes_no_byte(
    reported: tuple[Path, str], mirrored: tuple[Path, str]
) -> None:
    """Were there one trace of which group is which, it would differ."""
    ours, theirs = files(reported[0]), files(mirrored[0])
    assert list(ours) == list(theirs)
    assert [name for name in ours if ours[name] != theirs[name]] == []
    assert {"processed/intermediaire/estimations.csv", "reports/intermediaire/rapport.pdf"} <= set(ours)
    parent = re.compile(r"\S*/pytest-\S*")
    assert parent.sub("", reported[1]) == parent.sub("", mirrored[1])


@pytest.mark.slow
def test_the_seal_alone_does_change_the_outputs(blind: tuple[Path, str], flipped: Path) -> None:
    """The comparison above can fail: one side of the exchange without the other is another study."""
    name = "processed/intermediaire/estimations.csv"
    assert files(flipped)[name] != files(blind[0])[name]


@pytest.mark.slow
def test_what_only_the_scheme_records_leaves_no_trace(blind: tuple[Path, str], tmp_path: Path) -> None:
    """Without interventions, costs and modes of support, the outputs are the same: they were not looked at."""

    def no_mode(rows: list[dict[str, str]]) -> None:
        for row in rows:
            row["mode_accompagnement"] = ""

    source = copy_delivery(tmp_path / "livraison", no_mode, without=("accompagnement", "couts"))
    bare, _ = run(tmp_path / "d", source, KEY)
    assert files(bare) == files(blind[0])


@cache
def texts(folder: Path) -> tuple[tuple[str, str], ...]:
    """The words of a folder that no test writes in any more, read once."""
    return tuple(read_texts(folder))


def read_texts(folder: Path) -> Iterator[tuple[str, str]]:
    """Every word of every output: names of files, texts, cells and columns of tables, pages, documents."""
    for path in sorted(folder.rglob("*")):
        name = path.relative_to(folder).as_posix()
        yield name, name
        if path.suffix == ".parquet":
            frame = pq.read_table(path).to_pandas()
            yield name, " ".join(map(str, frame.columns))
            for column in frame.select_dtypes(exclude="number"):
                yield name, " ".join(map(str, frame[column].unique()))
        elif path.suffix == ".pdf":
            yield name, " ".join(page.extract_text() for page in PdfReader(path).pages)
        elif path.suffix == ".docx":
            with zipfile.ZipFile(path) as archive:
                for part in archive.namelist():  # the heads and feet of pages as well
                    if part.startswith("word/") and part.endswith(".xml"):
                        yield name, archive.read(part).decode("utf-8")
        elif path.suffix == ".xlsx":
            with zipfile.ZipFile(path) as archive:
                yield name, " ".join(archive.read(part).decode("utf-8") for part in archive.namelist())
        elif path.is_file() and path.suffix not in (".png", ".ttf", ".woff2"):
            yield name, path.read_text(encoding="utf-8")


@EITHER
def test_no_word_names_a_group_or_what_only_one_receives(made: str, request: pytest.FixtureRequest) -> None:
    folder, printed = request.getfixturevalue(made)
    told = {(name, found.group()) for name, text in texts(folder) if (found := TELLTALE.search(text))}
    assert told == set()
    assert not TELLTALE.search(printed)


def test_the_search_for_words_finds_them_in_an_open_run(opened: Path) -> None:
    assert any(TELLTALE.search(text) for _, text in read_texts(opened))


@EITHER
def test_no_pseudonym_of_the_senders_and_no_line_of_theirs(made: str, request: pytest.FixtureRequest) -> None:
    """Letters and order of the pseudonyms may follow the groups; a file's line leads to a household."""
    folder, _ = request.getfixturevalue(made)
    senders = pd.read_csv(CLEAN / "menages" / "menages.csv", dtype=str)
    names = re.compile("|".join([*senders["menage_id"], *senders["paire_id"].dropna()]))
    assert not [name for name, text in texts(folder) if names.search(text)]
    rejections = pd.read_parquet(folder / "processed" / "rejets.parquet")
    assert len(rejections)
    for column in ("fichier", "feuille", "ligne", "valeur"):
        empty = rejections[column].isna() | (rejections[column].astype(object) == "")
        assert empty.all(), column


@pytest.mark.slow
def test_an_accepted_warning_is_no_longer_open_and_its_reason_is_not_shown(tmp_path: Path) -> None:
    def with_an_agency(rows: list[dict[str, str]]) -> None:
        for row in rows:
            row["agence"] = "Lille"

    source = copy_delivery(tmp_path / "livraison", with_an_agency)
    line = "regle;table;motif\ncolonne_inconnue;menages;Agence de Lille\n"
    (source / "constats-acceptes.csv").write_text(line, encoding="utf-8")
    output, printed = run(tmp_path / "a", source, KEY)
    found = pd.read_parquet(output / "processed" / "constats.parquet")
    accepted = found[found["regle"] == "colonne_inconnue"]
    assert accepted["gravite"].tolist() == ["accepte"]
    assert accepted["action"].tolist() == ["Accepté par l’évaluateur ; le motif n’est pas montré en aveugle."]
    assert "1 avertissement déjà accepté" in printed.replace("\u00a0", " ")
    assert "Lille" not in printed


def test_what_is_not_to_be_written_is_not(blind: tuple[Path, str]) -> None:
    written = set(files(blind[0]))
    assert not {n for n in written if "/tables/" in n or "/provenance/" in n or "data_docs" in n}
    steps = set(pd.read_parquet(blind[0] / "processed" / EDITION / "flux.parquet")["etape"])
    assert "inclus" in steps
    assert not steps & {"sans_consentement", "recus", "prevus"}
    indicators = set(pd.read_parquet(blind[0] / "processed" / EDITION / "indicateurs.parquet")["indicateur"])
    assert "maintien" in indicators
    assert not indicators & {"jours_accompagnement", "membre_cooperative"}


@pytest.mark.slow
def test_an_open_run_below_the_same_folder_is_wiped(opened_alone: Path, tmp_path: Path) -> None:
    folder = tmp_path / "e"
    shutil.copytree(opened_alone, folder / "sortie")
    (folder / "cle-aveugle").write_text(KEY, encoding="ascii")
    (folder / "params.yaml").write_text("aveugle: true\nplan: {tirages: 99}\n", encoding="utf-8")
    execute(CLEAN, folder / "sortie", [EDITION], folder / "params.yaml", with_report=False)
    assert not [name for name, text in texts(folder / "sortie") if TELLTALE.search(text)]


def test_results_that_name_the_groups_do_not_stay_beside_those_that_do_not(opened: Path, tmp_path: Path) -> None:
    """Another edition would stay, were it open: nothing is taken away, nothing is written."""
    folder = tmp_path / "e"
    shutil.copytree(opened, folder / "sortie")
    before = files(folder / "sortie")
    (folder / "cle-aveugle").write_text(KEY, encoding="ascii")
    (folder / "params.yaml").write_text("aveugle: true\nplan: {tirages: 99}\n", encoding="utf-8")
    with pytest.raises(UsageError, match="groupes sont nommés"):
        execute(CLEAN, folder / "sortie", ["finale"], folder / "params.yaml", with_report=False)
    assert files(folder / "sortie") == before


def test_a_and_b_are_the_groups_that_the_key_says(blind: tuple[Path, str], opened: Path, flipped: Path) -> None:
    """Figures of A are those of the accompanied group under an even key, of the controls under an odd one."""
    place = Path("processed") / EDITION / "estimations.parquet"
    keys = ["indicateur", "vague", "methode"]
    named = pd.read_parquet(opened / place).set_index(keys)
    row = ("maintien", "M12", "difference_brute")
    for folder, first, second, sign in (
        (blind[0], "accompagnes", "temoins", 1),
        (flipped, "temoins", "accompagnes", -1),
    ):
        seen, truth = pd.read_parquet(folder / place).set_index(keys).loc[row], named.loc[row]
        assert seen["n_A"] == truth[f"n_{first}"]
        assert seen["n_B"] == truth[f"n_{second}"]
        assert seen["valeur_A"] == pytest.approx(truth[f"valeur_{first}"], abs=1e-11)
        assert seen["estimation"] == pytest.approx(sign * truth["estimation"], abs=1e-11)
        assert seen["p_valeur"] == pytest.approx(truth["p_valeur"], abs=1e-9)
    assert named.loc[row, "valeur_accompagnes"] != named.loc[row, "valeur_temoins"]


@pytest.mark.slow
def test_sizes_planned_apart_are_not_compared_with_the_groups(blind: tuple[Path, str], tmp_path: Path) -> None:
    """« 30 planned, 25 received » would tell which group had 30."""
    text = f"aveugle: true\n{FEW_DRAWS}controles: {{effectif_prevu_accompagnes: 30}}\n"
    (tmp_path / "params.yaml").write_text(text, encoding="utf-8")
    (tmp_path / "cle-aveugle").write_text(KEY, encoding="ascii")
    execute(CLEAN, tmp_path / "sortie", [EDITION], tmp_path / "params.yaml", with_report=False)
    assert files(tmp_path / "sortie") == files(blind[0])


@pytest.mark.slow
def test_every_text_of_every_figure_is_renamed(tmp_path: Path) -> None:
    """Pictures hold no text to search: what is drawn is listed instead, after the last drawing."""
    from matplotlib import pyplot
    from matplotlib.text import Text

    from pipeline.contract.produced.catalogue import read_by
    from pipeline.estimate.edition import estimate_edition
    from pipeline.indicators.edition import compute_edition
    from pipeline.report.blind_elements import BLIND_FIGURES
    from pipeline.report.context import ReportContext
    from pipeline.report.figures import FIGURES
    from pipeline.report.figures.drawing import Drawing, reletter
    from pipeline.report.results import EditionResults

    params = Params()
    params = params.model_copy(update={"plan": params.plan.model_copy(update={"tirages": 99})})
    delivery = ingest.read(
        params.model_copy(update={"donnees": params.donnees.model_copy(update={"source": str(CLEAN)})})
    )
    edition = params.editions[EDITION]
    computed = compute_edition(delivery.tables, edition, params.seuils, params.controles)
    estimated = estimate_edition(EDITION, edition, computed, params.plan)
    made = {**computed, **estimated}
    results = EditionResults(**{e.name: made[e.name] for e in read_by("elements") if e.name in made})
    drawn = 0
    for name in BLIND_FIGURES:
        outcome = FIGURES[name](results, ReportContext(EDITION, params))
        if not isinstance(outcome, Drawing):
            continue
        figure = outcome.plot.draw()
        before = [t.get_text() for t in figure.findobj(Text)]
        reletter(figure, blind_words)
        figure.savefig(io.BytesIO(), format="png")
        after = [t.get_text() for t in figure.findobj(Text)]
        pyplot.close(figure)
        assert not [text for text in after if TELLTALE.search(text)], name
        drawn += bool([text for text in before if TELLTALE.search(text)])
    assert drawn >= 4, "the figures did name the groups before"


def test_the_stages_of_dvc_refuse_to_name_the_groups(tmp_path: Path) -> None:
    with pytest.raises(UsageError, match="evaluation executer"):
        ingest.run(Params(aveugle=True), Layout.output(tmp_path))
    assert list(tmp_path.iterdir()) == []
