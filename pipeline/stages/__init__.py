"""One short file a DVC stage: read, call one function, write."""

import logging
import os

# Before NumPy is loaded: the products are small, and one thread sums in one order, so the same bytes come out.
os.environ.setdefault("OPENBLAS_NUM_THREADS", "1")

# A home that cannot be written is no matter here: Matplotlib's line about it, in English, is left out.
logging.getLogger("matplotlib").addFilter(lambda record: record.levelno > logging.WARNING)
