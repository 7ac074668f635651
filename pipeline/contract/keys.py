"""What names a row of a table that comes out: the columns that `chiffres.csv` writes as `column=value;…`."""

from __future__ import annotations

from collections.abc import Mapping

_INDICATOR = ("indicateur", "vague")

KEYS: Mapping[str, tuple[str, ...]] = {
    "estimations": (*_INDICATOR, "methode", "mesure"),
    "sensibilite": ("analyse", "variante", *_INDICATOR, "methode", "mesure"),
    "comparabilite": ("variable", "modalite"),
    "equilibre": ("variable",),
    "survie": ("groupe", "mois"),
    "incidences": ("groupe", "cause", "mois"),
    "trajectoires": ("groupe", "mois"),
    "evolutions": ("indicateur", "groupe", "vague"),
    "flux": ("groupe", "vague", "etape", "motif"),
    "acceptabilite": (),  # a row is its threshold, which is printed too
    "mise_en_oeuvre": ("domaine", "ligne"),
    "dose_resultats": (*_INDICATOR, "classe", "mesure"),
    "aides": ("groupe", "aide"),
    "couts": ("poste",),
    "couts_semestres": ("poste", "semestre"),
    "couts_ratios": ("mesure",),
    "couts_sensibilite": ("parametre",),
    "cooperative": ("mesure", "population", "vague"),
    "couverture": ("dimension", "modalite"),
    "loyers": ("region",),
    "taux_effort": ("groupe", "vague", "mesure"),
    "repartition_etats": ("ensemble", "mois", "etat"),
    "transitions": ("groupe", "de", "vers"),
    "mois_par_etat": ("etat",),
    "types": ("type",),
    "types_nombre": ("nombre",),
    "populations": ("population", "mesure", "vague"),
    "premier_impaye": ("groupe", "mois"),
    "manquants_motifs": (*_INDICATOR, "groupe", "motif"),
    "constats": ("regle", "table", "fichier", "colonne"),
    "calibration": ("indicateur", "methode", "mesure", "effet"),
}
