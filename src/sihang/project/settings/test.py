"""For tests: SQLite in memory; tests/conftest.py may put a PostgreSQL in its place."""

from sihang.project.settings.base import *  # noqa: F403 - settings are one namespace
from sihang.project.settings.database import sqlite

SECRET_KEY = "for tests"  # noqa: S105 # nosec B105
ALLOWED_HOSTS = ["testserver", "localhost", "127.0.0.1"]
DATABASES = {"default": sqlite(":memory:")}
MIDDLEWARE = ["tests.builders.turns.one_at_a_time", *MIDDLEWARE]  # noqa: F405 - of base

DOCUMENTS_ROOT = "/nowhere"  # a test that keeps files says where
DOCUMENTS_SCANNER = "none, and every upload page says so"
SECOND_FACTOR_REQUIRED = False
DEMO_SIGN_INS = True  # the journeys sign in with a click, as a visitor of the demonstration does
PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]  # fast; nobody's password is here
WHITENOISE_USE_FINDERS = True
WHITENOISE_AUTOREFRESH = True
MFA_WEBAUTHN_ALLOW_INSECURE_ORIGIN = True
