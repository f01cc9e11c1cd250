"""A file to take away as an answer."""

from typing import Final

from django.http import HttpResponse
from django.utils.http import content_disposition_header

CSV: Final = "text/csv; charset=utf-8"
JSON: Final = "application/json"
XLSX: Final = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


def file_answer(content: bytes, media_type: str, name: str) -> HttpResponse:
    """Never shown inside the portal; `name` may be Chinese."""
    headers = {"Content-Disposition": content_disposition_header(True, name)}
    return HttpResponse(content, content_type=media_type, headers=headers)
