"""The console script `evaluation`: the stages of `dvc.yaml` on any delivery, and a few helps for the evaluator."""

from __future__ import annotations

import atexit
import datetime as dt
import gc
import sys
from pathlib import Path
from typing import Annotated

import typer
from typer.exceptions import TyperException

from pipeline.beside import lighten
from pipeline.cli.calibration import calibrer
from pipeline.cli.editions import archiver, comparer, divulgation, expliquer, exporter, publier
from pipeline.cli.french import FrenchCommand, FrenchGroup, usage_message
from pipeline.cli.people import purger, registre, retirer
from pipeline.cli.plan import plan_app
from pipeline.report.processes import warm_up
from pipeline.stages.guard import guarded
from pipeline.validate.apart import suites_apart

app = typer.Typer(
    cls=FrenchGroup,
    add_completion=False,
    rich_markup_mode=None,
    no_args_is_help=True,
    subcommand_metavar="COMMANDE [ARGUMENTS]",
    pretty_exceptions_enable=False,
    help="Évaluation de la « Veille sociale » : des fichiers de suivi au rapport. "
    "Statut de sortie : 0 fait ; 1 données inaptes (constats bloquants) ; 2 usage ou paramètres.",
)
_Params = Annotated[
    Path | None, typer.Option("--params", metavar="FICHIER", help="Fichier de paramètres (défaut : ceux du programme).")
]


@app.command(cls=FrenchCommand, short_help="Lit et contrôle une livraison.")
def verifier(
    dossier: Annotated[Path, typer.Argument(metavar="DOSSIER", help="Dossier de la livraison.")],
    sortie: Annotated[
        Path | None,
        typer.Option("--sortie", metavar="DOSSIER", help="Où écrire les rejets et les pages par expéditeur."),
    ] = None,
    params: _Params = None,
    corrections: Annotated[
        bool,
        typer.Option(
            "--corrections", help="Prépare « corrections.csv » dans la livraison : les cellules rejetées, à compléter."
        ),
    ] = False,
) -> None:
    """Lit et contrôle une livraison ; dit ce qui ne va pas, expéditeur par expéditeur."""
    with suites_apart() as apart:  # before all else: its library is slow to import
        from pipeline.commands.verify import verify

        verify(dossier, sortie, params, with_corrections=corrections, apart=apart)


@app.command(cls=FrenchCommand, short_help="Toute la chaîne, jusqu’aux rapports.")
def executer(
    source: Annotated[Path, typer.Option("--source", metavar="DOSSIER", help="Dossier de la livraison.")],
    sortie: Annotated[Path, typer.Option("--sortie", metavar="DOSSIER", help="Où écrire ; créé s’il n’existe pas.")],
    edition: Annotated[
        list[str] | None, typer.Option("--edition", metavar="NOM", help="Une édition (répétable ; défaut : toutes).")
    ] = None,
    params: _Params = None,
    sans_rapport: Annotated[
        bool, typer.Option("--sans-rapport", help="S’arrête aux tables, sans figures ni documents.")
    ] = False,
    plan_verrouille: Annotated[
        Path | None,
        typer.Option(
            "--plan-verrouille",
            metavar="FICHIER",
            help="Plan verrouillé à comparer (défaut : plan/plan-verrouille.json à côté des paramètres).",
        ),
    ] = None,
    cle_aveugle: Annotated[
        Path | None,
        typer.Option(
            "--cle-aveugle",
            metavar="FICHIER",
            help="Clé du mode aveugle (défaut : cle-aveugle à côté des paramètres ; tirée si absente).",
        ),
    ] = None,
) -> None:
    """Toute la chaîne sur une livraison : tables, contrôles, indicateurs, estimations, rapports."""
    # The suites and the results, in processes of their own, both need it.
    with suites_apart(None if sans_rapport else warm_up("scipy.stats")) as apart:
        from pipeline.commands.chain import execute

        execute(
            source,
            sortie,
            edition or [],
            params,
            with_report=not sans_rapport,
            lock_file=plan_verrouille,
            key_file=cle_aveugle,
            apart=apart,
        )


@app.command(cls=FrenchCommand, short_help="« dvc repro », dans le dépôt, en français.")
def reproduire(
    etapes: Annotated[
        list[str] | None, typer.Argument(metavar="[ÉTAPE]...", help="Étapes de dvc.yaml (défaut : toutes).")
    ] = None,
) -> None:
    """Exécute « dvc repro » : les étapes de dvc.yaml qui ont à l’être, sur la livraison de params.yaml."""
    from pipeline.commands.reproduce import reproduce

    reproduce(etapes or [])


@app.command(cls=FrenchCommand, short_help="Écrit les classeurs vides à remplir.")
def modele(
    dossier: Annotated[Path, typer.Argument(metavar="DOSSIER", help="Où écrire les classeurs.")],
    menages: Annotated[
        Path | None,
        typer.Option("--menages", metavar="FICHIER", help="Ménages à écrire d’avance (panels.csv, table des ménages)."),
    ] = None,
    params: _Params = None,
) -> None:
    """Écrit un classeur par table, avec listes déroulantes et mode d’emploi, à remplir par les bailleurs.

    Avec --menages, les pseudonymes, les mois et les entretiens attendus y sont déjà.
    """
    from pipeline.commands.deliverables import templates

    templates(dossier, menages, params)


