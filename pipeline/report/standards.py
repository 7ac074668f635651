"""What a report holds of what the reporting standards ask for: looked for in the elements as they were written."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path

from pipeline.contract.declared import Declarations
from pipeline.contract.standards import (
    CHEERS,
    CONSORT,
    DONE,
    NOT_DONE,
    PARTLY,
    TARGET,
    TREND,
    Need,
    Standard,
    StandardItem,
)
from pipeline.contract.tidier import TIDIER
from pipeline.report.wording import NOT_DECLARED

PROSE = "sections/"  # looked for by the tests, in the prose that is shipped
# Element → the section that includes it.
SECTIONS: Mapping[str, str] = {
    "textes/reponse": "sec-reponse", "sections/_dispositif.qmd": "sec-dispositif",
    "tableaux/mise_en_oeuvre": "sec-annexe-mise-en-oeuvre", "tableaux/tidier": "sec-annexe-mise-en-oeuvre",
    "textes/plan": "sec-methode", "textes/verrou": "sec-verrou", "sections/_methode.qmd": "sec-methode",
    "sections/_lecture.qmd": "sec-lecture", "sections/_annexe_methode.qmd": "sec-annexe-methode",
    "tableaux/estimands": "sec-estimands", "tableaux/essai_cible": "sec-robins", "tableaux/robins": "sec-robins",
    "tableaux/causes_cachees": "sec-causes-cachees", "tableaux/bailleurs": "sec-bailleurs",
    "tableaux/manquants_motifs": "sec-manquants", "tableaux/definitions": "sec-definitions",
    "textes/heterogeneite": "sec-heterogeneite", "textes/flux": "sec-flux", "figures/flux": "sec-flux",
    "tableaux/comparabilite": "sec-annexe-comparabilite", "textes/comparabilite": "sec-comparabilite",
    "tableaux/effets_principal": "sec-annexe-effets", "tableaux/maintien": "sec-maintien",
    "tableaux/troubles_droits": "sec-droits", "textes/fabrication": "sec-fabrication",
    "tableaux/parametres": "sec-fabrication", "textes/couverture": "sec-couverture",
    "tableaux/calendrier": "sec-calendrier", "textes/couts": "sec-couts", "figures/plan_cout": "sec-annexe-couts",
    "tableaux/couts": "sec-annexe-couts", "tableaux/couts_ratios": "sec-annexe-couts",
    "tableaux/qualite": "sec-qualite", "sections/_confidentialite.qmd": "sec-confidentialite",
}  # fmt: skip
# What the evaluator declares, in words: the file has names without accents.
_DECLARED = {
    "role_financeurs": "rôle des financeurs", "conflits_interets": "conflits d’intérêts",
    "participation_methode": "participation : méthode", "participation_effet": "participation : effet",
    "avis_ethique": "avis éthique", "enregistrement": "enregistrement", "acces_donnees": "accès aux données",
}  # fmt: skip
_TOLD = (TARGET, TREND, CHEERS, CONSORT)
_SOURCE_OF_TIDIER = "BMJ 2014 ; 348 : g1687, 12 rubriques"
_UNTOLD = (NOT_DECLARED, "non rapporté", "non connu", "–")


@dataclass(frozen=True)
class Finding:
    """One item of one standard: its state, and where it is or what lacks."""

    standard: str
    number: str
    title: str
    state: str
    where: str


def read_elements(folder: Path) -> dict[str, str]:
    """Return the elements of an edition by name (`textes/reponse`), as one line of plain words each."""
    found = {}
    for kind in ("textes", "tableaux", "figures"):
        for path in sorted((folder / kind).glob("*.md")):
            found[f"{kind}/{path.stem}"] = plain_words(path.read_text(encoding="utf-8"))
    return found


def plain_words(text: str) -> str:
    """Return a text with every run of spaces, no-break ones too, as one space, and without Markdown's backslashes."""
    return re.sub(r"\s+", " ", text.replace("\\", ""))


def items_found(elements: Mapping[str, str], declared: Declarations) -> list[Finding]:
    """Return every item of every standard. `elements`: what `read_elements` returns."""
    found = [_finding(s, item, elements, declared) for s in _TOLD for item in s.items]
    return found + list(_tidier(elements.get("tableaux/tidier", "")))


def sources() -> list[str]:
    """Where the items of each standard are published."""
    return [f"{s.name} : {s.source}" for s in _TOLD] + [f"TIDieR : {_SOURCE_OF_TIDIER}"]


def is_told(need: Need, elements: Mapping[str, str]) -> bool:
    """Whether the element is there with the words asked for; prose is there as it is shipped."""
    return need.element.startswith(PROSE) or re.search(need.words, elements.get(need.element, "")) is not None


def _finding(s: Standard, item: StandardItem, elements: Mapping[str, str], declared: Declarations) -> Finding:
    if item.status:
        return Finding(s.name, item.number, item.title, item.status, item.reason)
    there = [n for n in item.needs if is_told(n, elements)]
    lacking = [n.lacks for n in item.needs if n not in there]
    filled = [f for f in item.declared if getattr(declared, f)]
    lacking += [f"« {_DECLARED.get(f, f)} » {NOT_DECLARED} par l’évaluateur" for f in item.declared if f not in filled]
    places = list(dict.fromkeys(f"@{SECTIONS[n.element]}" for n in there))
    told = [str(getattr(declared, f)) for f in filled]
    state = DONE if not lacking else PARTLY if places or told else NOT_DONE
    return Finding(s.name, item.number, item.title, state, " ; ".join([", ".join(places), *told, *lacking]).strip(" ;"))


def _tidier(table: str) -> Iterator[Finding]:
    """The twelve items, from the lines of the table that answers them."""
    for rank, title in enumerate(TIDIER.values(), start=1):
        line = re.search(rf"\| {rank} \| [^|]* \|([^|]*)\|([^|]*)\|", table)
        cells = [c.strip() for c in line.groups()] if line else [NOT_DECLARED, NOT_DECLARED]
        lacking = [w for w, c in zip(("prévu", "réalisé"), cells, strict=True) if not c or c.startswith(_UNTOLD)]
        state = (DONE, PARTLY, NOT_DONE)[len(lacking)]
        where = [f"@{SECTIONS['tableaux/tidier']}", *(f"{w} : non rapporté" for w in lacking)]
        yield Finding("TIDieR 2014", str(rank), title, state, " ; ".join(where[len(lacking) == 2 :]))
