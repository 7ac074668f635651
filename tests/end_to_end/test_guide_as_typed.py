"""The guide walked from its first line to its last, in a new clone, by somebody who types what is printed there."""

from __future__ import annotations

import datetime as dt
import re
import sys
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

import pandas as pd
import pytest
from support.clone import CHEAP, clone_with_environment, edit_params, in_bash, needs_bash
from support.first_delivery import SPOILT, write_delivery
from support.import_graph import ROOT
from support.typed_lines import blocks, uncommented

from pipeline.removal.pseudonyms import Pseudonyms
from pipeline.removal.search import file_holds
from pipeline.synthetic.panel import draw_panel

GUIDE = ROOT / "docs" / "guide-evaluateur.md"
FIRST, SECOND = "data/raw/etude/2016-10", "data/raw/etude/2017-04"
PARCOURS, FINALE = {"gel": "2016-09-30", "horizon": 18}, {"gel": "2017-03-31", "horizon": 24}
WITHDRAWN = "TJ046"
DOCUMENTS = tuple(f"{name}.{kind}" for name in ("synthese", "rapport", "annexe") for kind in ("html", "pdf", "docx"))

Check = Callable[[Path, str], object]
# The program, its environment, its examples, whose pseudonyms are nobody's; what git keeps is out of reach, and said.
SHIPPED = re.compile(r"^[^/]+/(\.git|\.venv|pipeline|tests|benchmarks|data/raw/demonstration.*)(/|$)")


@dataclass(frozen=True)
class Line:
    """A line of the guide. `before`: what a person does by hand, as the guide says. `made`: files that it leaves.

    `instead`: what is typed here, where the line printed is an example. `not_here`: why it cannot run here.
    """

    printed: str
    status: int = 0
    before: Callable[[Path], object] | None = None
    made: tuple[str, ...] = ()
    says: str = ""
    check: Check | None = None
    answer: str = ""
    instead: Callable[[Path], str] | None = None
    not_here: str = ""


def _archive(folder: Path) -> str:
    return f"archives/parcours-{dt.date.today().isoformat()}"


def _start(folder: Path) -> None:
    edit_params(folder, donnees={"source": FIRST}, editions={"parcours": PARCOURS, "finale": FINALE}, **CHEAP)


def _candidates(folder: Path) -> None:
    frame = draw_panel(1, 60).menages
    frame["menage_id"] = [f"CAND{i:03d}" for i in range(len(frame))]
    frame["groupe"] = ["accompagne" if i % 5 < 2 else "temoin" for i in range(len(frame))]
    frame.to_excel(folder / "candidats.xlsx", index=False)


def _receive_first(folder: Path) -> None:
    write_delivery(folder / FIRST, "2016-09-30", spoilt=SPOILT)


def _fill_in(folder: Path) -> None:
    """The correction as the guide's example has it; what was prepared is that line, to be filled in."""
    (example,) = re.findall(r'^"suivi_locatif/.*$', GUIDE.read_text(encoding="utf-8"), re.MULTILINE)
    file = folder / FIRST / "corrections.csv"
    head, line = file.read_text(encoding="utf-8-sig").splitlines()
    assert example.startswith(line.removesuffix(';"";"";"";""'))
    file.write_text(f"\ufeff{head}\n{example}\n", encoding="utf-8")


def _only_parcours(folder: Path) -> None:
    edit_params(folder, editions={"parcours": PARCOURS})


def _share(folder: Path) -> str:
    (folder.parent / "partage").mkdir()
    return f"dvc remote add -d bureau {folder.parent / 'partage'}"


def _receive_second(folder: Path) -> None:
    write_delivery(folder / SECOND)
    edit_params(
        folder,
        donnees={"source": SECOND},
        editions={"parcours": PARCOURS, "finale": FINALE},
        rapport={"archives_precedentes": {"finale": _archive(folder)}},
    )


def _text(folder: Path, name: str) -> str:
    return (folder / name).read_text(encoding="utf-8").replace("\u00a0", " ").replace("\u202f", " ")


def _same_numbers_with_dvc(folder: Path, printed: str) -> None:
    one, other = (folder / f"{p}/parcours/estimations.csv" for p in ("resultats/processed", "data/processed"))
    assert one.read_bytes() == other.read_bytes()


def _metrics(folder: Path) -> bytes:
    return (folder / "reports/parcours/metriques.json").read_bytes()


def _nobody_in_git(folder: Path, printed: str) -> None:
    listed = in_bash(folder, "git ls-files data/raw/etude").stdout.split()
    assert listed == ["data/raw/etude/.gitignore", f"{FIRST}.dvc"]
    assert in_bash(folder, "git status --porcelain").stdout == "", "what the guide writes beside is kept out of git"


