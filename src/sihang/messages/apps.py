"""Messages as a part of the Django project, under a label of their own: Django has an app `messages` too."""

from django.apps import AppConfig


class MessagesConfig(AppConfig):
    name = "sihang.messages"
    label = "outbox"
