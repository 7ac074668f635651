"""Planned against spent by budget line; the ratios and the figures that they are compared with; CHEERS 2022."""

from __future__ import annotations

from pipeline.french import MISSING, NBSP, euros, percent
from pipeline.report.context import ReportContext
from pipeline.report.markdown import escape
from pipeline.report.records import Record, first, records, shown
from pipeline.report.results import EditionResults
from pipeline.report.tables.notes import Notes
from pipeline.report.tables.pipe import Head, PipeTable
from pipeline.report.wording import NOT_DECLARED

_PARTS = {
    "I": "Cellule de veille sociale",
    "II": "Gestion adaptée et accompagnement",
    "III": "Coopérative d’habitants",
    "IV": "Évaluation",
}
_RATIOS = ("mesure", "libelle", "valeur", "ic_bas", "ic_haut", "reference", "unite", "note")
_FUNDING = ("associes", "autres_partenaires", "aide_sollicitee")


def costs_table(results: EditionResults) -> PipeTable | None:
    """Return one row a line, a sub-total a part, and the total; None without the note's budget."""
    rows = records(results.couts)
    if not rows:
        return None
    lines = []
    for part, title in _PARTS.items():
        inside = [r for r in rows if r["volet"] == part]
        lines += [[r["poste"], escape(r["libelle"]), *_amounts([r])] for r in inside]
        lines.append([f"**{part}**", f"**{title}**", *(f"**{a}**" if a != MISSING else a for a in _amounts(inside))])
    lines.append(["", "**Total**", *(f"**{a}**" if a != MISSING else a for a in _amounts(rows))])
    return PipeTable(
        "couts",
        "Budget de la note, son financement, et dépense des semestres clos au gel (€ TTC)",
        (
            Head("Poste"),
            Head("Intitulé"),
            Head("Prévu", right=True),
            Head("Dépensé", right=True),
            Head("Associés", right=True),
            Head("Autres partenaires", right=True),
            Head("Aide sollicitée", right=True),
        ),
        lines,
        ("Les trois dernières colonnes sont le financement prévu par la note.",),
        (
            ("poste", "volet", "libelle", "prevu", "depense", *_FUNDING),
            [[r[c] for c in ("poste", "volet", "libelle", "prevu", "depense", *_FUNDING)] for r in rows],
        ),
    )


def ratios_table(results: EditionResults) -> PipeTable | None:
    """Return the observed ratios, then the note's figures computed again from its lines."""
    rows = records(results.couts_ratios)
    if not rows:
        return None
    notes = Notes()
    return PipeTable(
        "couts_ratios",
        "Coûts rapportés aux ménages et à l’effet, et chiffres de la note recalculés de ses lignes",
        (
            Head("Mesure"),
            Head("Valeur", right=True),
            Head("Intervalle", right=True),
            Head("Note d’octobre 2014", right=True),
        ),
        [
            [
                f"{'Note : ' if str(r['mesure']).startswith('note_') else ''}{escape(r['libelle'])}{_mark(r, notes)}",
                _value(r["valeur"], r),
                _interval(r),
                _value(r["reference"], r),
            ]
            for r in rows
        ],
        notes.paragraphs(),
        (_RATIOS, shown(rows, _RATIOS)),
    )


_DONE, _NOT_APPLICABLE, _NOT_REPORTED = "fait", "sans objet", "non rapporté"