def _changes_told(folder: Path, printed: str) -> None:
    assert "archivée le" in _text(folder, "resultats/reports/finale/textes/changements.md")
    page = _text(folder, "resultats/reports/validation/expediteur-livraison.html")
    assert "1 point réglé" in page


def _gone(names: list[str]) -> Check:
    def check(folder: Path, printed: str) -> None:
        gone, base = Pseudonyms.read(names), folder.parent
        there = [p for p in base.rglob("*") if p.is_file() and not SHIPPED.search(p.relative_to(base).as_posix())]
        assert [p for p in there if file_holds(p, gone)] == []
        assert not gone.in_text(printed)

    return check


def _household_of_the_list(folder: Path) -> None:
    (folder / "liste.txt").write_text(f"{WITHDRAWN}\n", encoding="utf-8")


def _everybody() -> list[str]:
    known = pd.read_csv(ROOT / "tests/deliveries/propre/livraison/menages/menages.csv", dtype=str)
    return known["menage_id"].tolist()


S3 = "no store of the kind here, and nothing is installed from the network by a test"
WORKBOOKS = tuple(f"classeurs/{t}.xlsx" for t in ("menages", "suivi_locatif", "entretiens", "couts"))

LINES = (
    Line("source .venv/bin/activate"),
    Line("evaluation docteur", says="Confidentialité"),
    Line("rm -rf data/processed reports/validation reports/intermediaire reports/parcours reports/finale"),
    Line("rm plan/plan-verrouille.json", before=_start),
    Line(
        "evaluation plan verrouiller --params params.yaml", made=("plan/plan-verrouille.json",),
        says="et aucune livraison ne se trouvait dans",
    ),
    Line("git add params.yaml plan"),
    Line('git commit -m "Plan d’analyse"'),
    Line("evaluation plan verifier --params params.yaml", says="Le plan n’a pas changé"),
    Line("evaluation panels candidats.xlsx --sortie panels", before=_candidates, made=("panels/panels.csv",)),
    Line("evaluation modele classeurs", made=WORKBOOKS),
    Line("evaluation modele classeurs --menages panels/panels.csv --params params.yaml", made=WORKBOOKS),
    Line(f"evaluation verifier {FIRST} --params params.yaml", before=_receive_first, says="1 rejet"),
    Line(
        f"evaluation verifier {FIRST} --params params.yaml --sortie controle",
        made=("controle/reports/validation/index.html", "controle/processed/rejets.xlsx"),
    ),
    Line(f"evaluation verifier {FIRST} --params params.yaml --corrections", made=(f"{FIRST}/corrections.csv",)),
    Line(f"evaluation calendrier {FIRST} --params params.yaml --sortie suivi", made=("suivi/calendrier/index.html",)),
    Line(
        f"evaluation executer --source {FIRST} --params params.yaml --edition parcours --sortie resultats",
        before=_fill_in, made=tuple(f"resultats/reports/parcours/{d}" for d in DOCUMENTS),
        says="Cellule lue corrigée",
    ),
    Line(f"dvc add {FIRST}", before=_only_parcours, made=(f"{FIRST}.dvc", "data/raw/etude/.gitignore")),
    Line(
        "evaluation reproduire", made=tuple(f"reports/parcours/{d}" for d in DOCUMENTS), check=_same_numbers_with_dvc
    ),
    Line("git add data/raw/etude dvc.lock params.yaml reports"),
    Line('git commit -m "Livraison d’octobre 2016"', check=_nobody_in_git),
    Line("dvc remote add -d bureau /chemin/du/partage/veille-sociale", instead=_share),
    Line('git commit -m "Partage du bureau" .dvc/config'),
    Line("dvc push", says="files pushed"),
    Line('python -m pip install -e ".[s3]"', not_here=S3),
    Line("dvc remote add -d coffre s3://nom-du-seau/veille-sociale", not_here=S3),
    Line("dvc remote modify coffre endpointurl https://adresse-de-votre-hebergeur", not_here=S3),
    Line("dvc remote modify --local coffre access_key_id     VOTRE_CLE", not_here=S3),
    Line("dvc remote modify --local coffre secret_access_key VOTRE_SECRET", not_here=S3),
    Line("dvc push", not_here=S3),
    Line("dvc exp run -S seuils.impaye_mois=3"),
    Line("dvc exp run -S plan.tirages=99999", instead=lambda _: "dvc exp run -S plan.tirages=199"),  # as many: minutes
    Line("dvc metrics diff", says="parcours"),
    Line("dvc plots show", made=("dvc_plots/index.html",)),
    Line("git restore params.yaml dvc.lock reports"),
    Line("dvc checkout", check=_same_numbers_with_dvc),
    Line("evaluation apercu parcours", says="reports/rapport"),
    Line("evaluation divulgation resultats/reports/parcours/publique", says="Rien à signaler"),
    Line(
        'evaluation publier parcours --par "Le bureau d’études" --depuis resultats --params params.yaml',
        made=("plan/publication-parcours.yaml", "resultats/reports/parcours/publique/publication.yaml"),
    ),
    Line("evaluation archiver parcours --depuis resultats --vers archives"),
    Line(
        f"evaluation executer --source {SECOND} --params params.yaml --edition finale --sortie resultats",
        before=_receive_second, made=tuple(f"resultats/reports/finale/{d}" for d in DOCUMENTS), check=_changes_told,
    ),
    Line(
        "evaluation comparer archives/parcours-2016-10-14 resultats", status=1, says="suivi_locatif/suivi_locatif.csv",
        instead=lambda folder: f"evaluation comparer {_archive(folder)} resultats",
    ),
    Line("evaluation expliquer maintien-03 --edition finale --sortie resultats", says="ménages"),
    Line("evaluation exporter exports --depuis resultats --format csv", made=("exports/datapackage.json",)),
    Line("evaluation registre --vers rgpd --params params.yaml", made=("rgpd/registre-traitement.docx",)),
    Line("rm -r controle"),
    Line("rm -r suivi"),
    Line("rm -r exports"),
    Line(
        f'evaluation retirer --fichier liste.txt --livraison {FIRST} --motif "Demande écrite"',
        before=_household_of_the_list, status=1, answer="oui\n", made=("registre.csv",),
    ),
    Line(
        f'evaluation retirer --fichier liste.txt --livraison {SECOND} --motif "Demande écrite" --sortie resultats',
        answer="oui\n", made=tuple(f"resultats/reports/finale/{d}" for d in DOCUMENTS),
    ),
    Line("rm liste.txt", check=_gone([WITHDRAWN])),
    Line("rm -r classeurs"),
    Line(f"evaluation purger --apres 2020-12-31 --livraison {FIRST}", status=1, answer="purger\n"),
    Line(
        f"evaluation purger --apres 2020-12-31 --livraison {SECOND} --sortie resultats", answer="purger\n",
        made=tuple(f"resultats/reports/finale/{d}" for d in DOCUMENTS), check=_gone(_everybody()),
    ),
)  # fmt: skip

