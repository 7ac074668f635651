"""Estimates → figures, tables, sentences, and the documents made of them."""