def cheers_table(results: EditionResults, context: ReportContext) -> PipeTable:
    """Return the 28 items of CHEERS 2022: done (and where), not applicable, or not reported."""
    declared = context.declarations
    spent = first(results.couts_ratios, mesure="depense_totale")["valeur"] is not None
    done = (_DONE, "@sec-couts") if spent else (_NOT_REPORTED, "coûts non livrés")
    avoided = first(results.couts_ratios, mesure="cout_net_par_maintien")["valeur"] is not None
    items = (
        ("Titre", _DONE, "titre du rapport ; l’analyse de coût en est une partie"),
        ("Résumé", _DONE, "@sec-reponse ; le coût n’y est pas résumé"),
        ("Contexte et objectifs", _DONE, "@sec-dispositif"),
        ("Plan d’analyse économique", _NOT_REPORTED, "pas de plan distinct ; le plan d’analyse fixe l’effet principal"),
        ("Population étudiée", _DONE, "@sec-flux, @sec-comparabilite"),
        ("Cadre et lieux", _DONE, "@sec-couverture"),
        ("Options comparées", _DONE, "@sec-dispositif, @sec-mise-en-oeuvre"),
        ("Point de vue", _DONE, "financeurs du dispositif : @sec-couts"),
        ("Horizon", _DONE, "celui de l’édition, deux ans au plus"),
        ("Taux d’actualisation", _DONE, "aucun : horizon de deux ans"),
        ("Choix des effets", _DONE, "maintien dans les lieux, critère principal"),
        ("Mesure des effets", _DONE, "@sec-maintien"),
        ("Valorisation des effets", _NOT_APPLICABLE, "coût-efficacité : effet non valorisé"),
        ("Mesure et valorisation des ressources et coûts", *done),
        ("Monnaie, année de prix, conversion", _DONE, "euros TTC courants 2015–2016"),
        ("Justification et description du modèle", _NOT_APPLICABLE, "pas de modèle : données observées"),
        ("Analyse et hypothèses", done[0], "volet I à parts égales, volet II au prorata des jours"),
        ("Hétérogénéité", _NOT_REPORTED, "effectifs trop faibles pour des sous-groupes"),
        ("Effets distributifs", _NOT_REPORTED, "non étudiés"),
        ("Incertitude : méthodes", *((_DONE, "bootstrap par groupe, plan, acceptabilité, Fieller") if spent else done)),
        ("Participation des personnes concernées : méthode", *_declared(declared.participation_methode)),
        ("Paramètres de l’étude", *((_DONE, "@tbl-parametres, @tbl-couts") if spent else (_DONE, "@tbl-parametres"))),
        ("Résultats principaux", *((_DONE, "@tbl-couts_ratios") if spent else done)),
        ("Effet de l’incertitude", *((_DONE, "plan, acceptabilité, sensibilité : @sec-couts") if spent else done)),
        ("Participation des personnes concernées : effet", *_declared(declared.participation_effet)),
        ("Limites et portée", _DONE, "@sec-methode ; coûts évités " + ("déduits" if avoided else "non renseignés")),
        ("Financement de l’étude", _DONE, f"poste IV-1 de la note, {euros(_planned(results, 'IV-1'))}"),
        ("Conflits d’intérêts", *_declared(declared.conflits_interets)),
    )  # fmt: skip
    return PipeTable(
        "cheers",
        "Grille CHEERS 2022 : ce que l’analyse de coût rapporte",
        (Head("N°", right=True), Head("Rubrique"), Head("État"), Head("Où, ou pourquoi")),
        [[str(i), label, state, where] for i, (label, state, where) in enumerate(items, start=1)],
    )


def _declared(words: str) -> tuple[str, str]:
    return (_DONE, escape(words, None)) if words else (_NOT_REPORTED, NOT_DECLARED)


def _planned(results: EditionResults, line: str) -> float | None:
    value: float | None = first(results.couts, poste=line)["prevu"]
    return value


def _amounts(rows: list[Record]) -> list[str]:
    cells = []
    for column in ("prevu", "depense", *_FUNDING):
        known = [r[column] for r in rows if r[column] is not None]
        cells.append(euros(sum(known)) if known else MISSING)
    return cells


def _mark(r: Record, notes: Notes) -> str:
    if str(r["mesure"]).startswith("note_") or not r["note"]:
        return ""
    return f" {notes.mark(str(r['note']))}"


def _value(value: float | None, r: Record) -> str:
    return percent(value) if r["unite"] == "part" else euros(value)


def _interval(r: Record) -> str:
    if r["ic_bas"] is None and r["ic_haut"] is None:
        return MISSING
    if r["ic_haut"] is None:
        return f"au moins {_value(r['ic_bas'], r)}"
    if r["ic_bas"] is None:
        return f"au plus {_value(r['ic_haut'], r)}"
    return f"[{_value(r['ic_bas'], r)}{NBSP};{NBSP}{_value(r['ic_haut'], r)}]"
