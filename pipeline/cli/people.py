"""The commands for the rights of the people: `retirer` takes households out, `purger` all of them in the end."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

_Delivery = Annotated[Path, typer.Option("--livraison", metavar="DOSSIER", help="Dossier de la livraison.")]
_Outputs = Annotated[
    list[Path] | None,
    typer.Option("--sortie", metavar="DOSSIER", help="Résultats d’« executer » faits de cette livraison (répétable)."),
]
_Archives = Annotated[
    list[Path] | None,
    typer.Option("--archive", metavar="DOSSIER", help="Archive rangée ailleurs (répétable)."),
]
_Record = Annotated[Path, typer.Option("--registre", metavar="FICHIER", help="Registre à compléter.")]
_Motif = Annotated[str, typer.Option("--motif", metavar="TEXTE", help="Pourquoi ; écrit au registre, sans pseudonyme.")]
_Agreed = Annotated[bool, typer.Option("--oui", help="Ne demande pas de confirmation (pour un script).")]


def retirer(
    livraison: _Delivery,
    menages: Annotated[
        list[str] | None,
        typer.Argument(metavar="ID", help="Pseudonymes ; ils restent dans l’historique du terminal."),
    ] = None,
    fichier: Annotated[
        Path | None,
        typer.Option("--fichier", metavar="FICHIER", help="Les pseudonymes, un par ligne, plutôt que tapés."),
    ] = None,
    sortie: _Outputs = None,
    archive: _Archives = None,
    params: Annotated[
        Path | None,
        typer.Option("--params", metavar="FICHIER", help="Paramètres avec lesquels refaire les « --sortie »."),
    ] = None,
    motif: _Motif = "",
    registre: _Record = Path("registre.csv"),
    masquer: Annotated[
        bool, typer.Option("--masquer", help="Remplace les pseudonymes cités dans les lignes d’autres ménages.")
    ] = False,
    sans_relance: Annotated[bool, typer.Option("--sans-relance", help="Ne refait pas les résultats.")] = False,
    oui: _Agreed = False,
) -> None:
    """Retire des ménages de la livraison et de tout ce qui en a été fait, puis prouve qu’aucun fichier ne les nomme.

    Fichiers de la livraison, tables, rapports, cache DVC, dépôts distants de cette machine, archives, dossiers
    temporaires. Les autres lignes gardent leur numéro. Dit ce qui est hors d’atteinte ; n’affiche aucun pseudonyme.
    """
    from pipeline.commands.withdraw import Request, withdraw

    withdraw(
        Request(
            tuple(menages or ()), fichier, livraison, tuple(sortie or ()), tuple(archive or ()), params, registre,
            motif, masquer, not sans_relance, oui,
        )
    )  # fmt: skip


def purger(
    apres: Annotated[
        str,
        typer.Option("--apres", metavar="AAAA-MM-JJ", help="Jour annoncé aux personnes ; rien avant qu’il soit passé."),
    ],
    livraison: _Delivery,
    sortie: _Outputs = None,
    archive: _Archives = None,
    params: Annotated[
        Path | None, typer.Option("--params", metavar="FICHIER", help="Paramètres avec lesquels lire la livraison.")
    ] = None,
    motif: _Motif = "",
    registre: _Record = Path("registre.csv"),
    oui: _Agreed = False,
) -> None:
    """Efface, une fois le jour passé, toutes les données personnelles : livraison, tables, cache DVC, archives.

    Les documents et les tables agrégées restent. Prouve qu’aucun fichier ne nomme plus un ménage de la livraison.
    """
    from pipeline.commands.purge import Purge, purge

    purge(Purge(apres, livraison, tuple(sortie or ()), tuple(archive or ()), params, registre, motif, oui))


def registre(
    vers: Annotated[Path, typer.Option("--vers", metavar="DOSSIER", help="Où écrire les deux documents.")],
    params: Annotated[
        Path | None, typer.Option("--params", metavar="FICHIER", help="Paramètres d’où viennent les durées.")
    ] = None,
) -> None:
    """Prépare la fiche du registre (article 30 du RGPD) et un projet d’analyse d’impact, remplis à partir du contrat.

    Ce que la loi laisse au responsable de traitement y est marqué « À compléter », et listé à l’écran.
    """
    from pipeline.commands.register import write_register

    write_register(vers, params)
