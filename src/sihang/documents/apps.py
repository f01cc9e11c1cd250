"""Documents as a part of the Django project."""

from typing import Any

from django.apps import AppConfig
from django.core.checks import Error, register
from django.core.exceptions import ImproperlyConfigured


class DocumentsConfig(AppConfig):
    name = "sihang.documents"
    label = "documents"

    def ready(self) -> None:
        register(scanner_is_said)


def scanner_is_said(**_: Any) -> list[Error]:
    """Stop the start where nobody said whether uploads are scanned."""
    from sihang.documents.scanner import check_setting

    try:
        check_setting()
    except (ImproperlyConfigured, AttributeError) as error:
        return [Error(str(error), id="documents.E001")]
    return []
