"""How the report was made: edition, freeze, fingerprints, and why the same input gives the same report."""

from __future__ import annotations

from pipeline.french import long_date, number
from pipeline.report.context import ReportContext
from pipeline.report.wording import no_break, paragraphs


def making_text(context: ReportContext) -> str:
    """Return edition, freeze, fingerprints, and the statement of determinism; never the day it was run."""
    return paragraphs(
        [
            f"{context.label} : données gelées au {long_date(context.gel)}, horizon de {context.horizon} mois. Rien "
            f"de daté après le gel n’est lu ; la date du rapport est {_date(context)}, non le jour où il a été "
            "produit.",
            f"Empreinte des données lues : `{context.empreinte_donnees}`." if context.empreinte_donnees else "",
            f"Les tirages au hasard partent de la graine {context.plan.graine} ; les p par permutation en comptent "
            f"{number(context.plan.tirages)}. Les mêmes données, le même code, les mêmes paramètres et les mêmes "
            "versions donnent le même rapport, à l’octet près.",
            "Aucun chiffre n’est écrit à la main : chacun est une ligne d’une table produite par la chaîne, jointe "
            "au rapport dans le dossier des tableaux.",
            "Les fichiers suivis contiennent des données pseudonymisées, non anonymes : ils ne sont pas diffusés "
            "avec ce rapport.",
        ]
    )


def _date(context: ReportContext) -> str:
    """Where the date on the cover comes from."""
    given = context.params.rapport.date.get(context.nom, context.gel) != context.gel
    return "celle que donnent les paramètres" if given else "celle du gel"


def code_sentence(code: str) -> str:
    """Return the sentence that names the fingerprint of the code, of the report's text and of the parameters."""
    return no_break(
        f"Empreinte du code, du texte du rapport et des paramètres : `{code}`. Deux rapports qui portent les mêmes "
        "empreintes ont été faits à partir des mêmes fichiers."
    )
