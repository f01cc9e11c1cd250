"""For tests: SQLite in memory, or the PostgreSQL that tests/conftest.py starts."""

import os

from sihang.project.settings.base import *  # noqa: F403 - settings are one namespace
from sihang.project.settings.database import from_address, sqlite

SECRET_KEY = "for tests"  # noqa: S105
ALLOWED_HOSTS = ["testserver", "localhost", "127.0.0.1"]
DATABASES = {"default": sqlite(":memory:")}
if os.environ.get("SIHANG_TEST_DATABASE") == "postgresql":
    DATABASES = {"default": from_address("postgresql://postgres@/postgres")}

DOCUMENTS_ROOT = "/nowhere"  # a test that keeps files says where
DOCUMENTS_SCANNER = "none, and every upload page says so"
DEMO_SIGN_INS = True  # the journeys sign in with a click, as a visitor of the demonstration does
PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]  # fast; nobody's password is here
WHITENOISE_USE_FINDERS = True
WHITENOISE_AUTOREFRESH = True
MFA_WEBAUTHN_ALLOW_INSECURE_ORIGIN = True
