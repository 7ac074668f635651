"""Why a file cannot be read: raised by the readers of each format, told as a blocking finding."""

from __future__ import annotations


class NoHeaderError(Exception):
    """No row names the table's columns."""


class RefusedFileError(Exception):
    """The file is of no format of the contract, damaged, or hostile; the message is the French reason."""


class TooLargeError(RefusedFileError):
    """The file, or what it unpacks to, is above the limit of the parameters."""
