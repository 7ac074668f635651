"""The elements of the three editions, from the clean delivery by the real chain: all there, sayable, the same bytes."""

from __future__ import annotations

import json
import re
from collections.abc import Callable
from contextlib import nullcontext
from functools import cache
from pathlib import Path

import pandas as pd
import pytest
from support.once import Once
from support.read_results import read_results

from pipeline.contract.produced.catalogue import read_by
from pipeline.contract.tables import TABLES as CONTRACT_TABLES
from pipeline.estimate.edition import estimate_edition
from pipeline.indicators.edition import compute_edition
from pipeline.params import Params
from pipeline.pathways.edition import compute_pathways
from pipeline.report import elements
from pipeline.report.context import ReportContext
from pipeline.report.elements import TABLES, TEXTS, write_elements
from pipeline.report.figures import FIGURES
from pipeline.report.number_index import INDEX
from pipeline.report.number_index import TABLES as INDEX_TABLES
from pipeline.report.results import EditionResults
from pipeline.report.tables.standards import STANDARDS
from pipeline.scheme.edition import scheme_edition
from pipeline.scheme.household_costs import household_costs
from pipeline.shipped import reference_folder
from pipeline.stages.scheme import read_note
from pipeline.validate.reference import load_reference

PARAMS = Params.model_validate(
    {"plan": {"tirages": 199, "reechantillonnages": 99}, "parcours": {"reechantillonnages": 20}}
)
# The final edition in the default run: it has every element; the others take their time.
EDITIONS = [n if n == "finale" else pytest.param(n, marks=pytest.mark.slow) for n in PARAMS.editions]
Build = Callable[..., EditionResults]
DRY = r"\bnan\b|\bNaN\b|\bNone\b|\binf\b|<NA>|\{[a-z_]+\}"
CLAIMS = r"significati|prouv|démontr|grâce à l’accompagnement|anonymisé"


@Once
def build(tables: dict[str, pd.DataFrame], nom: str, params: Params = PARAMS) -> EditionResults:
    edition = params.editions[nom]
    computed = compute_edition(tables, edition, params.seuils, params.controles)
    costs = household_costs(tables.get("couts"), computed["inclusions"], computed["indicateurs"], edition, params.couts)
    estimated = estimate_edition(nom, edition, computed | {"couts_menages": costs}, params.plan)
    scheme = scheme_edition(nom, tables, computed | estimated, read_note(), params)
    pathways = compute_pathways(tables, computed["indicateurs"], edition, params.seuils, params.plan, params.parcours)
    made = {**computed, **estimated, **scheme, **pathways}
    return EditionResults(
        **{e.name: made[e.name] for e in read_by("elements") if e.name in made},
        echeancier=load_reference(reference_folder()).schedule,
        tables_absentes=tuple(t for t in CONTRACT_TABLES if t not in tables),
    )


@pytest.fixture
def without_figures(monkeypatch: pytest.MonkeyPatch) -> None:
    """The figures have their own tests, and take seconds."""
    import pipeline.report.figures

    monkeypatch.setattr(pipeline.report.figures, "writing_figures", lambda *_: nullcontext())


@pytest.fixture(scope="module")
def made(propre_run: Path, tmp_path_factory: pytest.TempPathFactory) -> Callable[[str], Path]:
    """The folder of an edition's elements, figures left out, made once; to be read only."""

    @cache
    def make(nom: str) -> Path:
        folder = tmp_path_factory.mktemp(nom)
        with pytest.MonkeyPatch.context() as monkeypatch:
            monkeypatch.setattr("pipeline.report.figures.writing_figures", lambda *_: nullcontext())
            write_elements(folder, read_results(propre_run, nom), ReportContext(nom, PARAMS))
        return folder

    return make


def written(folder: Path) -> dict[str, bytes]:
    return {p.relative_to(folder).as_posix(): p.read_bytes() for p in sorted(folder.rglob("*")) if p.is_file()}


def prose(folder: Path) -> str:
    return "\n".join(p.read_text(encoding="utf-8") for p in sorted(folder.rglob("*.md")))


def test_every_element_of_the_report_is_there(watched_run: Path) -> None:
    names = set(written(watched_run / "out" / "reports" / "finale"))
    assert {f"textes/{n}.md" for n in TEXTS} <= names
    assert {f"tableaux/{n}.md" for n in TABLES} <= names
    for figure in ("flux", "comparabilite", "survie", "causes", "impayes", "bien_etre", "effets"):
        assert {f"figures/{figure}.{suffix}" for suffix in ("md", "svg", "png")} <= names
    assert {"_variables.yml", "metriques.json", "courbes/survie.csv", "courbes/impayes.csv"} <= names


@pytest.mark.parametrize("nom", EDITIONS)
def test_the_truth_of_r_is_what_is_read(nom: str, made: Callable[[str], Path]) -> None:
    """Shares and interval of the primary indicator: R's, from `attendu/<edition>/estimations.json`."""
    truth = Path(__file__).parents[1] / "deliveries" / "propre" / "attendu" / nom / "estimations.json"
    context = ReportContext(nom, PARAMS)
    (r,) = [
        e
        for e in json.loads(truth.read_text(encoding="utf-8"))["estimations"]
        if (e["indicateur"], e["vague"], e["methode"]) == ("maintien", context.vague, "difference_brute")
    ]
    text = (made(nom) / "textes" / "reponse.md").read_text(encoding="utf-8")
    for share in (r["valeur_accompagnes"], r["valeur_temoins"]):
        assert f"{100 * share:.1f}".replace(".", ",") in text
    for number in (r["estimation"], r["ic_bas"], r["ic_haut"]):
        assert f"{100 * number:+.1f}".replace(".", ",").replace("-", "−") in text


