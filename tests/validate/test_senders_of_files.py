"""The sender of a file, from its name."""

from __future__ import annotations

import pandas as pd
import pytest

from pipeline.validate.senders import sender_of, senders_of


@pytest.mark.parametrize(
    ("path", "sender"),
    [
        ("menages/habitat_62_59_menages.csv", "Habitat 62/59 Picardie"),
        ("suivi_locatif/habitat_du_nord_suivi_locatif.xlsx", "Habitat du Nord"),
        ("suivi_locatif/habitat_du_nord_suivi_locatif_2015.xlsx", "Habitat du Nord"),
        ("evenements/HDN - événements v2.csv", "Habitat du Nord"),
        ("menages/toit_et_joie_menages.tsv", "Toit et Joie"),
        ("menages/P&L ménages.csv", "Pierres et Lumières"),
        ("menages/Ménages Logis Transports.csv", "Logis Transports"),
        ("entretiens/bureau_etudes_entretiens.xlsx", "Bureau d’études"),
        ("entretiens/bureau_d_etudes_entretiens_2016.xlsx", "Bureau d’études"),
        ("entretiens/bureau_urbain_entretiens.xlsx", "Bureau urbain"),
        ("accompagnement/cellule_veille_accompagnement.csv", "Cellule de veille"),
        ("couts/habitat_reuni_couts.csv", "Habitat Réuni"),
        ("couts/federation_couts.csv", "Fédération"),
        ("accompagnement/aurore_veille.csv", "Aurore veille"),
        ("menages/menages.csv", "Livraison"),
        ("couts.csv", "Livraison"),
        ("suivi_locatif/Suivi locatif 2015.csv", "Livraison"),
        ("menages/me\u0301nages.csv", "Livraison"),  # accents as macOS writes them
        (None, "Livraison"),
        ("note de présentation", "Note de présentation"),
    ],
)
def test_from_the_file_name(path: str | None, sender: str) -> None:
    assert sender_of(path, {}) == sender


def test_a_declared_sender_wins_by_path_or_by_name() -> None:
    names = {"menages/nord*": "Habitat du Nord", "*.xlsx": "Bureau d’études"}
    assert sender_of("menages/nord.csv", names) == "Habitat du Nord"
    assert sender_of("autre/nord.csv", names) == "Nord"
    assert sender_of("entretiens/x.xlsx", names) == "Bureau d’études"


def test_of_a_series() -> None:
    found = senders_of(pd.Series(["menages/hdn.csv", None, "menages/hdn.csv"], dtype="str"), {})
    assert found.tolist() == ["Habitat du Nord", "Livraison", "Habitat du Nord"]
