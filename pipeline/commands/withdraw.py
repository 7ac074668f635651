"""What `evaluation retirer` does: households out of a delivery and of all that was made from it, and the proof."""

from __future__ import annotations

import os
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from pipeline.commands.erasure import Remains, erase, prove, sort_found
from pipeline.commands.places import Places, holding, places_of
from pipeline.commands.run_again import Runs, run_again, runs_of
from pipeline.commands.withdrawal_record import Entry, add_entry
from pipeline.contract.tables import TABLES
from pipeline.errors import PipelineError, UnfitDataError, UsageError, reason
from pipeline.french import count
from pipeline.params import load_params
from pipeline.removal.delivery import FileWithout, files_without
from pipeline.removal.pseudonyms import Pseudonyms
from pipeline.report.wording import no_break

_SHOWN = 20


@dataclass(frozen=True)
class Request:
    """What is asked. `names`, `file`: the pseudonyms, typed or one a line; `outputs`, `archives`: folders to clean too.

    `mask`: mentions in other households' rows are replaced. `again`: the chain is run again. `agreed`: do not ask.
    """

    names: tuple[str, ...]
    file: Path | None
    delivery: Path
    outputs: tuple[Path, ...]
    archives: tuple[Path, ...]
    params_file: Path | None
    record: Path
    motif: str
    mask: bool
    again: bool
    agreed: bool


def withdraw(request: Request) -> None:
    """Take the households out, run the chain again, prove that no file within reach names them, keep the record.

    Nothing is touched before all that has to be done by hand is known and the person has agreed. Raises
    `UnfitDataError` when files must be changed by hand first, or still hold a pseudonym at the end.
    """
    if not request.delivery.is_dir():
        raise UsageError(f"{request.delivery} : ce dossier n’existe pas, ou n’est pas un dossier.")
    pseudonyms = Pseudonyms.read([*request.names, *_listed(request.file)])
    if pseudonyms.in_text(request.motif):
        raise UsageError("« --motif » : il porte un pseudonyme, que le registre ne doit pas garder.")
    places = places_of(request.delivery, request.outputs, request.archives)
    files = files_without(places.delivery, pseudonyms, mask=request.mask)
    _refuse_what_needs_a_person(files)
    print("Recherche dans tous les fichiers…", flush=True)
    found, _ = holding(places.searched, pseudonyms, request.file)
    if not found:
        print("Aucun fichier à portée ne porte ces pseudonymes : il n’y a rien à retirer.")
        return
    remains = sort_found(found, places)
    _tell(files, remains, pseudonyms)
    if not request.agreed:
        agree("oui")
    runs = runs_of(places, load_params(request.params_file) if request.params_file else None, request.params_file)
    rows = _apply(files, remains, places, pseudonyms)
    failed = _again(runs, places) if request.again else None
    if failed is not None or not request.again:
        print("Les documents qui n’ont pas été refaits comptent encore ce ménage dans leurs résultats d’ensemble.")
    left = prove(places, pseudonyms, request.file)
    tables = tuple(name for name in TABLES if any(f.table == name for f in files))
    unreached = told_unreached(places, pseudonyms, typed=bool(request.names), file=request.file)
    add_entry(request.record, Entry("retrait", request.motif, len(pseudonyms), tables, rows, unreached))
    print(f"{request.record} : le retrait y est écrit, sans pseudonyme.")
    if failed is not None:
        raise failed
    if left:
        raise UnfitDataError("Des fichiers portent encore un pseudonyme : les traiter à la main, puis relancer.")


def agree(word: str) -> None:
    """Ask for `word` on the terminal. Raises `UsageError` when something else is typed, or nobody can type."""
    try:
        answer = input(f"Rien ne pourra être repris. Taper « {word} » pour continuer : ")
    except EOFError:
        answer = ""
    if answer.strip().casefold() != word:
        raise UsageError("Rien n’a été changé. (« --oui » répond d’avance, pour un script.)")


