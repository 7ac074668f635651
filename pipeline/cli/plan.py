"""`evaluation plan`: the analysis plan locked before outcomes are read, and compared with the one in force."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from pipeline.cli.french import FrenchCommand, FrenchGroup

plan_app = typer.Typer(
    cls=FrenchGroup,
    add_completion=False,
    rich_markup_mode=None,
    no_args_is_help=True,
    subcommand_metavar="COMMANDE [ARGUMENTS]",
    help="Le plan d’analyse : le verrouiller avant de lire les résultats, dire ce qui a changé depuis.",
)
_Params = Annotated[
    Path | None, typer.Option("--params", metavar="FICHIER", help="Fichier de paramètres (défaut : ceux du programme).")
]
_Lock = Annotated[
    Path | None,
    typer.Option(
        "--plan-verrouille",
        metavar="FICHIER",
        help="Plan verrouillé (défaut : plan/plan-verrouille.json à côté des paramètres).",
    ),
]


@plan_app.command("verrouiller", cls=FrenchCommand, short_help="Verrouille le plan d’analyse.")
def verrouiller_plan(
    params: _Params = None,
    plan_verrouille: _Lock = None,
    date: Annotated[
        str | None,
        typer.Option(
            "--date",
            metavar="AAAA-MM-JJ",
            help="Date déclarée du plan, écrite à côté du jour de l’ordinateur ; elle n’atteste rien.",
        ),
    ] = None,
    resultats: Annotated[
        Path | None,
        typer.Option(
            "--resultats",
            metavar="DOSSIER",
            help="Tables produites, où des résultats sont cherchés (défaut : data/processed à côté des paramètres).",
        ),
    ] = None,
    apres_lecture: Annotated[
        bool,
        typer.Option("--apres-lecture", help="Des résultats sont déjà connus, ici ou ailleurs ; le rapport le dira."),
    ] = False,
    remplacer: Annotated[
        bool, typer.Option("--remplacer", help="Remplace un verrou, dont la date et l’empreinte sont gardées.")
    ] = False,
    motif: Annotated[
        str, typer.Option("--motif", metavar="TEXTE", help="Une phrase sur les circonstances, que le rapport répète.")
    ] = "",
) -> None:
    """Écrit le jour, les gels, l’empreinte et tout ce qui décide d’un nombre du rapport, dans un fichier à enregistrer.

    Sections verrouillées : plan, seuils, editions, controles, couts, parcours.
    """
    from pipeline.commands.plan_lock import lock

    lock(
        params, plan_verrouille, resultats, date, after_reading=apres_lecture, replace=remplacer, motif=motif
    )  # fmt: skip


@plan_app.command("verifier", cls=FrenchCommand, short_help="Dit ce qui a changé depuis le verrou.")
def verifier_plan(
    params: _Params = None,
    plan_verrouille: _Lock = None,
    strict: Annotated[bool, typer.Option("--strict", help="Statut 2, au lieu de 1, si une clé a changé.")] = False,
) -> None:
    """Compare le plan en vigueur au plan verrouillé, clé par clé ; statut 1 si l’une a changé."""
    from pipeline.commands.plan_lock import check_plan

    check_plan(params, plan_verrouille, strict=strict)
