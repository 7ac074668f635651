"""Where the synthetic households live: the pilot sites of the project note, by landlord and region."""

from __future__ import annotations

# Table 2 of the note, in the spelling of `data/raw/reference/sites_pilotes.csv`.
SITES: dict[tuple[str, str], tuple[str, ...]] = {
    ("habitat_62_59_picardie", "nord_pas_de_calais"): (
        "Béthune",
        "Auchel",
        "Marles les Mines",
        "Harnes",
        "Courcelles les Lens",
    ),
    ("habitat_du_nord", "nord_pas_de_calais"): (
        "Harnes",
        "St Pol sur Mer",
        "Maubeuge",
        "Ronchin",
        "Armentières",
        "Hautmont",
        "Lomme",
        "Faches-Thumesnil",
    ),
    ("essonne_habitat", "ile_de_france"): ("Ris-Orangis", "Sainte Geneviève des Bois", "Evry", "Corbeil"),
    ("pierres_et_lumieres", "ile_de_france"): ("Sartrouville", "Saint Cyr l'Ecole", "Pierrefitte", "Villeneuve le Roi"),
    ("logis_transports", "ile_de_france"): ("Puteaux", "Bobigny", "Montreuil", "Saint-Denis", "Choisy le Roi"),
    ("toit_et_joie", "ile_de_france"): ("Paris Bréguet", "Clichy sous bois"),
    ("pierres_et_lumieres", "centre"): ("Orléans - la Source",),
}

# The letters that open a household's pseudonym tell its landlord.
PREFIXES = {
    "habitat_62_59_picardie": "HP",
    "habitat_du_nord": "HN",
    "toit_et_joie": "TJ",
    "essonne_habitat": "EH",
    "logis_transports": "LT",
    "pierres_et_lumieres": "PL",
}

# How often a profile is housed by each landlord and region: DALO is an Île-de-France matter, the women victims of
# violence are mostly welcomed at Orléans (Pierres et Lumières with AHU).
PLACES: dict[str, dict[tuple[str, str], float]] = {
    "situation_bloquee": {
        ("habitat_62_59_picardie", "nord_pas_de_calais"): 0.24,
        ("habitat_du_nord", "nord_pas_de_calais"): 0.24,
        ("essonne_habitat", "ile_de_france"): 0.22,
        ("toit_et_joie", "ile_de_france"): 0.10,
        ("logis_transports", "ile_de_france"): 0.10,
        ("pierres_et_lumieres", "centre"): 0.10,
    },
    "dalo": {
        ("toit_et_joie", "ile_de_france"): 0.28,
        ("essonne_habitat", "ile_de_france"): 0.28,
        ("logis_transports", "ile_de_france"): 0.28,
        ("pierres_et_lumieres", "ile_de_france"): 0.16,
    },
    "pdalpd": {
        ("habitat_62_59_picardie", "nord_pas_de_calais"): 0.30,
        ("habitat_du_nord", "nord_pas_de_calais"): 0.30,
        ("logis_transports", "ile_de_france"): 0.20,
        ("toit_et_joie", "ile_de_france"): 0.20,
    },
    "femme_victime_violences": {
        ("pierres_et_lumieres", "centre"): 0.70,
        ("habitat_du_nord", "nord_pas_de_calais"): 0.15,
        ("essonne_habitat", "ile_de_france"): 0.15,
    },
    "autre": {
        ("habitat_62_59_picardie", "nord_pas_de_calais"): 0.5,
        ("logis_transports", "ile_de_france"): 0.5,
    },
}
