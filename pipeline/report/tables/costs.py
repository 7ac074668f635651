"""Planned against spent by budget line; the ratios and the figures that they are compared with; CHEERS 2022."""

from __future__ import annotations

from pipeline.french import MISSING, NBSP, euros, percent
from pipeline.report.markdown import escape
from pipeline.report.records import Record, records, shown
from pipeline.report.results import EditionResults
from pipeline.report.tables.notes import Notes
from pipeline.report.tables.pipe import Head, PipeTable

_PARTS = {
    "I": "Cellule de veille sociale",
    "II": "Gestion adaptée et accompagnement",
    "III": "Coopérative d’habitants",
    "IV": "Évaluation",
}
_RATIOS = ("mesure", "libelle", "valeur", "ic_bas", "ic_haut", "reference", "unite", "note")
_FUNDING = ("associes", "autres_partenaires", "aide_sollicitee")


def costs_table(results: EditionResults) -> PipeTable | None:
    """Return one row a line, a sub-total a part, and the total; None without the note's budget."""
    rows = records(results.couts)
    if not rows:
        return None
    lines = []
    for part, title in _PARTS.items():
        inside = [r for r in rows if r["volet"] == part]
        lines += [[r["poste"], escape(r["libelle"]), *_amounts([r])] for r in inside]
        lines.append([f"**{part}**", f"**{title}**", *(f"**{a}**" if a != MISSING else a for a in _amounts(inside))])
    lines.append(["", "**Total**", *(f"**{a}**" if a != MISSING else a for a in _amounts(rows))])
    return PipeTable(
        "couts",
        "Budget de la note, son financement, et dépense des semestres clos au gel (€ TTC)",
        (
            Head("Poste"),
            Head("Intitulé"),
            Head("Prévu", right=True),
            Head("Dépensé", right=True),
            Head("Associés", right=True),
            Head("Autres partenaires", right=True),
            Head("Aide sollicitée", right=True),
        ),
        lines,
        ("Les trois dernières colonnes sont le financement prévu par la note.",),
        (
            ("poste", "volet", "libelle", "prevu", "depense", *_FUNDING),
            [[r[c] for c in ("poste", "volet", "libelle", "prevu", "depense", *_FUNDING)] for r in rows],
        ),
    )


def ratios_table(results: EditionResults) -> PipeTable | None:
    """Return the observed ratios, then the note's figures computed again from its lines."""
    rows = records(results.couts_ratios)
    if not rows:
        return None
    notes = Notes()
    return PipeTable(
        "couts_ratios",
        "Coûts rapportés aux ménages et à l’effet, et chiffres de la note recalculés de ses lignes",
        (
            Head("Mesure"),
            Head("Valeur", right=True),
            Head("Intervalle", right=True),
            Head("Note d’octobre 2014", right=True),
        ),
        [
            [
                f"{'Note : ' if str(r['mesure']).startswith('note_') else ''}{escape(r['libelle'])}{_mark(r, notes)}",
                _value(r["valeur"], r),
                _interval(r),
                _value(r["reference"], r),
            ]
            for r in rows
        ],
        notes.paragraphs(),
        (_RATIOS, shown(rows, _RATIOS)),
    )


def _amounts(rows: list[Record]) -> list[str]:
    cells = []
    for column in ("prevu", "depense", *_FUNDING):
        known = [r[column] for r in rows if r[column] is not None]
        cells.append(euros(sum(known)) if known else MISSING)
    return cells


def _mark(r: Record, notes: Notes) -> str:
    if str(r["mesure"]).startswith("note_") or not r["note"]:
        return ""
    return f" {notes.mark(str(r['note']))}"


def _value(value: float | None, r: Record) -> str:
    return percent(value) if r["unite"] == "part" else euros(value)


def _interval(r: Record) -> str:
    if r["ic_bas"] is None and r["ic_haut"] is None:
        return MISSING
    if r["ic_haut"] is None:
        return f"au moins {_value(r['ic_bas'], r)}"
    if r["ic_bas"] is None:
        return f"au plus {_value(r['ic_haut'], r)}"
    return f"[{_value(r['ic_bas'], r)}{NBSP};{NBSP}{_value(r['ic_haut'], r)}]"
