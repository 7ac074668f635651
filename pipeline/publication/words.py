"""Words that the public page, workbook and documents share: what it is, the state of the publication."""

from __future__ import annotations

SUBTITLE = "Évaluation comparée de deux groupes de ménages"
PROJECT = "Projet, non publié"
RELEASED = "Publié : qui, quand et après quel contrôle sont dans publication.yaml"
