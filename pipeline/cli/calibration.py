"""`evaluation calibrer`: simulated studies that measure how each method of the plan behaves with so few households."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer


def calibrer(
    params: Annotated[
        Path | None,
        typer.Option("--params", metavar="FICHIER", help="Fichier de paramètres (défaut : ceux du programme)."),
    ] = None,
    sortie: Annotated[
        Path | None,
        typer.Option(
            "--sortie", metavar="DOSSIER", help="Où écrire (défaut : calibration, à côté du fichier de paramètres)."
        ),
    ] = None,
    etudes: Annotated[
        int | None, typer.Option("--etudes", metavar="NOMBRE", min=100, help="Études simulées sans effet.")
    ] = None,
    etudes_effet: Annotated[
        int | None, typer.Option("--etudes-effet", metavar="NOMBRE", min=100, help="Études simulées par effet.")
    ] = None,
    etudes_menace: Annotated[
        int | None,
        typer.Option("--etudes-menace", metavar="NOMBRE", min=0, help="Études simulées par menace ; 0 : aucune."),
    ] = None,
    ouvriers: Annotated[
        int | None,
        typer.Option("--ouvriers", metavar="NOMBRE", min=0, help="Processus de calcul ; 0 : autant que de cœurs."),
    ] = None,
    moteur: Annotated[
        str | None, typer.Option("--moteur", metavar="local|dask", help="Cette machine, ou un ordonnanceur Dask.")
    ] = None,
    ordonnanceur: Annotated[
        str | None, typer.Option("--ordonnanceur", metavar="ADRESSE", help="Adresse de l’ordonnanceur Dask.")
    ] = None,
) -> None:
    """Simule des milliers d’études, sans effet, avec effets, puis menacées, et mesure ce que chaque méthode en conclut.

    Long : des dizaines de minutes. Interrompu, il reprend où il en était ; les nombres ne dépendent pas des ouvriers.
    """
    from pipeline.commands.calibration import calibrate

    given = {
        "etudes": etudes,
        "etudes_effet": etudes_effet,
        "etudes_menace": etudes_menace,
        "ouvriers": ouvriers,
        "moteur": moteur,
        "ordonnanceur": ordonnanceur,
    }
    calibrate(params, sortie, {name: value for name, value in given.items() if value is not None})
