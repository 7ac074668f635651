"""Simulated studies at the real design: what each method of the plan really does with so few households."""