def told_unreached(places: Places, pseudonyms: Pseudonyms, *, typed: bool, file: Path | None) -> tuple[str, ...]:
    """Print what no command can reach, and return it in a few words each."""
    from pipeline.commands.places import in_git

    told, words = [], []
    if objects := in_git(places.root, pseudonyms):
        told.append(
            f"l’historique de git ({count(objects, 'objet')} avec un pseudonyme : « git filter-repo » le réécrit)"
        )
        words.append("historique de git")
    for name in places.unreached:
        told.append(f"le dépôt distant DVC « {name} » (y effacer les objets anciens : « dvc gc --cloud »)")
        words.append(f"dépôt distant {name}")
    told.append("les sauvegardes, les messageries, les copies faites ailleurs, les documents déjà envoyés")
    words.append("sauvegardes et messageries")
    if typed:
        told.append("l’historique de votre terminal, où la commande tapée reste (« --fichier » l’évite)")
    if file is not None:
        told.append(f"{file}, qui porte encore les pseudonymes : l’effacer")
    print(no_break("Hors d’atteinte, à traiter à la main :\n" + " ;\n".join(f"  – {line}" for line in told) + "."))
    return tuple(words)


def _listed(file: Path | None) -> list[str]:
    if file is None:
        return []
    try:
        return file.read_text(encoding="utf-8-sig").split()
    except (OSError, UnicodeDecodeError) as error:
        why = reason(error) if isinstance(error, OSError) else "ce n’est pas un texte en UTF-8"
        raise UsageError(f"{file} : liste illisible ({why}).") from None


def _refuse_what_needs_a_person(files: Sequence[FileWithout]) -> None:
    lines = [f"  – {f.shown} : {f.problem}." for f in files if f.problem]
    for file in files:
        mentions = file.new.mentions if file.new is not None else ()
        lines += [f"  – {file.shown}, {mention.words} : un pseudonyme y est cité." for mention in mentions]
    if lines:
        more = [f"  – et {len(lines) - _SHOWN} autres."] if len(lines) > _SHOWN else []
        raise UnfitDataError(
            no_break(
                "Rien n’a été changé : ces endroits demandent une personne.\n"
                + "\n".join([*lines[:_SHOWN], *more])
                + "\nLes corriger (ou faire renvoyer le fichier), puis relancer ; « --masquer » remplace les citations."
            )
        )


def _tell(files: Sequence[FileWithout], remains: Remains, pseudonyms: Pseudonyms) -> None:
    print(f"{count(len(pseudonyms), 'ménage')} à retirer.")
    for file in files:
        rows = len(file.new.rows) if file.new is not None else 0
        print(no_break(f"  livraison, {file.shown} : {count(rows, 'ligne')}"))
    for what, paths in remains.named:
        if paths:
            print(no_break(f"  {what} : {count(len(paths), 'fichier')}"))


def _apply(files: Sequence[FileWithout], remains: Remains, places: Places, pseudonyms: Pseudonyms) -> int:
    """Replace the delivery's files, erase the rest; return the number of rows taken out of the delivery."""
    rows = 0
    for file in files:
        if file.new is None:
            continue
        mode = file.path.stat().st_mode & 0o777
        temporary = file.path.with_name(f".{file.path.name}.{os.getpid()}")
        try:
            temporary.write_bytes(file.new.content)
            temporary.chmod(mode)
            temporary.replace(file.path)
        except OSError as error:
            raise UsageError(f"{file.path} : impossible de le remplacer ({reason(error)}).") from None
        finally:
            temporary.unlink(missing_ok=True)
        rows += len(file.new.rows)
    erase(remains, places, pseudonyms, "retrait")
    return rows


def _again(runs: Runs, places: Places) -> PipelineError | None:
    try:
        run_again(runs, places)
    except PipelineError as error:
        return error
    return None
