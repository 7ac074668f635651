"""What the command line does that is no DVC stage: panels, blind mode, lock, deliverables, the chain in one process."""

import pipeline.stages  # noqa: F401  # first of all: it holds NumPy to one thread
