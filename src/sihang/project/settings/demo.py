"""`make run`: on this machine only, with fictitious people whose sign-in takes one click."""

import os
from pathlib import Path

from sihang.project.settings.base import *  # noqa: F403 - settings are one namespace
from sihang.project.settings.database import sqlite

DATA = Path(os.environ.get("SIHANG_DATA", ".data"))
DATABASES = {"default": sqlite(DATA / "demo.sqlite3")}

SECOND_FACTOR_REQUIRED = False
DEMO_SIGN_INS = True
DOCUMENTS_ROOT = DATA / "documents"
DOCUMENTS_SCANNER = "none, and every upload page says so"
EMAIL_BACKEND = "django.core.mail.backends.filebased.EmailBackend"  # the demonstration writes to nobody
EMAIL_FILE_PATH = DATA / "mail"
SECRET_KEY = "for the demonstration only: whoever reads this could sign in anyway"  # noqa: S105 # nosec B105
ALLOWED_HOSTS = ["127.0.0.1", "localhost", "[::1]"]
WHITENOISE_USE_FINDERS = True
WHITENOISE_AUTOREFRESH = True
MFA_WEBAUTHN_ALLOW_INSECURE_ORIGIN = True  # http://localhost has no certificate
