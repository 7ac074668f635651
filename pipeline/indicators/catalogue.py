"""Which function computes which indicator of the contract. Adding one: a function, a line here, an entry there."""

from __future__ import annotations

from collections.abc import Callable

from pipeline.indicators import (
    accompagnement,
    bien_etre,
    evenements,
    impayes,
    insertion,
    maintien,
    paiement,
    reste_pour_vivre,
)
from pipeline.indicators.measured import Measured
from pipeline.indicators.observed.study import Study

Compute = Callable[[Study, str], Measured]

COMPUTE: dict[str, Compute] = {
    "maintien": maintien.maintien,
    "maintien_strict": maintien.maintien_strict,
    "procedure_max": maintien.procedure_max,
    "insertion": insertion.insertion,
    "impaye_solde": impayes.impaye_solde,
    "impaye_mois": impayes.impaye_mois,
    "impaye_2mois": impayes.impaye_2mois,
    "impaye_3mois": impayes.impaye_3mois,
    "impaye_12mois": impayes.impaye_12mois,
    "paiement_regulier": paiement.paiement_regulier,
    "taux_recouvrement": impayes.taux_recouvrement,
    "pente_impaye": impayes.pente_impaye,
    "taux_effort": impayes.taux_effort,
    "reste_pour_vivre": reste_pour_vivre.reste_pour_vivre,
    "lsns6": bien_etre.lsns6,
    "isole": bien_etre.isole,
    "ucla3": bien_etre.ucla3,
    "solitude": bien_etre.solitude,
    "who5": bien_etre.who5,
    "bien_etre_faible": bien_etre.bien_etre_faible,
    "membre_cooperative": bien_etre.membre_cooperative,
    "troubles": evenements.troubles,
    "droits_ouverts": evenements.droits_ouverts,
    "jours_accompagnement": accompagnement.jours_accompagnement,
}
