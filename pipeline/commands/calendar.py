"""`evaluation calendrier`: what is due, late or missing at the next freeze, sender by sender, ready to be sent."""

from __future__ import annotations

import datetime as dt
from pathlib import Path
from typing import Any

import pandas as pd

from pipeline.calendar.due import Progress, interviews_due, ledgers_missing
from pipeline.commands.in_force import params_in_force
from pipeline.commands.verify import with_source
from pipeline.contract.codes import BAILLEURS
from pipeline.errors import UsageError
from pipeline.french import count, long_date, number
from pipeline.params import Params
from pipeline.progress import step
from pipeline.spreadsheet import write_workbook
from pipeline.storage import keep_private, make_folder, replacing

FOLDER = "calendrier"
_HEADINGS = (
    "Entretiens en retard",
    "Entretiens à faire",
    "Entretiens à venir",
    "Ménages aux mois manquants",
    "Mois manquants",
)
_ASKED = (Progress.LATE, Progress.NOW)


def calendar(source: Path, output: Path | None, day: dt.date | None, edition: str, params_file: Path | None) -> None:
    """Print what each sender still owes, as counts; with `output`, write the page and one workbook a sender.

    `day`: None for today. `edition`: whose freeze is meant; empty for the next one. Raises `UsageError`.
    """
    from pipeline.stages import ingest

    params = with_source(params_in_force(params_file), source)
    today = day or dt.date.today()
    name, freeze = _freeze(params, today, edition)
    with step("Lecture des fichiers") as advance:
        tables = ingest.read(params, advance).tables
    if not {"menages", "suivi_locatif"} <= set(tables):
        raise UsageError(f"{source} : il faut au moins les ménages et le suivi locatif ; voir « evaluation verifier ».")
    interviews = interviews_due(tables, today, freeze, params.controles.fenetre_entretien_jours)
    ledgers = ledgers_missing(tables, today, freeze)
    print(f"Au {long_date(today)}, pour l’édition « {name} » (gel au {long_date(freeze)}) :")
    senders = [_sender(code.value, code.label, interviews, ledgers) for code in BAILLEURS]
    senders = [sender for sender in senders if sender["followed"]]
    for sender in senders:
        late, now, later, households, months = sender["numbers"]
        told = f"{count(late, 'entretien')} en retard, {number(now)} à faire, {number(later)} à venir"
        missing = f" ; {number(months)} mois de suivi locatif manquants pour {count(households, 'ménage')}"
        print(f"  {sender['name']} : {told}{missing if months else ''}.")
    if output is not None:
        for path in _write(senders, output / FOLDER, today, freeze):
            print(f"Fait : {path.resolve()}")


def _freeze(params: Params, today: dt.date, edition: str) -> tuple[str, dt.date]:
    editions = sorted(params.editions.items(), key=lambda item: item[1].gel)
    if edition and edition not in params.editions:
        raise UsageError(f"Édition inconnue : « {edition} ». Possibles : {', '.join(params.editions)}.")
    chosen = [(n, e) for n, e in editions if n == edition or (not edition and e.gel >= today)]
    name, found = (chosen or editions[-1:])[0]
    return name, found.gel


def _sender(code: str, label: str, interviews: pd.DataFrame, ledgers: pd.DataFrame) -> dict[str, Any]:
    mine, missing = interviews[interviews["bailleur"] == code], ledgers[ledgers["bailleur"] == code]
    by_state = mine["etat"].value_counts()
    numbers = [
        *(int(by_state.get(state, 0)) for state in (Progress.LATE, Progress.NOW, Progress.LATER)),
        len(missing),
        int(missing["manquants"].sum()),
    ]
    asked = mine[mine["etat"].isin(_ASKED)]
    return {
        "name": label,
        "code": code,
        "followed": len(mine) + len(missing),
        "numbers": numbers,
        "counts": [number(n) for n in numbers],
        "interviews": [(r.menage_id, r.vague, f"{r.prevu:%d/%m/%Y}", r.etat) for r in asked.itertuples()],
        "ledgers": [(r["menage_id"], number(int(r["manquants"])), r["mois"]) for r in missing.to_dict("records")],
    }


def _write(senders: list[dict[str, Any]], folder: Path, today: dt.date, freeze: dt.date) -> list[Path]:
    from pipeline.validate.templating import render

    make_folder(folder)
    written = [folder / "index.html"]
    for sender in senders:
        rows = [("entretien", *row[:3], row[3]) for row in sender["interviews"]]
        rows += [("suivi locatif", row[0], "", row[2], "manquant") for row in sender["ledgers"]]
        sender["file"] = f"{sender['code']}.xlsx" if rows else ""
        if rows:
            path = folder / sender["file"]
            table = pd.DataFrame(rows, columns=["demande", "ménage", "vague", "date ou mois", "état"])
            with replacing(path) as temporary:
                write_workbook(table, temporary, title="À envoyer", rest="index.html")
            written.append(path)
    page = render(
        "calendar.html.j2",
        title="Ce qui est attendu",
        subtitle=f"Au {long_date(today)}, pour le gel du {long_date(freeze)}.",
        headings=_HEADINGS,
        senders=senders,
    )
    with replacing(written[0]) as temporary:
        temporary.write_text(page, encoding="utf-8", newline="\n")
    keep_private(folder)
    return written
