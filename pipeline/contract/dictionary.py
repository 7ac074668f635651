"""The data dictionary, written from the contract: `python -m pipeline.contract.dictionary docs/data-dictionary.md`."""

from __future__ import annotations

import re
import sys
from collections.abc import Iterable, Iterator, Sequence
from pathlib import Path

from pipeline.contract.flow import MOTIFS, STEPS, Step
from pipeline.contract.indicators import DUREE_MAINTIEN, INDICATORS, Indicator
from pipeline.contract.instruments import INSTRUMENTS, Instrument
from pipeline.contract.produced.catalogue import PRODUCED
from pipeline.contract.produced.entry import Produced
from pipeline.contract.remarks import CODES
from pipeline.contract.said import AFFIRMATIONS, CHIFFRES
from pipeline.contract.schema import Code, Column, Table
from pipeline.contract.states import PROCEDURE_OPEN, RULES, STATE_LABELS, STATES, StateRule
from pipeline.contract.tables import TABLES

_HEAD = """# Dictionnaire des données

Ce document est écrit à partir du contrat (`pipeline/contract/`) par `make demonstration` ; il ne se modifie pas \
à la main.

## Lire ce dictionnaire

- Une *livraison* est un dossier : un sous-dossier par table, un ou plusieurs fichiers dans chacun (CSV, XLSX, Parquet).
- En-têtes et libellés sont comparés sans tenir compte de la casse, des accents, des espaces et de la ponctuation.
- Une colonne *obligatoire* absente arrête le traitement ; une colonne facultative absente est laissée vide.
- Une cellule qui ne se lit pas, ou dont la valeur n’est pas admise, est un *rejet* : elle devient manquante et \
figure, avec son fichier et sa ligne, dans la table des rejets.
- Valeurs manquantes : cellule vide, `NA`, `N/A`, `ND`, `NR`, `NC`, `.`, `-`, `?`.
- Booléens : `oui`/`non`, `o`/`n`, `vrai`/`faux`, `true`/`false`, `1`/`0` (ou `1.0`/`0.0`), ou `x` et vide.
- Montants : virgule ou point décimal ; milliers par espace, point ou virgule. `1.234` et `1,234` se jugent sur la \
colonne, et l’arrêtent si rien n’y tranche. Négatifs : `-12,50`, `12,50-`, `(12,50)` ; `12,50 D` est dû, `12,50 C` \
l’inverse.
- Dates : `31/01/2015`, `31-01-2015`, `2015-01-31` ou date Excel ; mois : `2015-01`, `01/2015`, `janvier 2015`, \
`janv-15` ou toute date du mois. Une date portant une heure se lit à la seconde près, puis au jour \
qu’elle nomme ; des heures juste avant minuit, ou d’un autre fuseau qui change le jour, arrêtent le traitement. \
`00/00/0000`, `01/01/1900` : date absente.
- Encodages reconnus : UTF-8, Windows-1252, ISO-8859-15, page de codes 850, MacRoman. Classeurs : XLSX, « Strict Open \
XML » compris. Les sous-dossiers d’une table sont lus, et les fichiers sans extension d’après leur contenu.
- Un nom, un téléphone, une adresse ou un numéro de sécurité sociale n’ont leur place dans aucune table : leur \
présence arrête le traitement.
"""


