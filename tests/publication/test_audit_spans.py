"""A cell that goes down several rows or across several columns: each cell is read under its own headings."""

from __future__ import annotations

from pathlib import Path

from pipeline.publication.audit.html import read_html

PAGE = """<table><caption>Titre</caption><thead><tr><th>Mesure</th><th>Échéance</th><th>Valeur</th></tr></thead>
<tbody><tr><th rowspan="2">Impayé</th><th>12 mois</th><td>7</td></tr><tr><th>24 mois</th><td>9</td></tr></tbody>
<tbody><tr><th colspan="2">Total</th><td>16</td></tr><tr><th>Autre</th><th>12 mois</th><td>3</td></tr></tbody>
</table>"""


def test_a_value_is_read_under_its_column_and_the_head_of_its_rows() -> None:
    read = {p.text: p.context for p in read_html(Path("page.html"), PAGE).passages if p.text.isdecimal()}
    assert read == {
        "7": "Titre Impayé Valeur",
        "9": "Titre Impayé Valeur",
        "16": "Titre Total Valeur",
        "3": "Titre Autre Valeur",
    }
