"""TIDieR (Hoffmann et al., 2014, BMJ 348:g1687): the twelve items by which an intervention is described."""

from __future__ import annotations

# Item → its title; the order is the checklist's, whose numbers are 1 to 12.
TIDIER: dict[str, str] = {
    "nom": "Nom",
    "pourquoi": "Pourquoi",
    "materiel": "Quoi : matériel",
    "procedures": "Quoi : procédures",
    "intervenants": "Par qui",
    "comment": "Comment",
    "lieux": "Où",
    "doses": "Quand et combien",
    "adaptation": "Adaptation",
    "modifications": "Modifications",
    "fidelite_prevue": "Fidélité prévue",
    "fidelite_constatee": "Fidélité constatée",
}
# What the deliveries, or the report itself, say of an item: the evaluator has nothing to declare there.
COUNTED_PLAN = frozenset({"doses"})
COUNTED = frozenset({"materiel", "procedures", "intervenants", "lieux", "doses", "fidelite_constatee"})