def render_dictionary() -> str:
    """Return the dictionary as French Markdown: tables and codes received, indicators, tables produced."""
    parts = [
        _HEAD,
        "## Tables reçues\n",
        *(_table(table) for table in TABLES.values()),
        "## Questionnaires\n",
        _grid(
            ("Score", "Mesure", "Items", "Étendue d’un item", "Calcul", "Items manquants", "Source"), _questionnaires()
        ),
        "## Indicateurs\n",
        "Un indicateur a une ligne par ménage et par vague jusqu’à l’horizon de l’édition ; sa valeur manque quand "
        "elle n’a pu être mesurée. Quand la table nécessaire n’a pas été livrée, il n’a pas de ligne.\n",
        _grid(
            ("Indicateur", "Intitulé", "Type", "Unité", "Vagues", "Valeur haute", "Définition", "Table nécessaire"),
            (_indicator(i) for i in (*INDICATORS.values(), DUREE_MAINTIEN)),
        ),
        "## Étapes du flux\n",
        _grid(("Étape", "Intitulé", "À chaque vague", "Motifs"), (_step(s) for s in STEPS.values())),
        "## États mensuels\n",
        "L’état d’un ménage au mois m : la première règle vraie, dans l’ordre. Ce qui est daté se lit à inclusion + m "
        "mois, le suivi locatif à la ligne du m-ième mois civil : aux mois 12, 18 et 24, les états disent la même "
        f"chose que `maintien`. {PROCEDURE_OPEN}\n",
        _grid(("Ordre", "Condition", "État", "Règle"), (_rule(i, rule) for i, rule in enumerate(RULES, start=1))),
        _grid(("État", "Intitulé"), ((f"`{state.code}`", state.label) for state in STATES)),
        "## Tables produites\n",
        "Fichiers Parquet sous `data/processed/` (`processed/` pour une sortie hors du dépôt). Les tables reçues, "
        "une fois lues, sont sous `tables/`, avec les colonnes ci-dessus.\n",
        *(_produced(entry) for entry in PRODUCED.values()),
        "## Codes des notes\n",
        "La colonne `note` de `estimations`, `sensibilite`, `comparabilite` et `equilibre` tient des codes séparés par "
        "des points-virgules, suivis de leurs valeurs : `menages_laisses_de_cote=2`. Le rapport en fait des phrases.\n",
        _grid(("Code", "Valeurs"), ((f"`{code}`", ", ".join(values)) for code, values in CODES.items())),
        "## Ce que dit le rapport\n",
        "Deux fichiers par édition sous `reports/<édition>/`, pour un tableur : point-virgule, virgule décimale, tous "
        "les champs entre guillemets. Un nombre du plan, une date, un niveau ou un seuil n’y sont pas.\n",
        *(
            f"### {name}\n\n{_grid(('Colonne', 'Contenu'), ((f'`{c}`', words) for c, words in columns.items()))}"
            for name, columns in (("affirmations.csv", AFFIRMATIONS), ("chiffres.csv", CHIFFRES))
        ),
    ]
    return _no_break("\n".join(parts))


def _no_break(text: str) -> str:
    """French punctuation keeps to its word: a no-break space before « ; : ! ? » and inside guillemets."""
    return re.sub("« ", "«\u00a0", re.sub(" ([;:!?»])", "\u00a0\\1", text))


def _table(table: Table) -> str:
    key = f" Clé : {', '.join(f'`{name}`' for name in table.key)}." if table.key else ""
    status = "Table obligatoire." if table.mandatory else "Table facultative."
    columns = _grid(
        ("Colonne", "Intitulé", "Type", "Obligatoire", "Valeurs admises", "Description", "Autres en-têtes reconnus"),
        (_column(c) for c in table),
    )
    return f"### `{table.name}` – {table.label}\n\n{table.description} {status}{key}\n\n{columns}\n{_codes(table)}"


def _column(column: Column) -> tuple[str, ...]:
    description = column.description
    if column.confidential:
        description = f"{description} (confidentiel)"
    return (
        f"`{column.name}`",
        column.label,
        f"{column.kind} ({column.unit})" if column.unit else str(column.kind),
        "oui" if column.required else "non",
        _allowed(column),
        description,
        _spellings(tuple(dict.fromkeys((*column.aliases, *column.elsewhere)))),
    )


