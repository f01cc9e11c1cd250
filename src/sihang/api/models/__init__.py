"""What the API itself keeps."""

from sihang.api.models.kept_answer import KeptAnswer

__all__ = ["KeptAnswer"]
