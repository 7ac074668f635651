"""One short file a DVC stage: read, call one function, write."""

import os

# Before NumPy is loaded: the products are small, and one thread sums in one order, so the same bytes come out.
os.environ.setdefault("OPENBLAS_NUM_THREADS", "1")
