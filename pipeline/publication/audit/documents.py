"""A finished document against the list of its folder: each number, date, name and drawn mark that is not published."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Sequence
from dataclasses import replace
from functools import cache
from pathlib import Path

from pipeline.errors import UsageError, reason
from pipeline.publication.audit.axes import tick_labels
from pipeline.publication.audit.finding import DisclosureFinding, Leak
from pipeline.publication.audit.html import read_html
from pipeline.publication.audit.listing import Listing
from pipeline.publication.audit.marks import unexplained
from pipeline.publication.audit.numbers import Number, dates, numbers
from pipeline.publication.audit.office import picture_texts, read_docx
from pipeline.publication.audit.passages import DocumentReading, Passage, without_values
from pipeline.publication.audit.pdf import read_pdf
from pipeline.publication.audit.places import groups_in, places_in, pseudonyms, without_names
from pipeline.publication.audit.svg import Figure, drawing, read_svg
from pipeline.publication.audit.workbook import read_xlsx

_EVERYONE = re.compile(
    r"\b(?:aucun|aucune|nul) (?:ménage )?(?:accompagné|témoin)\b|\btous les (?:ménages )?(?:accompagnés|témoins) "
    r"(?:sont|ont|étaient|avaient)\b",
    re.IGNORECASE,
)
_COUNTING = frozenset({"", "ménage", "ménages"})
_FIRST_YEAR, _LAST_YEAR = 1900, 2100
_SENTENCE = re.compile(r"(?<=[.;!?])\s+(?=[A-ZÀ-Ý«])")


def read_document(path: Path) -> DocumentReading:
    """Return what one file says, whatever its format. Raises `UsageError` when it cannot be read."""
    kind = path.suffix.lower()
    if kind == ".pdf":
        return read_pdf(path)
    if kind == ".docx":
        return read_docx(path)
    if kind == ".xlsx":
        return read_xlsx(path)
    try:
        data = path.read_bytes()
    except OSError as error:
        raise UsageError(f"« {path} » : {reason(error)}.") from None
    if kind in {".png", ".jpg", ".jpeg"}:
        return DocumentReading(tuple(Passage(str(path), "texte de l’image", words) for words in picture_texts(data)))
    text = data.decode("utf-8", errors="replace")
    if kind in {".html", ".htm"}:
        return read_html(path, text)
    if kind == ".svg":
        return DocumentReading((), (("figure", text),))
    lines = enumerate(text.splitlines(), start=1)
    return DocumentReading(tuple(Passage(str(path), f"ligne {at}", line) for at, line in lines if line.strip()))


def audit_document(
    path: Path,
    reading: DocumentReading,
    listing: Listing,
    labels: frozenset[str] = frozenset(),
    drawings: frozenset[str] = frozenset(),
) -> Iterator[DisclosureFinding]:
    """Yield what one document says or draws that `listing` has not.

    `labels`: graduations of the folder's figures; `drawings`: figures that are read in another document of the folder.
    """
    beside = cache(listing.beside)
    for passage in reading.passages:
        yield from _numbers(passage, listing, labels)
        yield from _people(passage, listing)
        yield from _places(passage, beside)
    for place, source in reading.figures:
        yield from _figure(str(path), place, source, listing, beside, drawings)
    for place, what in reading.hidden:
        yield DisclosureFinding(Leak.HIDDEN, str(path), without_values(place), "", f"{what} : à retirer du document.")


def audit_names(path: Path, reading: DocumentReading) -> Iterator[DisclosureFinding]:
    """Yield pseudonyms, and figures that can be measured, of a document without a list to hold its numbers against."""
    figures = [(place, read_svg(source)) for place, source in reading.figures]
    said = [Passage(str(path), place, text) for place, figure in figures for text in _texts(figure)]
    for passage in (*reading.passages, *said):
        yield from _pseudonym(passage)
    for place, figure in figures:
        measured = [what for what in unexplained(figure, lambda _: False) if "axe" in what] if figure else []
        if measured:
            yield DisclosureFinding(
                Leak.UNLISTED_MARK, str(path), place, "", "ses tracés se mesurent sur ses graduations, sans arrondi."
            )


def readable_drawings(reading: DocumentReading) -> frozenset[str]:
    """Return the drawings of which the words can be read: the same one without them, elsewhere, says nothing more."""
    figures = [(source, read_svg(source)) for _, source in reading.figures]
    return frozenset(drawing(source) for source, figure in figures if figure is not None and figure.words)


def labels_of(reading: DocumentReading) -> frozenset[str]:
    """Return the graduations of all figures of a document."""
    figures = [read_svg(source) for _, source in reading.figures]
    return frozenset().union(*(tick_labels(f) for f in figures if f is not None))


def _numbers(passage: Passage, listing: Listing, labels: frozenset[str]) -> Iterator[DisclosureFinding]:
    text = _without_ticks(passage.text, labels) if passage.lines else passage.text
    bare = without_names(text)
    of_a_group = bool(passage.context) and any(True for _ in groups_in(passage.context))
    for number in numbers(bare):
        counted = of_a_group and number.unit in _COUNTING
        around = without_values(bare[max(0, number.at - 25) : number.at + 25])
        if number.unit == "%" and set(number.readings[0]) & {0.0, 100.0} and not listing.frame.lists(number):
            yield DisclosureFinding(
                Leak.ALL_OR_NONE,
                passage.file,
                _place(passage),
                f"« {around} »",
                "tous, ou personne : cela dit de chacun.",
            )
        elif not (_counts_a_group(number, listing) if counted else listing.lists(number)):
            yield DisclosureFinding(
                Leak.UNLISTED_NUMBER,
                passage.file,
                _place(passage),
                f"« {around} »",
                "aucun fait publié n’a cette valeur.",
            )
    for day, at in dates(bare):
        if not listing.lists_date(day):
            around = without_values(bare[max(0, at - 25) : at + 25])
            yield DisclosureFinding(
                Leak.EXACT_DATE, passage.file, _place(passage), f"« {around} »", "aucune date du cadre n’est celle-là."
            )


def _counts_a_group(number: Number, listing: Listing) -> bool:
    """True for a result, or for a constant that counts households: « moins de 5 » names the threshold."""
    return listing.found.lists(number) or listing.frame.lists(replace(number, unit="ménages"))


def _people(passage: Passage, listing: Listing) -> Iterator[DisclosureFinding]:
    yield from _pseudonym(passage)
    for found in _EVERYONE.finditer(passage.text):
        if not listing.frame.knows(0.0, "%"):
            yield DisclosureFinding(
                Leak.ALL_OR_NONE, passage.file, _place(passage), f"« {found[0]} »", "dit de chaque ménage du groupe."
            )


def _pseudonym(passage: Passage) -> Iterator[DisclosureFinding]:
    if pseudonyms(passage.text):
        yield DisclosureFinding(Leak.PSEUDONYM, passage.file, _place(passage), "", "un pseudonyme de ménage s’y lit.")


def _places(passage: Passage, beside: Callable[..., Listing]) -> Iterator[DisclosureFinding]:
    """A number in one sentence, line or row with a place must be a fact of that place, and of the group beside it.

    A group named beside a place of which no fact is published is told of in words.
    """
    pieces = passage.text.splitlines() if passage.lines else _SENTENCE.split(passage.text)
    for piece in pieces:
        around = f"{passage.context} {piece}"
        for place in places_in(around):
            groups = tuple(groups_in(around))
            allowed = [beside(place, group) for group in groups] or [beside(place)]
            crossed = bool(groups) and all(listed.found.facts == () for listed in allowed)  # in words is said, too
            if crossed or any(not _of_place(n, allowed, beside()) for n in numbers(without_names(piece))):
                cross = " × ".join((place, *groups))
                yield DisclosureFinding(
                    Leak.PLACE, passage.file, _place(passage), cross, "il y est dit quelque chose de ce lieu ou profil."
                )


def _of_place(number: Number, allowed: Sequence[Listing], everything: Listing) -> bool:
    """A fact of the place; or a constant that counts nobody: a horizon, a level, a year."""
    constant = number.unit not in _COUNTING or all(_FIRST_YEAR <= v <= _LAST_YEAR for v in number.readings[0])
    return any(known.lists(number) for known in allowed) or (constant and everything.frame.lists(number))


def _figure(
    file: str,
    place: str,
    source: str,
    listing: Listing,
    beside: Callable[..., Listing],
    drawings: frozenset[str],
) -> Iterator[DisclosureFinding]:
    figure = read_svg(source)
    if figure is None:
        yield DisclosureFinding(
            Leak.UNLISTED_MARK, file, place, "", "ce SVG ne se lit pas : il ne peut pas être contrôlé."
        )
        return
    ticks = tick_labels(figure)
    for text in _texts(figure):
        if text not in ticks:
            passage = Passage(file, place, text)
            yield from _numbers(passage, listing, frozenset())
            yield from _people(passage, listing)
            yield from _places(passage, beside)
    if not figure.words and drawing(source) in drawings:
        return  # its letters are outlines: they are read, and its marks measured, where it stands with its words
    for what in unexplained(figure, listing.draws):
        yield DisclosureFinding(Leak.UNLISTED_MARK, file, place, what, "sa place n’est celle d’aucune valeur publiée.")


def _texts(figure: Figure | None) -> tuple[str, ...]:
    return () if figure is None else (*(word.text for word in figure.words), *figure.notes)


def _without_ticks(text: str, labels: frozenset[str]) -> str:
    """A page of PDF has no structure: a line made of graduations alone is one of an axis."""
    bare = {" ".join(label.split()) for label in labels}
    kept = []
    for line in text.splitlines():
        rest = " ".join(line.split())
        for label in sorted(bare, key=len, reverse=True):
            rest = re.sub(rf"(?<!\S){re.escape(label)}(?!\S)", "", rest)
        kept.append(line if rest.strip() else "")
    return "\n".join(kept)


def _place(passage: Passage) -> str:
    return (
        passage.place if passage.place.startswith(("page", "ligne", "feuille")) else without_values(passage.place, 80)
    )
