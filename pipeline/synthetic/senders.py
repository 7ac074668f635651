"""Who sends what, in which kind of file: six landlords, a survey office, two teams of intervention, one accountant."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

import pandas as pd

from pipeline.contract.schema import Code, Column
from pipeline.synthetic import habits as h


@dataclass(frozen=True)
class TextForm:
    """A delimited text file: `titles` lines above the header; `total`: a closing TOTAL line under the ledger."""

    suffix: str
    separator: str
    encoding: str = "utf-8"
    newline: str = "\n"
    titles: tuple[str, ...] = ()
    quote_all: bool = False
    blank_every: int = 0
    total: bool = False


@dataclass(frozen=True)
class WorkbookForm:
    """An XLSX workbook: `titles` rows above the header of each sheet; `notes`: a first sheet of prose.

    `split`: table name → how its rows are spread over sheets (a label a row).
    """

    titles: tuple[str, ...] = ()
    notes: tuple[str, ...] = ()
    split: dict[str, Callable[[pd.DataFrame], pd.Series]] | None = None
    suffix: str = "xlsx"


@dataclass(frozen=True)
class Sender:
    """`name` opens its files' names; `extra`: a column of its own, that the contract does not know."""

    name: str
    form: TextForm | WorkbookForm
    habits: h.Habits
    extra: tuple[str, str] | None = None


def _spelling(rank: int) -> Callable[[Column | Code], str]:
    """The label for rank 0, then the aliases in turn; a short list wraps round."""
    return lambda item: (item.label, *item.aliases)[rank % (1 + len(item.aliases))].replace("’", "'")


def _upper(rank: int) -> Callable[[Column | Code], str]:
    return lambda item: _spelling(rank)(item).upper()


def _technical(item: Column) -> str:
    return item.name.upper()


def _by_year(frame: pd.DataFrame) -> pd.Series:
    return frame["mois"].str[:4]


def _by_wave(frame: pd.DataFrame) -> pd.Series:
    return frame["vague"]


LANDLORDS = {
    "habitat_62_59_picardie": Sender(
        "habitat_62_59",
        TextForm(
            "csv",
            ";",
            "utf-8-sig",
            "\r\n",
            ("Habitat 62/59 Picardie — Direction de la clientèle", "Extraction du 06/04/2017", ""),
            total=True,
        ),
        h.Habits(
            _spelling(0),
            _spelling(0),
            h.french_date("/"),
            h.slash_month,
            h.comma_amount(h.NARROW),
            h.comma_decimal,
            "Oui",
            "Non",
            "N/A",
        ),
    ),
    "habitat_du_nord": Sender(
        "habitat_du_nord",
        WorkbookForm(("HABITAT DU NORD", "Suivi de l'expérimentation"), split={"suivi_locatif": _by_year}),
        h.Habits(
            _upper(1),
            _upper(0),
            h.true_date,
            h.true_date,
            h.plain_number,
            h.plain_number,
            "O",
            "N",
            None,
        ),
        extra=("AGENCE", "LILLE MÉTROPOLE"),
    ),
    "toit_et_joie": Sender(
        "toit_et_joie",
        TextForm("csv", ",", quote_all=True),
        h.Habits(
            _technical,
            lambda code: code.value,
            h.iso_date,
            h.iso_month,
            h.point_amount,
            h.point_decimal,
            "true",
            "false",
            "NA",
        ),
    ),
    "essonne_habitat": Sender(
        "essonne_habitat",
        WorkbookForm(
            ("Essonne Habitat",), ("Lisez-moi", "Une ligne par ménage et par mois.", "Montants en euros TTC.")
        ),
        h.Habits(
            _spelling(2),
            _spelling(1),
            h.serial_date,
            h.long_month,
            h.comma_amount(h.NO_BREAK, " €"),
            h.comma_decimal,
            "oui",
            "non",
            "NC",
        ),
    ),
    "logis_transports": Sender(
        "logis_transports",
        TextForm("tsv", "\t", "cp1252", "\r\n", blank_every=12),
        h.Habits(
            _spelling(1),
            _spelling(1),
            h.french_date("-"),
            h.last_day_of_month,
            h.comma_amount("."),
            h.comma_decimal,
            "VRAI",
            "FAUX",
            "-",
        ),
    ),
    "pierres_et_lumieres": Sender(
        "pierres_et_lumieres",
        TextForm("txt", "|", "cp1252", "\n", ("Pierres et Lumières - suivi social",)),
        h.Habits(
            _spelling(2),
            _spelling(2),
            h.french_date("/"),
            h.short_month,
            h.comma_amount(" ", " €"),
            h.comma_decimal,
            "o",
            "n",
            "ND",
            cross=True,
        ),
    ),
}

SURVEY_OFFICE = Sender(
    "bureau_etudes",
    WorkbookForm(
        ("Enquête auprès des ménages : questionnaires LSNS-6, UCLA-3 et WHO-5",), split={"entretiens": _by_wave}
    ),
    h.Habits(_spelling(1), _spelling(9), h.true_date, h.iso_month, h.plain_number, h.plain_number, "oui", "non", "NR"),
)
SOCIAL_TEAM = Sender(
    "cellule_veille",
    TextForm("csv", ";", "utf-8-sig", "\r\n", ("Cellule de veille sociale : journal des interventions", "")),
    LANDLORDS["logis_transports"].habits,
)
ASSOCIATIONS = Sender(
    "associations",
    WorkbookForm(("Associations partenaires", "Interventions auprès des ménages accompagnés")),
    LANDLORDS["essonne_habitat"].habits,
)
ACCOUNTANT = Sender(
    "habitat_reuni",
    TextForm("csv", ";", "cp1252", "\r\n", ("Dépenses réelles au 31/03/2017",), total=True),
    h.Habits(
        _spelling(1),
        lambda code: code.value if "-S" not in code.value else _spelling(1)(code),
        h.iso_date,
        h.iso_month,
        h.comma_amount(h.NO_BREAK, " €"),
        h.comma_decimal,
        "oui",
        "non",
        "",
    ),
)
# Interventions that the associations report themselves; the others come from the landlords' cell.
ASSOCIATIVE = ("association", "animateur_cooperative")
