"""The commands of a study that lasts: keep an edition, compare two, audit and release one."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer


def archiver(
    edition: Annotated[str, typer.Argument(metavar="EDITION", help="Édition à archiver.")],
    vers: Annotated[
        Path, typer.Option("--vers", metavar="DOSSIER", help="Où poser l’archive ; créé s’il n’existe pas.")
    ],
    depuis: Annotated[
        Path, typer.Option("--depuis", metavar="DOSSIER", help="Dossier de « --sortie », ou le dépôt (défaut).")
    ] = Path(),
    params: Annotated[
        Path | None,
        typer.Option(
            "--params", metavar="FICHIER", help="Paramètres de l’exécution (défaut : ceux gardés avec les résultats)."
        ),
    ] = None,
) -> None:
    """Copie une édition dans un dossier daté, en lecture seule : documents, tables, paramètres, verrou, empreintes.

    « manifeste-archive.json » y donne l’empreinte de chaque fichier. Une archive n’est jamais remplacée.
    """
    from pipeline.commands.archive import archive

    print(archive(edition, vers, depuis, params))


def comparer(
    a: Annotated[Path, typer.Argument(metavar="A", help="Archive, dossier de « --sortie » ou dépôt : avant.")],
    b: Annotated[Path, typer.Argument(metavar="B", help="Archive, dossier de « --sortie » ou dépôt : maintenant.")],
) -> None:
    """Dit ce qui diffère entre deux résultats : fichiers, paramètres, constats, énoncés, nombres.

    Statut de sortie : 0 rien ne diffère ; 1 quelque chose diffère ; 2 un dossier ne se lit pas.
    """
    from pipeline.commands.compare import compare_folders

    if compare_folders(a, b):
        raise typer.Exit(1)


def expliquer(
    code: Annotated[str, typer.Argument(metavar="CODE", help="Code d’un nombre imprimé, comme maintien-03.")],
    edition: Annotated[
        str, typer.Option("--edition", metavar="NOM", help="Édition (défaut : celle qui conclut, sinon la dernière).")
    ] = "",
    sortie: Annotated[
        Path, typer.Option("--sortie", metavar="DOSSIER", help="Dossier de « --sortie », archive ou dépôt (défaut).")
    ] = Path(),
) -> None:
    """Dit d’où vient un nombre : phrase, énoncé, ligne de table, ménages comptés, fichiers et lignes reçus.

    Aucun pseudonyme n’est imprimé ; les lignes sont celles de la livraison, qui est restreinte.
    """
    from pipeline.commands.explain import explain_number

    explain_number(code, edition, sortie)


def exporter(
    dossier: Annotated[Path, typer.Argument(metavar="DOSSIER", help="Où écrire les tables.")],
    depuis: Annotated[
        Path, typer.Option("--depuis", metavar="DOSSIER", help="Dossier de « --sortie », archive ou dépôt (défaut).")
    ] = Path(),
    format_: Annotated[str, typer.Option("--format", metavar="csv|xlsx|dta", help="Format des tables.")] = "csv",
    edition: Annotated[
        list[str] | None, typer.Option("--edition", metavar="NOM", help="Une édition (répétable ; défaut : toutes).")
    ] = None,
) -> None:
    """Écrit les tables pour d’autres programmes, avec « datapackage.json » (Frictionless) et un dictionnaire.

    CSV à virgule et point décimal, classeurs, ou Stata. Des lignes de ménages y sont : dossier restreint.
    """
    from pipeline.commands.export import export

    export(dossier, depuis, format_, tuple(edition or ()))


def divulgation(
    dossiers: Annotated[
        list[Path], typer.Argument(metavar="DOSSIER...", help="Dossiers finis : reports/*/publique, toutes éditions.")
    ],
) -> None:
    """Cherche, dans des dossiers prêts à publier, ce qui désignerait un ménage ; dit quoi et où, jamais la valeur.

    Lit « publication.csv » et les documents (HTML, PDF, DOCX, XLSX, SVG), toutes éditions ensemble.
    Statut de sortie : 0 rien ; 1 quelque chose est divulgué ; 2 un dossier ne se lit pas.
    """
    from pipeline.commands.disclosure import disclosure

    if disclosure(dossiers):
        raise typer.Exit(1)


def publier(
    edition: Annotated[str, typer.Argument(metavar="EDITION", help="Édition à publier.")],
    par: Annotated[str, typer.Option("--par", metavar="NOM", help="Qui publie : nom et fonction.")],
    depuis: Annotated[
        Path, typer.Option("--depuis", metavar="DOSSIER", help="Dossier de « --sortie », ou le dépôt (défaut).")
    ] = Path(),
    params: Annotated[
        Path | None,
        typer.Option("--params", metavar="FICHIER", help="Paramètres de l’exécution (défaut : ceux de ce dossier)."),
    ] = None,
) -> None:
    """Contrôle le dossier public d’une édition ; si rien n’y désigne un ménage, écrit l’acte de publication.

    L’acte (plan/publication-EDITION.yaml) dit qui, quand, après quel contrôle, et l’empreinte de chaque fichier. Les
    documents publics ne disent plus alors « projet, non publié ». Statut 1 quand le contrôle trouve quelque chose.
    """
    from pipeline.commands.publish import release

    release(edition, par, depuis, params)
