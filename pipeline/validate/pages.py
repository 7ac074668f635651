"""The pages of the validation: an index for the evaluator, one page per sender with that sender's findings only."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

import pandas as pd

from pipeline.contract.findings import Gravity, Rule
from pipeline.contract.tables import TABLES
from pipeline.french import count, number
from pipeline.validate.checks import RULES
from pipeline.validate.earlier import EarlierFindings, since_earlier
from pipeline.validate.line_ranges import line_ranges
from pipeline.validate.note import SENDER as NOTE
from pipeline.validate.senders import DELIVERY, sender_of, senders_of
from pipeline.validate.summary import GRAVITIES, action_of, by_gravity, group_keys, summarise, title_of
from pipeline.validate.templating import french_spaces, render

NAMES_SENTENCE = (
    "Les noms, téléphones, adresses et numéros de sécurité sociale sont cherchés automatiquement ; d’autres noms de "
    "personnes écrits dans un texte libre ne sont pas trouvés par la machine : relire ces textes avant de les envoyer."
)

_EXAMPLES = 10
_RANGES = 200
_VALUE_LENGTH = 120
_CONTROL = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f\u202a-\u202e\u2066-\u2069]")
_TITLES = {Gravity.BLOCKING: "Bloquants", Gravity.REJECTION: "Rejets", Gravity.WARNING: "Avertissements"}
_MEANINGS = {
    Gravity.BLOCKING: "Rien n’est estimé tant que ces points ne sont pas réglés.",
    Gravity.REJECTION: "Ces cellules ou ces lignes n’ont pas pu être lues ; elles comptent comme manquantes.",
    Gravity.WARNING: "Ces données sont lues telles quelles ; à vérifier.",
}
_SUBJECTS = {sender_of(NOTE, {}): "La note", DELIVERY: "Cette partie de la livraison"}
_SEPARATORS = {"\t": "tabulation", ";": "point-virgule", ",": "virgule", "|": "barre verticale"}


def write_pages(
    folder: Path,
    findings: pd.DataFrame,
    files: Sequence[Mapping[str, Any]],
    expediteurs: Mapping[str, str] | None = None,
    rules: Mapping[str, Rule] | None = None,
    *,
    notice: str = "",
    data_docs_problem: str | None = None,
    earlier: EarlierFindings | None = None,
) -> list[Path]:
    """Write `index.html` and one page per sender in `folder`, and return their paths.

    `findings`: all findings (`FINDING_COLUMNS`); `files`: what was found in each file; `expediteurs`:
    `donnees.expediteurs`; `rules`: the rules of the reading; `notice`: a sentence at the top of every page (that the
    data are synthetic, for instance); `data_docs_problem`: why there are no Data Docs, None when there are; `earlier`:
    the findings of an earlier delivery, with which each sender's are compared.
    """
    known = {**RULES, **(rules or {})}
    names = expediteurs or {}
    ordered = by_gravity(findings)
    senders = senders_of(ordered["fichier"], names)
    sheets = [{**f, "expediteur": sender_of(f["fichier"], names)} for f in files]
    everyone = sorted({*senders, *(f["expediteur"] for f in sheets)}, key=lambda s: (s == DELIVERY, s.casefold()))
    pages = dict(zip(everyone, _page_names(everyone), strict=True))

    summary = summarise(ordered, names, known)
    folder.mkdir(parents=True, exist_ok=True)
    written = [folder / "index.html"]
    index = render(
        "index.html.j2",
        title="Validation de la livraison",
        notice=notice,
        verdict=_verdict(ordered, "La livraison"),
        gravities=[{"title": _TITLES[g], "kind": g.value, "meaning": _MEANINGS[g]} for g in GRAVITIES],
        senders=[
            {
                "name": name,
                "page": pages[name],
                "counts": _counts(ordered[(senders == name).to_numpy()]),
                "rows": number(sum(_rows(f) for f in sheets if f["expediteur"] == name)),
            }
            for name in everyone
        ],
        totals=_counts(ordered),
        total_rows=number(sum(_rows(f) for f in sheets)),
        groups=_overview(summary),
        files=[_file(f) for f in sheets],
        names_sentence=NAMES_SENTENCE,
        data_docs_problem=data_docs_problem,
    )
    written[0].write_text(index, encoding="utf-8", newline="\n")
    for name, page in pages.items():
        own = ordered[(senders == name).to_numpy()]
        text = render(
            "sender.html.j2",
            title=f"{name} – contrôle des données",
            sender=name,
            private=bool(own["menage_id"].notna().any() or own["valeur"].notna().any()),
            notice=notice,
            verdict=_verdict(own, _SUBJECTS.get(name, "Cet envoi")),
            files=[_file(f) for f in sheets if f["expediteur"] == name],
            sections=_sections(own, known),
            names_sentence=NAMES_SENTENCE,
            since=since_earlier(earlier, summary, name) if earlier is not None else None,
        )
        path = folder / page
        path.write_text(text, encoding="utf-8", newline="\n")
        written.append(path)
    return written


def _page_names(senders: Sequence[str]) -> list[str]:
    """Return a safe and distinct file name for each sender, in order."""
    names: list[str] = []
    for sender in senders:
        plain = unicodedata.normalize("NFKD", sender).encode("ascii", "ignore").decode()
        slug = re.sub(r"[^a-z0-9]+", "-", plain.lower()).strip("-")[:60] or "sans-nom"
        name, rank = f"expediteur-{slug}.html", 2
        while name in names:
            name, rank = f"expediteur-{slug}-{rank}.html", rank + 1
        names.append(name)
    return names


def _verdict(findings: pd.DataFrame, subject: str) -> dict[str, str]:
    sizes = findings["gravite"].value_counts()
    blocking, rejected, warned = (int(sizes.get(g.value, 0)) for g in GRAVITIES)
    if blocking:
        many = count(blocking, "constat bloquant", "constats bloquants")
        return {"kind": Gravity.BLOCKING.value, "text": f"Aucune estimation n’est possible en l’état : {many}."}
    if rejected:
        text = f"{subject} est lisible. {count(rejected, 'cellule ou ligne rejetée', 'cellules ou lignes rejetées')}"
        return {"kind": Gravity.REJECTION.value, "text": f"{text}, {count(warned, 'avertissement')}."}
    if warned:
        return {"kind": Gravity.WARNING.value, "text": f"{subject} est lisible : {count(warned, 'point')} à vérifier."}
    return {"kind": "ok", "text": "Rien à corriger."}


def _counts(findings: pd.DataFrame) -> list[str]:
    sizes = findings["gravite"].value_counts()
    return [number(int(sizes.get(g.value, 0))) for g in GRAVITIES]


def _overview(summary: pd.DataFrame) -> list[dict[str, str]]:
    return [
        {
            "kind": row["gravite"],
            "gravity": _TITLES[Gravity(row["gravite"])].removesuffix("s"),
            "title": french_spaces(_text(row["titre"])),
            "motif": "" if str(row["motif"]).startswith(str(row["titre"])) else _sentence(row["motif"]),
            "where": _where(row),
            "count": number(row["effectif"]),
            "lines": _text(row["lignes"]),
        }
        for row in summary.to_dict("records")
    ]


def _sections(own: pd.DataFrame, rules: Mapping[str, Rule]) -> list[dict[str, Any]]:
    return [
        {
            "title": _TITLES[gravity],
            "kind": gravity.value,
            "meaning": _MEANINGS[gravity],
            "count": number(len(part)),
            "groups": [
                _group(rows.reset_index(drop=True), rules)
                for _, rows in part.groupby(group_keys(part), sort=False, dropna=False)
            ],
        }
        for gravity in GRAVITIES
        if len(part := own[(own["gravite"] == gravity.value).to_numpy()])
    ]


def _group(rows: pd.DataFrame, rules: Mapping[str, Rule]) -> dict[str, Any]:
    first = rows.iloc[0].to_dict()
    same_motif = bool((rows["motif"] == first["motif"]).all())
    placed = rows[rows["ligne"].notna()]
    shown = rows[rows["ligne"].notna() | rows["valeur"].notna()].head(_EXAMPLES)
    examples = [
        {
            "sheet": _text(row["feuille"]),
            "line": _text(row["ligne"]),
            "household": _text(row["menage_id"]),
            "value": "" if row["valeur"] == row["menage_id"] else _text(row["valeur"])[:_VALUE_LENGTH],
            "motif": _sentence(row["motif"]),
        }
        for row in shown.to_dict("records")
    ]
    told = any(e["household"] or e["value"] for e in examples) or not same_motif
    rest = max(len(placed) - len(shown), 0)
    more = f"Premiers exemples, {count(rest, 'autre')} ensuite" if rest else "Détail"
    title, motif = french_spaces(title_of(first["regle"], rules)), _sentence(first["motif"])
    return {
        "title": title,
        "where": _where(first),
        "count": count(len(rows), "constat"),
        "motif": motif if same_motif else "",
        "lines": _lines(placed),
        "examples": examples if told else [],
        "caption": more,
        "with_sheet": len({e["sheet"] for e in examples}) > 1,
        "with_household": any(e["household"] for e in examples),
        "with_value": any(e["value"] for e in examples),
        "with_motif": not same_motif,
        "action": _sentence(action_of(first["regle"], first["gravite"], rules)),
    }


def _lines(placed: pd.DataFrame) -> list[str]:
    written = []
    for sheet, rows in placed.groupby("feuille", sort=False, dropna=False):
        numbers = rows["ligne"].to_numpy(dtype="int64")
        where = f"Feuille « {_text(sheet)} », ligne" if _text(sheet) else "Ligne"
        plural = "s" if len(set(numbers)) > 1 else ""
        written.append(f"{where}{plural} {line_ranges(numbers, _RANGES)}")
    return written


def _where(row: Mapping[Any, Any]) -> str:
    file, table, column = _text(row["fichier"]), _text(row["table"]), _text(row["colonne"])
    label = column
    if table in TABLES and column in TABLES[table]:
        label = f"{TABLES[table][column].label} » ({column})"
        column_words = f"colonne « {label}"
    else:
        column_words = f"colonne « {label} »"
    table_words = f"table « {TABLES[table].label if table in TABLES else table} »"
    parts = [file, table and table_words, column and column_words]
    return french_spaces(", ".join(p for p in parts if p)) or "Ensemble de la livraison"


def _file(report: Mapping[str, Any]) -> dict[str, str]:
    table = _text(report.get("table"))
    separator = _text(report.get("separateur"))
    words = (
        _text(report.get("format")).upper(),
        _text(report.get("encodage")),
        separator and f"séparateur {_SEPARATORS.get(separator, separator)}",
    )
    return {
        "file": _text(report["fichier"]),
        "sheet": _text(report.get("feuille")),
        "table": TABLES[table].label if table in TABLES else table,
        "read_as": ", ".join(w for w in words if w),
        "rows": number(_rows(report)),
        "columns": number(len(report.get("colonnes") or {})),
    }


def _rows(report: Mapping[str, Any]) -> int:
    return int(report.get("lignes") or 0)


def _text(value: Any) -> str:
    """Return a text fit for a page: missing = empty, control and direction characters shown as « � »."""
    return "" if value is None or pd.isna(value) else _CONTROL.sub("\ufffd", str(value))


def _sentence(value: Any) -> str:
    text = french_spaces(_text(value))
    return text[:1].upper() + text[1:]
