"""The console script `evaluation`: options and arguments in French; what they ask for is in `pipeline/commands/`."""

from pipeline.cli.application import main

__all__ = ["main"]
