"""A way to send mail that meets a server which knows no box."""

import smtplib

from django.core.mail.backends.base import BaseEmailBackend


class RefusingServer(BaseEmailBackend):
    def send_messages(self, messages):
        raise smtplib.SMTPRecipientsRefused({messages[0].to[0]: (550, b"no such box")})
