"""Sensitivity analyses: what the results become under other definitions, methods and assumptions."""
