"""The words of the check-up. Pure."""

from sihang.rulebook.errors import Words

ACT_WORDS = {"check_up.kept": Words("留存政策体检", "Check-up kept")}
"""What is recorded in the journal, in words."""