def _allowed(column: Column) -> str:
    if column.codes:
        return "codes ci-dessous"
    if column.pattern:
        return f"`{column.pattern}`"
    low, high = column.minimum, column.maximum
    if low is not None and high is not None:
        return f"plus de {low:g}, au plus {high:g}" if column.exclusive_minimum else f"{low:g} à {high:g}"
    if low is not None:
        return f"plus de {low:g}" if column.exclusive_minimum else f"{low:g} ou plus"
    return f"{high:g} ou moins" if high is not None else ""


def _codes(table: Table) -> str:
    coded = [c for c in table if c.codes]
    if not coded:
        return ""
    rows = ((f"`{c.name}`", f"`{code.value}`", code.label, _other_spellings(code)) for c in coded for code in c.codes)
    return _grid(("Colonne", "Code", "Libellé", "Autres écritures reconnues"), rows)


def _other_spellings(code: Code) -> str:
    return _spellings(code.aliases)


def _spellings(texts: Sequence[str]) -> str:
    return ", ".join(f"« {text} »" for text in texts)


def _questionnaires() -> Iterator[tuple[str, ...]]:
    for instrument in INSTRUMENTS:
        yield (
            f"`{instrument.name}`",
            f"{instrument.label}, {instrument.title}",
            f"`{instrument.items[0]}` … `{instrument.items[-1]}`",
            f"{instrument.minimum} à {instrument.maximum}",
            "somme des items" if instrument.factor == 1 else f"somme des items × {instrument.factor}",
            _missing_rule(instrument),
            instrument.source,
        )


def _missing_rule(instrument: Instrument) -> str:
    if not instrument.missing_allowed:
        return "un item manquant : score manquant"
    return f"{instrument.missing_allowed} au plus, remplacé par la moyenne des autres"


_DIRECTIONS = {1: "favorable", -1: "défavorable", 0: "ni l’un ni l’autre"}


def _indicator(indicator: Indicator) -> tuple[str, ...]:
    return (
        f"`{indicator.name}`",
        indicator.label,
        str(indicator.scale),
        indicator.unit,
        ", ".join(indicator.waves),
        _DIRECTIONS[indicator.favourable],
        indicator.definition + ("" if indicator.estimated else " Sans comparaison des groupes."),
        f"`{indicator.table}`",
    )


def _step(step: Step) -> tuple[str, ...]:
    motifs = ", ".join(f"`{m}` ({MOTIFS[m]})" for m in step.motifs)
    return f"`{step.name}`", step.label, "oui" if step.by_wave else "non", motifs


def _rule(order: int, rule: StateRule) -> tuple[str, ...]:
    return str(order), f"`{rule.condition}`", f"`{rule.state}` ({STATE_LABELS[rule.state]})", rule.definition


def _produced(entry: Produced) -> str:
    path = f"{'<édition>/' if entry.by_edition else ''}{entry.name}.parquet"
    key = f" Clé : {', '.join(f'`{name}`' for name in entry.key)}." if entry.key else ""
    readers = f", lue par {', '.join(f'`{stage}`' for stage in entry.read_by)}" if entry.read_by else ""
    seen = f"Version publique : {entry.public}" if entry.public else "Restreinte."
    blind = " Montrée en aveugle." if entry.blind else ""
    columns = _grid(
        ("Colonne", "Nature", "Unité", "Contenu"),
        ((f"`{c.name}`", str(c.role), c.unit, c.words) for c in entry.columns),
    )
    return (
        f"### `{path}`\n\n{entry.description}{key}\n\nÉcrite par `{entry.stage}`{readers}. {seen}{blind}\n\n{columns}"
    )


def _grid(header: Sequence[str], rows: Iterable[Sequence[str]]) -> str:
    lines = [header, ["---"] * len(header), *rows]
    return "".join(f"| {' | '.join(_cell(text) for text in line)} |\n" for line in lines)


def _cell(text: str) -> str:
    return text.strip().replace("|", "\\|")


if __name__ == "__main__":
    Path(sys.argv[1]).write_text(render_dictionary(), encoding="utf-8", newline="\n")