@app.command(cls=FrenchCommand, short_help="Ce qui est attendu, en retard, manquant, par expéditeur.")
def calendrier(
    dossier: Annotated[Path, typer.Argument(metavar="DOSSIER", help="Dossier de la livraison la plus récente.")],
    sortie: Annotated[
        Path | None,
        typer.Option("--sortie", metavar="DOSSIER", help="Où écrire la page et un classeur par expéditeur."),
    ] = None,
    au: Annotated[
        dt.datetime | None,
        typer.Option("--au", metavar="AAAA-MM-JJ", formats=["%Y-%m-%d"], help="Jour considéré (défaut : aujourd’hui)."),
    ] = None,
    edition: Annotated[
        str, typer.Option("--edition", metavar="NOM", help="Édition dont le gel compte (défaut : la prochaine).")
    ] = "",
    params: _Params = None,
) -> None:
    """Dit quels entretiens sont à faire ou en retard, et quels mois de suivi locatif manqueront au prochain gel."""
    from pipeline.commands.calendar import calendar

    calendar(dossier, sortie, au.date() if au else None, edition, params)


@app.command(cls=FrenchCommand, short_help="Écrit la livraison synthétique.")
def demonstration(
    dossier: Annotated[Path, typer.Argument(metavar="DOSSIER", help="Où écrire la livraison synthétique.")],
    params: _Params = None,
) -> None:
    """Écrit la livraison de démonstration, entièrement synthétique, à partir de ses effets vrais."""
    from pipeline.commands.deliverables import demonstration_delivery

    demonstration_delivery(dossier, params)


@app.command(cls=FrenchCommand, short_help="Choisit les deux panels.")
def panels(
    fichier: Annotated[
        Path,
        typer.Argument(metavar="FICHIER", help="Candidats (CSV, XLSX ou Parquet), aux colonnes de « menages »."),
    ],
    sortie: Annotated[Path, typer.Option("--sortie", metavar="DOSSIER", help="Où écrire le choix et sa trace.")],
    effectif: Annotated[int, typer.Option("--effectif", min=1, max=200, help="Ménages par panel.")] = 25,
    reserve: Annotated[int, typer.Option("--reserve", min=0, max=200, help="Paires de réserve.")] = 5,
    caliper: Annotated[
        float, typer.Option("--caliper", min=0.01, help="Écart admis du logit du score de propension, en écarts-types.")
    ] = 0.2,
) -> None:
    """Choisit les deux panels parmi des candidats : « accompagne » entre dans le dispositif, « temoin » non.

    Strates par profil et région, appariement optimal, réserves, équilibre avant et après, trace pour rejouer le choix.
    """
    from pipeline.commands.panels import choose
    from pipeline.scheme.panels import Settings

    choose(fichier, sortie, Settings(effectif, reserve, caliper))


@app.command(cls=FrenchCommand, short_help="Dit où sont les rapports.")
def rapports(
    dossier: Annotated[Path, typer.Argument(metavar="DOSSIER", help="Dossier des rapports.")] = Path("reports"),
) -> None:
    """Dit où sont les rapports déjà faits et les pages à renvoyer aux expéditeurs."""
    from pipeline.commands.deliverables import list_reports

    list_reports(dossier)


@app.command(cls=FrenchCommand, short_help="Montre le rapport en cours d’écriture.")
def apercu(
    edition: Annotated[
        str, typer.Argument(metavar="EDITION", help="Édition dont les chiffres servent à l’aperçu.")
    ] = "finale",
    document: Annotated[
        str, typer.Option("--document", metavar="NOM", help="synthese, rapport ou annexe.", show_default=True)
    ] = "rapport",
) -> None:
    """Pose les éléments d’une édition à côté des sources, pour « quarto preview reports/rapport.qmd ».

    Sans Quarto, le moteur embarqué met en forme le HTML d’un document, et l’ouvre.
    """
    from pipeline.commands.deliverables import preview

    preview(edition, document)


@app.command(cls=FrenchCommand, short_help="Dit ce qui est installé.")
def docteur() -> None:
    """Dit ce qui est installé : versions, moteur de rendu, polices, réglages de confidentialité."""
    from pipeline.commands.doctor import report

    typer.echo(report())


# After the commands of every delivery, those of a study that lasts.
app.command(cls=FrenchCommand, short_help="Garde une édition, en lecture seule.")(archiver)
app.command(cls=FrenchCommand, short_help="Dit ce qui diffère entre deux résultats.")(comparer)
app.command(cls=FrenchCommand, short_help="Dit d’où vient un nombre imprimé.")(expliquer)
app.command(cls=FrenchCommand, short_help="Écrit les tables pour d’autres programmes.")(exporter)
app.command(cls=FrenchCommand, short_help="Cherche ce qu’une publication divulgue.")(divulgation)
app.command(cls=FrenchCommand, short_help="Contrôle et publie une édition.")(publier)
app.command(cls=FrenchCommand, short_help="Prépare la fiche RGPD et l’analyse d’impact.")(registre)
app.command(cls=FrenchCommand, short_help="Retire des ménages, partout, et le prouve.")(retirer)
app.command(cls=FrenchCommand, short_help="Efface toutes les données personnelles, à terme.")(purger)
app.command(cls=FrenchCommand, short_help="Mesure les méthodes sur des études simulées.")(calibrer)
app.add_typer(plan_app, name="plan", short_help="Verrouille le plan d’analyse, dit ce qui a changé.")


def main() -> None:
    """Entry point: exit status 0, 1 or 2, messages in French, never a traceback."""
    lighten()
    # Leaving does not look for cycles either, the memory being given back as a whole.
    atexit.register(gc.freeze)
    status = 0

    def command() -> None:
        nonlocal status
        try:
            # With standalone_mode off Typer hands back a command's exit code (of --help, say) instead of leaving.
            status = app(prog_name="evaluation", standalone_mode=False) or 0
        except TyperException as error:
            no_arguments = type(error).__name__ == "NoArgsIsHelpError"
            print(error.message if no_arguments else usage_message(error), file=sys.stderr)
            status = 2

    sys.exit(guarded(command) or status)
