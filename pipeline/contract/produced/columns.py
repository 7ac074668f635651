"""How a produced column is described in one line, and the columns that mean the same in every table."""

from __future__ import annotations

from functools import partial

from pipeline.contract.produced.entry import ColumnRole, Field


def _euros(name: str, words: str) -> Field:
    return Field(name, ColumnRole.AMOUNT, words, "€")


def _column(role: ColumnRole, name: str, words: str, unit: str = "") -> Field:
    return Field(name, role, words, unit)


key = partial(_column, ColumnRole.KEY)
code = partial(_column, ColumnRole.CODE)
text = partial(_column, ColumnRole.TEXT)
note = partial(_column, ColumnRole.NOTE)
count = partial(_column, ColumnRole.COUNT)
rank = partial(_column, ColumnRole.RANK)
flag = partial(_column, ColumnRole.FLAG)
share = partial(_column, ColumnRole.SHARE)
mean = partial(_column, ColumnRole.MEAN)
amount = _euros
duration = partial(_column, ColumnRole.DURATION)
score = partial(_column, ColumnRole.SCORE)
bound = partial(_column, ColumnRole.INTERVAL)
p_value = partial(_column, ColumnRole.P)
number = partial(_column, ColumnRole.NUMBER)

MENAGE_ID = key("menage_id", "Pseudonyme du ménage.")
GROUPE = code("groupe", "`accompagne` ou `temoin`.")
EDITION = code("edition", "Nom de l’édition.")
INDICATEUR = code("indicateur", "Nom de l’indicateur (liste ci-dessus).")
VAGUE = code("vague", "`T0`, `M12`, `M18` ou `M24` ; un indicateur de tout le suivi porte la vague de l’horizon.")
MOIS = rank("mois", "Mois depuis l’inclusion.")
IC_BAS = bound("ic_bas", "Borne basse de l’intervalle de confiance.")
IC_HAUT = bound("ic_haut", "Borne haute de l’intervalle de confiance.")
NOTE = note("note", "Ce qu’il faut savoir pour lire la ligne ; pourquoi une valeur manque.")
P_VALEUR = p_value("p_valeur", "Valeur p bilatérale.")
N_ACCOMPAGNES = count("n_accompagnes", "Ménages accompagnés analysés.")
N_TEMOINS = count("n_temoins", "Ménages témoins analysés.")
SENS_FAVORABLE = rank(
    "sens_favorable",
    "+1 quand une valeur haute est favorable au ménage, −1 quand elle est défavorable, 0 sans objet.",
)
