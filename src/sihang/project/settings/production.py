"""An office's own machine: everything that differs comes from the environment, and what is missing stops the start."""

import json
import os
from pathlib import Path

from django.core.exceptions import ImproperlyConfigured

from sihang.project.settings.base import *  # noqa: F403 - settings are one namespace
from sihang.project.settings.base import CONTENT_SECURITY_POLICY
from sihang.project.settings.database import from_address


def _needed(name: str, what: str) -> str:
    if not (value := os.environ.get(name, "")):
        raise ImproperlyConfigured(f"{name} is not set: {what}")
    return value


SECRET_KEY = _needed("SIHANG_SECRET_KEY", "50 random characters or more, kept secret")
ALLOWED_HOSTS = _needed("SIHANG_HOSTS", "the host names of the portal, separated by commas").split(",")
DATABASES = {"default": from_address(_needed("SIHANG_DATABASE", "postgresql://user:password@host:5432/name"))}
STATIC_ROOT = Path(_needed("SIHANG_STATIC", "a folder for collectstatic"))
DOCUMENTS_ROOT = Path(_needed("SIHANG_DOCUMENTS", "a folder that nothing serves, for what organisations hand in"))
DOCUMENTS_SCANNER = _needed(
    "SIHANG_SCANNER", "unix:/run/clamav/clamd.ctl, tcp:host:3310, or 'none, and every upload page says so'"
)
EMAIL_HOST = os.environ.get("SIHANG_MAIL_HOST", "localhost")
EMAIL_PORT = int(os.environ.get("SIHANG_MAIL_PORT", "25"))
EMAIL_HOST_USER = os.environ.get("SIHANG_MAIL_USER", "")
EMAIL_HOST_PASSWORD = os.environ.get("SIHANG_MAIL_PASSWORD", "")
EMAIL_USE_TLS = os.environ.get("SIHANG_MAIL_TLS", "") == "yes"
EMAIL_TIMEOUT = 20  # seconds
DEFAULT_FROM_EMAIL = os.environ.get("SIHANG_MAIL_FROM", "portal@localhost")
TRUSTED_PROXIES = [each.strip() for each in os.environ.get("SIHANG_PROXIES", "").split(",") if each.strip()]
JOURNAL_HASH = os.environ.get("SIHANG_JOURNAL_HASH", "sm3")

# `[{"provider_id": …, "name": …, "client_id": …, "secret": …, "settings": {"server_url": …}}]`
SOCIALACCOUNT_PROVIDERS = {"openid_connect": {"APPS": json.loads(os.environ.get("SIHANG_OPENID", "[]"))}}

STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.FileSystemStorage"},
    "staticfiles": {"BACKEND": "whitenoise.storage.CompressedManifestStaticFilesStorage"},
}

SECURE_SSL_REDIRECT = True
SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https")
SECURE_HSTS_SECONDS = 365 * 24 * 3600
SESSION_COOKIE_SECURE = True
CSRF_COOKIE_SECURE = True
CONTENT_SECURITY_POLICY["DIRECTIVES"]["upgrade-insecure-requests"] = True
