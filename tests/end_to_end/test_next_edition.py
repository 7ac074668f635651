"""From one edition to the next: the report and a sender's page say what has changed since the archive that is named."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest
from support.command import Outcome
from support.small_results import FINDING, write_results

SOURCE = Path(__file__).parents[1] / "deliveries" / "propre" / "livraison"


@pytest.mark.slow
def test_an_archive_that_the_parameters_name_is_compared_with(
    tmp_path: Path, evaluation: Callable[..., Outcome]
) -> None:
    solved = {**FINDING, "expediteur": "Livraison", "fichier": "menages/menages.csv"}
    write_results(tmp_path / "avant", edition="parcours", findings=(solved,))
    out = evaluation("archiver", "parcours", "--depuis", tmp_path / "avant", "--vers", tmp_path / "archives")
    archive = Path(out.printed.strip())
    params = tmp_path / "params.yaml"
    params.write_text(
        "plan: {tirages: 99, reechantillonnages: 99}\n"
        f"rapport: {{moteur: pandoc, archives_precedentes: {{finale: '{archive}'}}}}\n",
        encoding="utf-8",
    )
    asked = ("--source", SOURCE, "--sortie", tmp_path / "sortie", "--edition", "finale", "--params", params)
    out = evaluation("executer", *asked)
    assert out.status == 0, out.printed
    reports = tmp_path / "sortie" / "reports"
    text = (reports / "finale/textes/changements.md").read_text(encoding="utf-8").replace("\u00a0", " ")
    assert "édition « analyse des parcours », archivée le" in text
    assert "Les fichiers reçus ne sont plus les mêmes" in text
    sent = (reports / "validation/expediteur-livraison.html").read_text(encoding="utf-8").replace("\u00a0", " ")
    assert "1 point réglé" in sent
    changed = evaluation("comparer", archive, tmp_path / "sortie")
    assert changed.status == 1

    page = archive / "reports/parcours/rapport.html"
    page.chmod(0o600)
    page.write_text("autre", encoding="utf-8")
    refused = evaluation("executer", *asked)
    assert refused.status == 2
    assert "n’est plus celui de l’archive" in refused.printed
