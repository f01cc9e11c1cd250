"""The check-ups that were kept."""

from sihang.checkup.models.check_up import CheckUp

__all__ = ["CheckUp"]
