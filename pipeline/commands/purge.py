"""What `evaluation purger` does: once the day announced to the people is past, all personal data go; reports stay."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path

from pipeline.commands.erasure import erase, prove, sort_found
from pipeline.commands.places import Places, files_below, holding, places_of
from pipeline.commands.withdraw import agree, told_unreached
from pipeline.commands.withdrawal_record import Entry, add_entry
from pipeline.contract.produced.catalogue import PRODUCED
from pipeline.contract.produced.delivery import REJETS
from pipeline.contract.produced.entry import ColumnRole
from pipeline.contract.tables import TABLES
from pipeline.errors import UnfitDataError, UsageError, reason
from pipeline.french import count, long_date
from pipeline.ingest.delivery import read_delivery
from pipeline.layout import Layout
from pipeline.params import load_params
from pipeline.removal.pseudonyms import Pseudonyms
from pipeline.report.wording import no_break
from pipeline.storage import read_table

_KEY = "menage_id"


@dataclass(frozen=True)
class Purge:
    """What is asked; the folders are as for a withdrawal."""

    after: str
    delivery: Path
    outputs: tuple[Path, ...]
    archives: tuple[Path, ...]
    params_file: Path | None
    record: Path
    motif: str
    agreed: bool


def purge(request: Purge) -> None:
    """Erase the delivery, the tables with rows of households, the DVC objects that name one, and prove it.

    Documents and aggregated tables stay. Raises `UsageError` before the day is past, `UnfitDataError` when a file
    still names a household at the end.
    """
    day = _day(request.after)
    if dt.date.today() <= day:
        raise UsageError(f"Le {long_date(day)} n’est pas passé : rien n’est effacé avant.")
    if not request.delivery.is_dir():
        raise UsageError(f"{request.delivery} : ce dossier n’existe pas, ou n’est pas un dossier.")
    places = places_of(request.delivery, request.outputs, request.archives)
    layouts = [Layout.output(folder) for folder in (*places.outputs, *places.archives)]
    if places.root is not None:
        layouts.append(Layout.repository(places.root))
    pseudonyms = _everybody(places, layouts, request.params_file)
    print("Recherche dans tous les fichiers…", flush=True)
    found, _ = holding(places.searched, pseudonyms)
    own = [layout for layout in layouts if not any(layout.reports.is_relative_to(a) for a in places.archives)]
    tables = [path for layout in own for path in household_files(layout)]
    remains = sort_found(dict.fromkeys([*found, *(p.resolve() for p in tables)]), places)
    delivered = list(files_below([places.delivery]))
    print(f"{count(len(pseudonyms), 'ménage')}. À effacer :")
    print(no_break(f"  livraison : {count(len(delivered), 'fichier')}"))
    for what, paths in remains.named:
        if paths:
            told = what.replace(", effacés puis refaits", "").replace("dont les lignes sont retirées", "effacés")
            print(no_break(f"  {told} : {count(len(paths), 'fichier')}"))
    if not request.agreed:
        agree("purger")
    _erase_delivery(delivered)
    erase(remains, places, pseudonyms, "purge", whole_tables=True)
    left = prove(places, pseudonyms)
    unreached = told_unreached(places, pseudonyms, typed=False, file=None)
    add_entry(request.record, Entry("purge", request.motif, len(pseudonyms), tuple(TABLES), 0, unreached))
    print(f"{request.record} : la purge y est écrite.")
    if left:
        raise UnfitDataError("Des fichiers nomment encore des ménages : les traiter à la main, puis relancer.")


def household_files(layout: Layout) -> list[Path]:
    """Return the files of a run that have rows of households, whatever their names: tables, rejections, pages."""
    entries = [e for e in PRODUCED.values() if e.of(ColumnRole.KEY)]
    parquets = [layout.produced(e, folder.name) for e in entries for folder in _editions(layout) if e.by_edition]
    parquets += [layout.produced(REJETS), layout.reading]
    named = [p.with_suffix(s) for p in parquets for s in (".parquet", ".csv", ".xlsx")]
    folders = (layout.table("").parent, layout.provenance("").parent, layout.validation_pages)
    return [path for path in named if path.is_file()] + list(files_below(folders))


def _editions(layout: Layout) -> list[Path]:
    return [p for p in layout.processed.iterdir() if p.is_dir()] if layout.processed.is_dir() else []


def _day(text: str) -> dt.date:
    try:
        return dt.date.fromisoformat(text)
    except ValueError:
        raise UsageError("« --apres » : une date AAAA-MM-JJ est attendue.") from None


def _everybody(places: Places, layouts: Iterable[Layout], params_file: Path | None) -> Pseudonyms:
    """The pseudonyms of all the households that the delivery or a table names."""
    params = load_params(params_file)
    delivery = read_delivery(places.delivery, params.donnees, communes=(), last_freeze=params.last_freeze)
    frames = [frame for frame in delivery.tables.values() if _KEY in frame]
    frames += [read_table(p) for layout in layouts if (p := layout.table("menages")).is_file()]
    names = {str(name) for frame in frames for name in frame[_KEY].dropna()}
    if not names:
        raise UsageError("Ni la livraison ni une table ne nomme de ménage : il n’y a rien à chercher.")
    return Pseudonyms.read(sorted(names))


def _erase_delivery(files: Iterable[Path]) -> None:
    for path in files:
        try:
            path.unlink()
        except OSError as error:
            raise UsageError(f"{path} : impossible de l’effacer ({reason(error)}). Relancer la commande.") from None
