"""What can go wrong, said to an evaluator: in French, without traceback, with an exit status."""

from __future__ import annotations

import errno

_REASONS = {
    errno.ENOENT: "introuvable",
    errno.EACCES: "accès refusé",
    errno.EPERM: "accès refusé",
    errno.ENOSPC: "le disque est plein",
    errno.EDQUOT: "l’espace alloué est épuisé",
    errno.EFBIG: "le fichier dépasse la taille permise",
    errno.EROFS: "le disque est en lecture seule",
    errno.EISDIR: "c’est un dossier",
    errno.ENOTDIR: "ce n’est pas un dossier",
    errno.EEXIST: "existe déjà",
    errno.ENOTEMPTY: "le dossier n’est pas vide",
    errno.ENAMETOOLONG: "le nom est trop long",
    errno.ELOOP: "les liens tournent en rond",
    errno.EMFILE: "trop de fichiers ouverts",
    errno.EIO: "erreur du disque",
    errno.EBUSY: "le fichier est occupé",
    errno.ENOEXEC: "ce n’est pas un programme",
}


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


class PlanChangedError(PipelineError):
    """The plan in force is not the one that was locked: exit status 1."""

    exit_status = 1


def reason(error: OSError) -> str:
    """Return in French why the system refused a file; the system's own words follow its language, not the reader's."""
    return _REASONS.get(error.errno or 0, "erreur du système")
