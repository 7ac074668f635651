"""Reproducible pipeline of the independent evaluation of the « Veille sociale » experiment."""

import os

# NumPy's BLAS reads this once, when it loads. Its products are small here: two threads wait for each other longer than
# they compute (five times as long on a busy machine), and one thread keeps one order of summation.
os.environ.setdefault("OPENBLAS_NUM_THREADS", "1")
