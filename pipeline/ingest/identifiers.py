"""Direct identifiers: names by header and by civility, telephone, e-mail, NIR, street address by pattern."""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import Any

import numpy as np
import numpy.typing as npt

from pipeline.contract.fold import fold

Kinds = npt.NDArray[np.object_]

# What the quick look keeps; everything else is never searched. One alternative a kind of identifier.
_SUSPECT = (
    r"@"
    r"|(?:\d[\s.,\-/()\x{00a0}\x{2009}\x{202f}]{0,3}){9}"
    r"|[12][\d\s\x{00a0}\x{202f}]{5,12}2[ABab]"
    r"|(?i:\b(?:m|mr|mm|mme|mmes|mlle|mlles|melle|monsieur|madame|mademoiselle|messieurs|mesdames)\b)"
    r"|(?i:\b(?:dr|docteur|ma[iî]tre)\b)|\bMe\s+\p{Lu}"
    r"|\d[\s,]*(?i:bis|ter|quater|[a-d])?[\s,]*(?i:rue|av|ave|avenue|bd|bld|bvd|boulevard|all[ée]e|impasse|chemin|place|pl"
    r"|cours|quai|route|square|passage|villa|cit[ée]|r[ée]sidence|sente|sentier|faubourg|voie|esplanade|promenade|mail"
    r"|rond[- ]point|hameau|lotissement|clos|venelle|ruelle|cour)\b"
)

_CIVILITY = re.compile(
    r"(?<![\w'’])(?:M|Mr|MM|Mme|Mmes|Mlle|Mlles|Melle|Monsieur|Madame|Mademoiselle|Messieurs|Mesdames|Dr|Docteur"
    r"|Ma[iî]tre|MR|MME|MMES|MLLE|MELLE|MONSIEUR|MADAME|MADEMOISELLE|DOCTEUR"
    r"|mr|mme|mmes|mlle|mlles|monsieur|madame|mademoiselle|Me(?=\s+[A-ZÀ-ÖØ-ÞŒ][a-zà-öø-ÿœ]))(?:\.\s*|\s+)"
    r"(?:[A-ZÀ-ÖØ-Þ]\.(?:-?[A-ZÀ-ÖØ-Þ]\.)?\s*)?"
    r"(?:(?:de la|de|du|des|DE LA|DE|DU|DES)\s+|[dD]['’]\s*)?(?:L[aeAE]\s+)?"
    r"(?P<word>[A-ZÀ-ÖØ-ÞŒ](?:[^\W\d_]|['’\-])+)(?![\w])"
)
# Capitalised words that follow a civility without being a name, in texts typed in capitals above all.
_NOT_NAMES = frozenset(
    fold(word)
    for line in (
        "a est et absent absente absents actuellement ai alerte allee appelle appele aussi avait avec avis",
        "bat batiment bloc contacte contactee dans de demande depuis dit doit du elle en escalier etage etait",
        "etc expulse expulsee fait habite hospitalise hospitalisee il indique informe informee la le les leur",
        "loge logee maire mairie mais me menace menacee n na ne non ont ou par pas peut porte pour prefet",
        "president presente presidente propose que qui rappele recu recue refuse refusait relance relogee",
        "reloge rencontre rencontree s sa sans se ses signale signe son sont sous souhaite sur un une va",
        "vient veut vit voit vu vue y",
        "accompagne accompagnee adulte arrive arrivee commence conteste decede decedee decrit devra divorce divorcee",
        "enceinte endettee exprime gardien gardienne incarcere incarceree isole isolee juge locataire madame",
        "mademoiselle malade mesdames messieurs mlle mme mmes monsieur mr occupant occupante occupe paie paye payera",
        "perd procureur quitte recherche reconnait regle regularise remercie reprend rembourse rend repond reste",
        "retrouve sollicite sort souffre suivi suivie trouve travaille transmet verse voisin voisine",
        "assistante assistant avocat avocate commissaire conseillere conseiller curateur curatrice directeur",
        "directrice huissier mandataire medecin mediateur mediatrice notaire prefete procureure responsable",
        "tuteur tutrice",
    )
    for word in line.split()
)
_EMAIL = re.compile(r"[\w.+\-]+\s?@\s?[\w\-]+(?:\.[\w\-]+)+")
# French numbers by their shape, assigned or not: libraries refuse the ranges that the regulator has not opened.
_FRENCH_PHONE = re.compile(
    r"(?<![\w/+\-])(?<!\d[.,])(?<!20\d\d )(?:(?:\+|00)\s?33[\s.]?(?:\(0\)\s?)?|0)[1-9](?P<mark>[.\-/]|\s{0,2})"
    r"\d{2}(?:(?P=mark)\d{2}){3}(?![\d]|[.,/\-]\d)"
)
# The same ten digits in the groups of a hurried hand: « 0612 34 56 78 », « 06 12 345 678 ».
_PHONE_IN_OTHER_GROUPS = re.compile(
    r"(?<![\w/+\-])(?<!\d[., ])0[1-79](?:\d{2}(?:[ .]\d{2}){3}|\d{2}[ .]\d{3}[ .]\d{3}|[ .]\d{2}[ .]\d{3}[ .]\d{3}"
    r")(?![\d]|[.,/\-]\d)"
)
_AT = re.compile("@")
_BLANKS = re.compile(r"\s{3,}")
# How far from a mark what it belongs to is looked for, and how many numbers from abroad are tried in one text.
_NEAR = 200
_MOST_ABROAD = 200
_ABROAD = re.compile(r"(?<!\d)(?:\+|00)\d")
_NIR = re.compile(
    r"(?<!\d)([1-478])[\s.\-]?(\d{2})[\s.\-]?(0[1-9]|1[0-2]|[2-9]\d)[\s.\-]?(\d{2}|2[AB])[\s.\-]?(\d{3})[\s.\-]?(\d{3})"
    r"[\s./\-]{0,3}(\d{2})(?!\d)",
    re.IGNORECASE,
)
_STREET = r"rue|avenue|ave|boulevard|bd|bld|bvd|all[ée]e|impasse|chemin|ruelle|venelle|faubourg|rond[- ]point|sentier"
_STREET_OR_WORD = (
    r"place|pl|cours|quai|route|square|passage|villa|cit[ée]|r[ée]sidence|sente|voie|esplanade|promenade|mail|hameau"
    r"|lotissement|clos|cour|av"
)
_NUMBER = r"(?<![\w,.])\d{1,4}\s*,?\s*(?:bis|ter|quater|[a-d]\b)?\s*,?\s+"
_ADDRESS = re.compile(rf"{_NUMBER}(?:{_STREET})\b\.?\s+\w", re.IGNORECASE)
# « 1 place de parking », « 2 cours de français » are no addresses: these words need a capitalised name after them.
_ADDRESS_NAMED = re.compile(
    rf"{_NUMBER}(?i:{_STREET_OR_WORD})\.?\s+(?:(?i:de la|de l['’]|du|des|de|d['’])\s*)?(?-i:[A-ZÀ-ÖØ-Þ][\wÀ-ÿ'’\-]+)"
)

