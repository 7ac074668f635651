"""What can go wrong, said to an evaluator: in French, without traceback, with an exit status."""

from __future__ import annotations


class PipelineError(Exception):
    """Base of every error that is shown to the evaluator as a message, never as a traceback.

    `message` is a French sentence: where, what was found, what is allowed, what to do.
    It must never repeat a pseudonym or a value of a household (a log line is public).
    """

    exit_status = 2

    def __init__(self, message: str) -> None:
        super().__init__(message)
        self.message = message


class UsageError(PipelineError):
    """Wrong usage, wrong parameter, missing program, unreadable folder, full disk: exit status 2."""


class ParameterError(UsageError):
    """`params.yaml` (or another parameter file) cannot be read or holds a value that is not allowed."""


class RenderError(UsageError):
    """Quarto, pandoc or typst failed; the message carries the program's own words."""


class UnfitDataError(PipelineError):
    """The delivery has blocking findings: exit status 1. The findings are already written."""

    exit_status = 1
