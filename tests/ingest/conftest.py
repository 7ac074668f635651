"""The fixture of tiny deliveries, for this folder."""

from small_deliveries import read

__all__ = ["read"]
