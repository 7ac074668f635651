"""The numbers that the report's prose asks for by name: `{{< var … >}}`."""

from __future__ import annotations

from collections.abc import Mapping

from pipeline.contract.flow import INCLUS, PREVUS, RECUS, Step
from pipeline.french import NBSP, long_date, number, percent
from pipeline.report.context import ReportContext
from pipeline.report.flow import count_of
from pipeline.report.results import EditionResults
from pipeline.report.said import said
from pipeline.report.units import estimate_text, interval_text, p_text, unit_of
from pipeline.report.waves import last_wave
from pipeline.report.wording import NOT_DECLARED, no_break
from pipeline.statements.statement import indicator_of

BANNER_LINE = f"Données simulées{NBSP}: aucun ménage réel"


def variables(
    results: EditionResults, context: ReportContext, titles: Mapping[str, str] | None = None
) -> dict[str, str | dict[str, str]]:
    """Return name → text, one level of nesting at most (`{{< var inclus.temoins >}}`); a number missing is « – ».

    `titles`: the headings that say what was found, by name (`{{< var titres.maintien >}}`).
    """
    seuils = context.params.seuils
    primary = indicator_of(context.plan.indicateur_principal)
    e = said(results, primary.name, last_wave(primary, context))
    unit = unit_of(primary)
    return {
        **cover(context),
        "edition": no_break(context.label),
        "gel": long_date(context.gel),
        "gel_iso": context.gel.isoformat(),  # the documents' only date
        "bandeau": BANNER_LINE if context.synthetique else "",  # on every page
        "horizon": str(context.horizon),
        "niveau": percent(context.plan.niveau),
        "tirages": number(context.plan.tirages),
        "seuil": number(context.params.confidentialite.seuil),
        "impaye_mois": _short(seuils.impaye_mois),
        "isolement": number(seuils.isolement_lsns6),
        "solitude": number(seuils.solitude_ucla3),
        "bien_etre": number(seuils.bien_etre_who5),
        **({"titres": dict(titles)} if titles else {}),
        "prevus": _groups(results, PREVUS),
        "recus": _groups(results, RECUS),
        "inclus": _groups(results, INCLUS),
        "principal": {
            "libelle": primary.label,
            "accompagnes": unit.value(e.valeur_accompagnes),
            "temoins": unit.value(e.valeur_temoins),
            "ecart": estimate_text(e),
            "intervalle": interval_text(e),
            "p": p_text(e.p_valeur),
            "n_accompagnes": number(e.n_accompagnes),
            "n_temoins": number(e.n_temoins),
        },
    }


def cover(context: ReportContext) -> dict[str, str]:
    """What the parameters say of the documents' cover: title, author, funder, date; « non renseigné » where nothing."""
    rapport = context.params.rapport
    words = {"titre": rapport.titre, "auteur": rapport.auteur, "financeur": rapport.financeur}
    shown = {name: text.strip() or NOT_DECLARED for name, text in words.items()}
    return shown | {"date": long_date(rapport.date.get(context.nom, context.gel))}


def as_yaml(tree: Mapping[str, str | Mapping[str, str]]) -> str:
    """Return the tree as YAML: every text double-quoted, so that no colon, accent or sign is read as something else."""
    lines: list[str] = []
    for key, value in tree.items():
        if isinstance(value, str):
            lines.append(f"{key}: {_quoted(value)}")
        else:
            lines.append(f"{key}:")
            lines += [f"  {name}: {_quoted(text)}" for name, text in value.items()]
    return "\n".join(lines) + "\n"


def _groups(results: EditionResults, step: Step) -> dict[str, str]:
    counts = {g: count_of(results.flux, step, g) for g in ("accompagne", "temoin")}
    known = [n for n in counts.values() if n is not None]
    return {
        "accompagnes": number(counts["accompagne"]),
        "temoins": number(counts["temoin"]),
        "total": number(sum(known) if len(known) == 2 else None),
    }


def _short(value: float) -> str:
    text = number(value, 2)
    return text.rstrip("0").rstrip(",") if "," in text else text


def _quoted(text: str) -> str:
    return '"' + text.replace("\\", "\\\\").replace('"', '\\"') + '"'
