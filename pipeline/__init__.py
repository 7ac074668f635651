"""Reproducible pipeline of the independent evaluation of the « Veille sociale » experiment."""
