"""Along which paths households went: monthly states, transitions, typical pathways; the two populations apart."""
