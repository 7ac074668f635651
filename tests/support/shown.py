"""What a reader sees of a report's three documents: text without its spaces' kinds, title, page furniture."""

from __future__ import annotations

import html
import re
from dataclasses import dataclass
from pathlib import Path

import docx
import pypdf

# What the small report of `tests/report/rendering` says in every format, whoever renders it.
SAID = (
    "Figure 1 : Légende a.",
    "Figure 2 : Légende b.",
    "Tableau 1 : Écarts.",
    "Voir Figure 2, Tableau 1 et Section 2.1. Arrêté au 31 mars 2017.",
    "Avertissement",
    "Titre choisi",
    "Œuvre « l’été » ≤ −3",
    "1 234 €",
    "Appel « 10 000 logements »",
    "Suivi de 24 mois",
)


@dataclass(frozen=True)
class Shown:
    """`html`, `pdf`, `docx`: plain text; `title`: the page's and the PDF's; `furniture`: what is around the text."""

    html: str
    pdf: str
    docx: str
    title: str
    furniture: dict[str, object]

    @classmethod
    def of(cls, folder: Path) -> Shown:
        """Read the three documents of `folder`."""
        page = (folder / "rapport.html").read_text(encoding="utf-8")
        pdf = pypdf.PdfReader(folder / "rapport.pdf")
        pages = [_plain(p.extract_text()) for p in pdf.pages]
        word = docx.Document(str(folder / "rapport.docx"))
        cells = [c.text for t in word.tables for r in t.rows for c in r.cells]
        title = re.search(r"<title>(.*?)</title>", page, re.DOTALL)
        assert title is not None
        assert pdf.metadata is not None
        assert _plain(html.unescape(title.group(1))) == _plain(pdf.metadata.title or "")
        (section,) = word.sections
        return cls(
            _plain(_text(page)),
            " ".join(pages),
            _plain(" ".join([*(p.text for p in word.paragraphs), *cells])),
            _plain(pdf.metadata.title or ""),
            {
                "banner on the page": [_plain(b) for b in re.findall(r'<p class="bandeau"[^>]*>(.*?)</p>', page)],
                "line above the title": _plain(" ".join(re.findall(r'<p class="surtitre">(.*?)</p>', page))),
                "banner on every sheet": all("Données simulées" in p for p in pages),
                "readers on every sheet": all("Document restreint – comité de pilotage" in p for p in pages),
                "cover": [w in pages[0] for w in ("Petit rapport", "Appel « 10 000 logements »", "Suivi de 24 mois")],
                "title at the head of the others": all("Petit rapport – Édition finale" in p for p in pages[1:]),
                "freeze and number at their foot": all(
                    "Données arrêtées au 31 mars 2017" in p and f"{n} / {len(pages)}" in p
                    for n, p in enumerate(pages[1:], 2)
                ),
                "head in Word": _plain(" ".join(p.text for p in section.header.paragraphs)),
                "foot in Word": _plain(" ".join(p.text for p in section.footer.paragraphs)),
            },
        )


def _text(page: str) -> str:
    return html.unescape(re.sub(r"<(style|script)\b.*?</\1>|<[^>]*>", " ", page, flags=re.DOTALL))


def _plain(text: str) -> str:
    return re.sub(r"\s+", " ", text)