_PERSON_HEADERS = frozenset(
    fold(h)
    for h in (
        "locataire", "locataires", "locataire principal", "colocataire", "co-locataire", "cotitulaire", "titulaire",
        "titulaire du bail", "titulaires du bail", "occupant", "occupants", "conjoint", "conjointe",
        "chef de famille",
        "identité", "identité du locataire", "personne", "usager", "bénéficiaire", "civilité nom prénom",
    )
)  # fmt: skip
_NAME_WORDS = frozenset(("nom", "noms", "prenom", "prenoms", "patronyme", "patronymes"))
# Written as one word: « NomPrenom », « nomLocataire ».
_JOINED_NAME = re.compile(
    r"(?:(?:pre)?noms?(?:et|de|du)?)+(?:locataires?|titulaires?|occupants?|conjoint|naissance|famille|usage|loc)?"
)
_NAMES_OF_THINGS = frozenset(
    fold(word)
    for line in (
        "commune ville bailleur organisme residence association structure agence fichier poste site",
        "dispositif rue quartier programme groupe immeuble batiment service region departement table colonne",
        "variable enqueteur projet",
    )
    for word in line.split()
)
_CONTACT_HEADERS = frozenset(
    fold(h)
    for h in (
        "téléphone", "tél", "tel", "n° téléphone", "numéro de téléphone", "portable", "tél portable", "tél fixe",
        "mobile",
        "tel mobile", "n° de tél", "n° tél", "numéro de tél", "numéro tél", "num tél", "coordonnées",
        "téléphone portable", "téléphone mobile", "téléphone fixe", "mail", "e-mail", "email",
        "courriel",
        "adresse mail", "adresse e-mail", "adresse électronique", "adresse", "adresse postale", "adresse du logement",
        "adresse du ménage", "adresse du locataire", "nir", "n° sécurité sociale", "numéro de sécurité sociale",
        "n° sécu",
        "numéro de sécu", "n° ss", "numéro ss", "num ss", "num sécu", "num sécurité sociale", "n° insee",
    )
)  # fmt: skip
_DIGITS_OF_A_TELEPHONE = 9
_PSEUDONYM_OR_CODE = re.compile(r"[A-Za-z]{0,4}[\W_]?\d+([.,]\d+)?\s*€?|oui|non|[onx]", re.IGNORECASE)
_WORDS_ONLY = re.compile(r"[^\W\d_]['’\-]?[^\W\d_]+(?:[\s'’\-]+[^\W\d_]{2,}){1,3}")

# « TOTAL DES QUITTANCES », « FIN DE FICHIER », « Source Habitat Réuni »: notes below a table, and no person.
_WORDS_OF_A_FILE = frozenset(
    fold(word)
    for line in (
        "bailleur cumul de des du edition effectif ensemble et extraction export fichier fin groupe habitat juin",
        "ligne lignes liste logement logements menage menages mois montant moyenne nombre note page periode projet",
        "quittance quittances region releve residence service situation solde somme source sous suivi synthese temoin",
        "temoins toit total totaux trimestre annee reuni joie logis pierres lumieres transports",
    )
    for word in line.split()
)