# What bash understands and PowerShell does not.
ONLY_BASH = re.compile(r"&&|\|\||\\$|\$\(|^source |\brm -rf\b|\bmkdir -p\b|\bcp -r\b|^[A-Z_]+=")
IN_POWERSHELL = {
    "source .venv/bin/activate": r".venv\Scripts\Activate.ps1",
    "rm -rf data/processed reports/validation reports/intermediaire reports/parcours reports/finale": "Remove-Item "
    "-Recurse -Force data/processed, reports/validation, reports/intermediaire, reports/parcours, reports/finale",
}


def test_every_line_of_the_guide_is_known() -> None:
    """A line that is added, changed or moved is to be walked too."""
    assert [line for block in blocks(GUIDE, "sh") for line in block] == [line.printed for line in LINES]


def test_what_powershell_does_not_understand_is_given_for_it_too() -> None:
    twins = iter(blocks(GUIDE, "powershell"))
    for block in blocks(GUIDE, "sh"):
        if any(ONLY_BASH.search(line) for line in block):
            assert next(twins) == [IN_POWERSHELL.get(line, line) for line in block]
    assert list(twins) == []


def test_a_comment_is_not_typed() -> None:
    assert uncommented("dvc push        # copie tout") == "dvc push"
    assert uncommented('git commit -m "n°#3"') == 'git commit -m "n°#3"'


@needs_bash
@pytest.mark.endurance
def test_the_guide_is_walked(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    folder = clone_with_environment(tmp_path / "veille sociale")
    temporary = tmp_path / "tmp"
    temporary.mkdir()
    for line in LINES:
        if line.not_here:
            continue
        if line.before is not None:
            line.before(folder)
        typed = line.instead(folder) if line.instead is not None else line.printed
        done = in_bash(folder, typed, line.answer, TMPDIR=str(temporary))
        printed = done.stdout.replace("\u00a0", " ").replace("\u202f", " ")
        print(f"$ {typed}\n{printed}", file=sys.stderr)
        assert done.returncode == line.status, f"{typed}\n{printed}"
        assert "Traceback" not in printed
        assert line.says in printed, f"{typed}\n{printed}"
        assert [name for name in line.made if not (folder / name).is_file()] == [], f"{typed}\n{printed}"
        if line.check is not None:
            line.check(folder, printed)