@pytest.mark.parametrize("nom", EDITIONS)
def test_every_sentence_can_be_read_aloud(nom: str, made: Callable[[str], Path]) -> None:
    text = prose(made(nom))
    assert not re.search(DRY, text), re.search(DRY, text)
    assert not re.search(CLAIMS, text)
    assert "'" not in text, "typographic apostrophes only"
    assert not re.search(r"\d\.\d+ |[a-zé] ;|[a-zé] : (?!-)|« ", re.sub(r"`[^`]*`|\\\.", "", text)), "no-break spaces"
    assert not re.search(r"(?<![\d,])[01](?:,\d+)?\u00a0(?:points|ménages\b)", text), "singular below two"
    for name in TEXTS:
        body = (made(nom) / "textes" / f"{name}.md").read_text(encoding="utf-8")
        assert not body or re.search(r"[.?:]\*{0,2}\n(?::::\n)?\Z", body), name


def test_no_household_is_named(made: Callable[[str], Path], propre_tables: dict[str, pd.DataFrame]) -> None:
    everything = b"\n".join(written(made("finale")).values()).decode("utf-8")
    assert not any(str(m) in everything for m in propre_tables["menages"]["menage_id"])


@pytest.mark.slow
@pytest.mark.usefixtures("without_figures")
def test_the_same_results_give_the_same_bytes(propre_tables: dict[str, pd.DataFrame], tmp_path: Path) -> None:
    results, context = build(propre_tables, "intermediaire"), ReportContext("intermediaire", PARAMS)
    write_elements(tmp_path / "a", results, context)
    write_elements(tmp_path / "b", results, context)
    write_elements(tmp_path / "b", results, context)
    assert written(tmp_path / "a") == written(tmp_path / "b")


@pytest.mark.slow
@pytest.mark.usefixtures("without_figures")
def test_a_table_that_is_gone_leaves_no_csv_behind(propre_tables: dict[str, pd.DataFrame], tmp_path: Path) -> None:
    context = ReportContext("finale", PARAMS)
    write_elements(tmp_path, build(propre_tables, "finale"), context)
    assert (tmp_path / "tableaux" / "maintien.csv").read_bytes().startswith(b"\xef\xbb\xbf")
    del propre_tables["evenements"]
    write_elements(tmp_path, build(propre_tables, "finale"), context)
    assert not (tmp_path / "tableaux" / "maintien.csv").exists()
    assert (tmp_path / "tableaux" / "maintien.md").read_text(encoding="utf-8").startswith("Aucun tableau")


OPTIONAL = ("evenements", "entretiens", "accompagnement", "couts")


@pytest.mark.slow
@pytest.mark.usefixtures("without_figures")
@pytest.mark.parametrize(
    "missing",
    [("entretiens",), ("evenements",), OPTIONAL],
    ids="+".join,
)
def test_missing_tables_are_said(
    missing: tuple[str, ...], propre_tables: dict[str, pd.DataFrame], tmp_path: Path
) -> None:
    tables = {name: frame for name, frame in propre_tables.items() if name not in missing}
    write_elements(tmp_path, build(tables, "finale"), ReportContext("finale", PARAMS))
    assert not re.search(DRY, prose(tmp_path))
    quality = (tmp_path / "textes" / "qualite.md").read_text(encoding="utf-8")
    for name in missing:
        assert f"La table «\u00a0{CONTRACT_TABLES[name].label}\u00a0» n’a pas été livrée" in quality


@pytest.mark.slow
@pytest.mark.usefixtures("without_figures")
def test_no_event_at_all(propre_tables: dict[str, pd.DataFrame], tmp_path: Path) -> None:
    propre_tables["evenements"] = propre_tables["evenements"].iloc[:0]
    write_elements(tmp_path, build(propre_tables, "finale"), ReportContext("finale", PARAMS))
    text = prose(tmp_path)
    assert not re.search(DRY, text)
    assert "aucun événement dans les deux groupes" in text
    assert "Aucune sortie négative n’est survenue" in text


@pytest.mark.slow
@pytest.mark.usefixtures("without_figures")
def test_two_against_two(propre_tables: dict[str, pd.DataFrame], tmp_path: Path) -> None:
    households = propre_tables["menages"].query("consentement")
    kept = households.groupby("groupe").head(2)["menage_id"]
    tables = {
        name: frame[frame["menage_id"].isin(kept)].reset_index(drop=True) if "menage_id" in frame else frame
        for name, frame in propre_tables.items()
    }
    results = build(tables, "finale")
    write_elements(tmp_path, results, ReportContext("finale", PARAMS))
    text = prose(tmp_path)
    assert not re.search(DRY, text)
    assert "2\u00a0ménages accompagnés et 2\u00a0ménages témoins" in text
    counts = results.comparabilite.set_index("variable").loc[["trouble_psychique"], "effectif_accompagnes"]
    assert counts.notna().all(), "the mask has something to hide"
    assert re.search(r"Trouble psychique \|[\s\u00a0]*\| masqué \| masqué", text)


def test_names_of_the_elements_are_those_of_the_qmd() -> None:
    """What is made is included somewhere, and what is included is made."""
    sources = Path(__file__).parents[2] / "reports"
    prose = "\n".join(p.read_text(encoding="utf-8") for p in (*sources.glob("*.qmd"), *sources.glob("sections/*.qmd")))
    included = {
        folder: set(re.findall(rf"include {folder}/(\w+)\.md", prose)) for folder in ("textes", "tableaux", "figures")
    }
    tables = {*elements.TABLES, STANDARDS, INDEX, INDEX_TABLES}
    assert included == {"textes": set(elements.TEXTS), "tableaux": tables, "figures": set(FIGURES)}
