"""What can be wrong with a file, said in Chinese and in English."""

from sihang.values import ValueProblem


class FileError(ValueProblem):
    """A file that is not taken in, or cannot be read; says what the person can do instead."""
