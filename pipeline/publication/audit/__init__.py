"""The auditor of publications: finished folders in, what they disclose out; it knows nothing of how they were made."""

from pipeline.publication.audit.finding import DisclosureFinding, Leak
from pipeline.publication.audit.folders import audit_folders

__all__ = ["DisclosureFinding", "Leak", "audit_folders"]
