"""A small public folder, made by hand, that discloses nothing; tests plant one leak at a time in it."""

from __future__ import annotations

import csv
from collections.abc import Iterable, Sequence
from functools import cache
from pathlib import Path
from tempfile import TemporaryDirectory

import openpyxl
import pypandoc
import typst

Line = tuple[str, str, str, str, str, str]

_PRIMARY = "indicateur=maintien;vague=M24;methode=difference_brute;mesure=difference_risques"
_DEBT = "indicateur=impaye_solde;vague=M24;methode=difference_brute;mesure=difference_moyennes"
_SCORE = "indicateur=who5;vague=M24;methode=difference_brute;mesure=difference_moyennes"
FACTS: tuple[tuple[str, str, str, float, float], ...] = (
    ("cadre", "nom=niveau", "valeur", 95, 95),
    ("cadre", "nom=horizon", "valeur", 24, 24),
    ("cadre", "nom=annee", "valeur", 2017, 2017),
    ("cadre", "nom=effectif_prevu", "valeur", 25, 25),
    ("cadre", "nom=seuil", "valeur", 5, 5),
    ("cadre", "gel=2017-03-31", "valeur", 31, 31),
    ("principal", _PRIMARY, "n_accompagnes", 23, 27),
    ("principal", _PRIMARY, "n_temoins", 18, 22),
    ("principal", _PRIMARY, "valeur_accompagnes", 0.875, 0.925),
    ("principal", _PRIMARY, "valeur_temoins", 0.675, 0.725),
    ("principal", _PRIMARY, "estimation", 0.175, 0.225),
    ("principal", _PRIMARY, "p_valeur", 0.065, 0.075),
    ("resultats", _DEBT, "n_accompagnes", 18, 22),
    ("resultats", _DEBT, "n_temoins", 13, 17),
    ("resultats", _DEBT, "valeur_accompagnes", 675, 725),
    ("resultats", _DEBT, "valeur_temoins", 825, 875),
    ("resultats", _SCORE, "n_accompagnes", 18, 22),
    ("resultats", _SCORE, "n_temoins", 13, 17),
    ("resultats", _SCORE, "valeur_accompagnes", 49.25, 49.75),
    ("resultats", _SCORE, "valeur_temoins", 43.25, 43.75),
    ("sorties", "cause=abandon", "effectif", 6, 6),
    ("sorties", "cause=depart_volontaire", "effectif", 7, 7),
    ("couverture", "bailleur=essonne_habitat", "effectif", 8, 12),
)  # fmt: skip
SENTENCES = (
    "À 24 mois, 90 % des ménages accompagnés sont restés dans les lieux, contre 70 % des témoins (écart de 20 points).",
    "Les groupes comptent environ 25 ménages et 20 ménages ; p = 0,07 ; intervalles à 95 %.",
    "L’impayé moyen est de 700 € contre 850 € ; le bien-être (WHO-5), de 49,5 contre 43,5 points.",
    "Sorties des deux groupes ensemble : 6 abandons, 7 départs volontaires ; « moins de 5 » masque un petit nombre.",
    "Données arrêtées au 31 mars 2017. Voir la figure 1 et le tableau 2, page 3.",
)
# A scale of 4 points a percent, 0 at y = 450; bars at 90 % and 70 %.
BARS = """<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 600 500">
<title>Part de ménages maintenus</title>
<g class="graduation"><text x="40" y="453">0 %</text><text x="40" y="353">25 %</text><text x="40" y="253">50 %</text>
<text x="40" y="153">75 %</text><text x="40" y="53">100 %</text></g>
<line x1="50" y1="450" x2="550" y2="450"/><line x1="50" y1="350" x2="550" y2="350"/>
<line x1="50" y1="250" x2="550" y2="250"/><line x1="50" y1="150" x2="550" y2="150"/>
<line x1="50" y1="50" x2="550" y2="50"/>
<rect x="100" y="90" width="80" height="360"/><rect x="300" y="170" width="80" height="280"/>
<text x="140" y="80">90 %</text><text x="340" y="160">70 %</text>
<text x="140" y="480">Accompagnés</text><text x="340" y="480">Témoins</text></svg>"""


def public_folder(
    folder: Path,
    *,
    facts: Iterable[tuple[str, str, str, float, float]] = (),
    without: Sequence[str] = (),
    sentences: Sequence[str] = (),
    table: Sequence[Sequence[str]] = (),
    figure: str = BARS,
    edition: str = "finale",
    head: str = "",
) -> Path:
    """Write the folder, with more `facts`, `sentences` (HTML, PDF, DOCX) and a `table` (HTML) than the safe ones.

    `without`: elements whose facts are left out.
    """
    folder.mkdir(parents=True, exist_ok=True)
    write_facts(folder, [*(f for f in FACTS if f[0] not in without), *facts], edition)
    said = [*SENTENCES, *sentences]
    rows = "".join("<tr>" + "".join(f"<td>{cell}</td>" for cell in row) + "</tr>" for row in table[1:])
    heads = "".join(f"<th>{cell}</th>" for cell in table[0]) if table else ""
    (folder / "index.html").write_text(
        f'<!DOCTYPE html><html lang="fr"><head><meta charset="utf-8"><title>Veille sociale</title>{head}'
        '<style>p { width: 37em }</style></head><body><h1><span class="header-section-number">1</span> La réponse</h1>'
        + "".join(f"<p>{sentence}</p>" for sentence in said)
        + f"<table><caption>Résultats</caption><tr>{heads}</tr>{rows}</table><figure>{figure}</figure></body></html>",
        encoding="utf-8",
    )
    text = "\n\n".join(said)
    (folder / "rapport.docx").write_bytes(_docx(text))
    (folder / "rapport.pdf").write_bytes(_pdf(text))
    book = openpyxl.Workbook()
    sheet = book.active
    assert sheet is not None
    sheet.title = "Résultats"
    sheet.append(["Indicateur", "Accompagnés", "Témoins"])
    sheet.append(["Maintien dans les lieux", 0.9, 0.7])
    book.save(folder / "classeur.xlsx")
    return folder


@cache
def _docx(text: str) -> bytes:
    with TemporaryDirectory() as folder:
        file = Path(folder) / "rapport.docx"
        pypandoc.convert_text(f"# La réponse\n\n{text}", "docx", "markdown", outputfile=str(file))
        return file.read_bytes()


@cache
def _pdf(text: str) -> bytes:
    page = '#set document(title: "Veille sociale")\n#set page(numbering: "1 / 1")\n#set heading(numbering: "1.1")\n'
    made: bytes = typst.compile(f"{page}= La réponse\n{text}".encode())
    return made


def write_facts(folder: Path, facts: Iterable[tuple[str, str, str, float, float]], edition: str = "finale") -> None:
    """Write `publication.csv` in the dialect of the contract."""
    with (folder / "publication.csv").open("w", encoding="utf-8-sig", newline="") as out:
        writer = csv.writer(out, delimiter=";", quoting=csv.QUOTE_ALL)
        writer.writerow(["edition", "element", "cle", "colonne", "bas", "haut"])
        for element, key, column, low, high in facts:
            writer.writerow([edition, element, key, column, _french(low), _french(high)])


def _french(value: float) -> str:
    return f"{value:.12g}".replace(".", ",")
