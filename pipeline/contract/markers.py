"""What a delivery may hold that is no data and is expected: our marker, our templates' sheets, our lists."""

from __future__ import annotations

# Written into synthetic deliveries; a real delivery never holds it.
SYNTHETIC_MARKER = "SYNTHETIQUE"

# The sheets that `evaluation modele` adds to the one to fill: passed over without a word.
TEMPLATE_GUIDE, TEMPLATE_LISTS = "Mode d’emploi", "Listes du modèle"
TEMPLATE_SHEETS = (TEMPLATE_GUIDE, TEMPLATE_LISTS)

# The warnings that the evaluator has accepted, beside the tables or in `plan/`.
ACCEPTED_WARNINGS = "constats-acceptes.csv"

# The evaluator's corrections, with the delivery.
CORRECTIONS = "corrections.csv"
