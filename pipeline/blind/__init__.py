"""The blind mode: the groups are A and B, drawn from a sealed key, so that quality is judged before results are."""
