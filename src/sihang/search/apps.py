"""Search as a part of the Django project."""

from django.apps import AppConfig


class SearchConfig(AppConfig):
    name = "sihang.search"
    label = "search"