def find_identifiers(texts: Any) -> Kinds:
    """Return, beside Arrow texts, what identifies a person in each: `téléphone`, `nom`… or None."""
    import pyarrow.compute as pc

    kinds: Kinds = np.full(len(texts), None, object)
    suspects = pc.match_substring_regex(texts, _SUSPECT).to_numpy(zero_copy_only=False)
    for i in np.flatnonzero(suspects):
        kinds[i] = identifier_in(texts[int(i)].as_py())
    return kinds


def identifier_in(text: str) -> str | None:
    """Return what kinds of direct identifiers one text holds, None when it holds none.

    >>> identifier_in("Mme Durand, 06 39 98 12 34"), identifier_in("T1, 3 rue du Bac")
    ('téléphone, nom', 'adresse')
    """
    # Long runs of blanks make the patterns slow, and hide nothing.
    text = _BLANKS.sub("  ", text)
    return ", ".join(kind for kind, found in _SEARCHES.items() if found(text)) or None


def names_persons(header: str) -> bool:
    """Whether a header announces names, or other ways to reach a person, whatever its cells look like."""
    folded = fold(header)
    if folded in _PERSON_HEADERS or folded in _CONTACT_HEADERS:
        return True
    words = [fold(w) for w in re.split(r"[\W_]+", header) if w]
    return _JOINED_NAME.fullmatch(folded) is not None or (
        bool(_NAME_WORDS & set(words)) and not _NAMES_OF_THINGS & set(words)
    )


def names_a_person(name: str) -> bool:
    """Whether the name of a file or of a sheet names a person or an address of e-mail.

    Digits there are dates, and a lone « M » is a letter among others (`suivi_M_Loyers`).
    """
    words = re.sub(r"\bM\s+", "", name.replace("_", " "))
    return _has_civility(words) or _has_email(name)


def may_be_person(text: str, header: str) -> bool:
    """Whether a cell below such a header can identify (not a pseudonym, an amount, yes or no).

    Below a header of contacts a long number does: a spreadsheet takes the first 0 off a telephone number, and a
    social-security number is often written without its key.
    """
    if fold(header) in _CONTACT_HEADERS and sum(c.isdigit() for c in text) >= _DIGITS_OF_A_TELEPHONE:
        return True
    return _PSEUDONYM_OR_CODE.fullmatch(text.strip()) is None


def looks_like_full_name(text: str) -> bool:
    """Whether a text is two to four words of letters alone, each with a capital: what a name in an identifier is."""
    words = re.split(r"[\s\-]+", text.strip())
    if any(fold(w) in _WORDS_OF_A_FILE for w in words):
        return False
    return _WORDS_ONLY.fullmatch(text.strip()) is not None and all(w[0].isupper() for w in words if w)


def _has_email(text: str) -> bool:
    # Around each « @ » only: the pattern alone tries every start in a long text.
    at = [m.start() for m in _AT.finditer(text)]
    return any(_EMAIL.search(text[max(0, i - _NEAR) : i + _NEAR]) for i in at)


def _has_nir(text: str) -> bool:
    return any(_valid_nir("".join(m.groups())) for m in _NIR.finditer(_plain_spaces(text)))


def _valid_nir(digits: str) -> bool:
    """The key is 97 less the thirteen digits modulo 97; Corsica's 2A and 2B count as 19 and 18 (INSEE)."""
    body = digits[:-2].upper().replace("2A", "19").replace("2B", "18")
    return int(digits[-2:]) == 97 - int(body) % 97


def _has_phone(text: str) -> bool:
    text = _plain_spaces(text)
    if _FRENCH_PHONE.search(text) or _PHONE_IN_OTHER_GROUPS.search(text):
        return True
    if not _ABROAD.search(text):
        return False
    import phonenumbers

    # Around each sign of a number from abroad, once for those that stand together.
    starts = [m.start() for m in _ABROAD.finditer(text)]
    kept = [i for k, i in enumerate(starts) if k == 0 or i - starts[k - 1] > _NEAR // 8]
    for i in kept[:_MOST_ABROAD]:
        around = text[max(0, i - _NEAR // 8) : i + _NEAR]
        if next(iter(phonenumbers.PhoneNumberMatcher(around, "FR", leniency=phonenumbers.Leniency.VALID)), None):
            return True
    return len(kept) > _MOST_ABROAD


def _has_address(text: str) -> bool:
    return _ADDRESS.search(text) is not None or _ADDRESS_NAMED.search(text) is not None


def _has_civility(text: str) -> bool:
    return any(fold(m["word"]) not in _NOT_NAMES for m in _CIVILITY.finditer(_plain_spaces(text)))


def _plain_spaces(text: str) -> str:
    return re.sub(r"[\u00a0\u2007\u2009\u202f]", " ", text)


_SEARCHES: dict[str, Callable[[str], bool]] = {
    "adresse électronique": _has_email,
    "numéro de sécurité sociale": _has_nir,
    "téléphone": _has_phone,
    "adresse": _has_address,
    "nom": _has_civility,
}
