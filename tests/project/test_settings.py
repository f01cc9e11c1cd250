"""What must never be on in production, and what stops its start."""

import json
import os
import subprocess
import sys

import pytest

NEEDED = {
    "SIHANG_SECRET_KEY": "x" * 60,
    "SIHANG_HOSTS": "policy.example.gov.cn",
    "SIHANG_DATABASE": "postgresql://sihang@localhost/sihang",
    "SIHANG_STATIC": "static",
    "SIHANG_DOCUMENTS": "documents",
    "SIHANG_SCANNER": "unix:/run/clamav/clamd.ctl",
}
ROUTES = """
import django, json; django.setup()
from django.conf import settings
from django.urls import get_resolver
def routes(resolver, before=""):
    for each in resolver.url_patterns:
        at = before + str(each.pattern)
        yield from routes(each, at) if hasattr(each, "url_patterns") else [at]
print(json.dumps({"routes": list(routes(get_resolver())), "secure": settings.SESSION_COOKIE_SECURE, "debug": settings.DEBUG}))
"""


def production(program, **environment):
    clean = {key: value for key, value in os.environ.items() if not key.startswith("SIHANG_")}
    settings = {"DJANGO_SETTINGS_MODULE": "sihang.project.settings.production"}
    run = [sys.executable, "-c", program]
    return subprocess.run(run, env={**clean, **settings, **environment}, capture_output=True, text=True, check=False)


def test_production_has_no_demonstration_sign_in():
    done = production(ROUTES, **NEEDED)
    found = json.loads(done.stdout)

    assert "account/login/" in found["routes"]
    assert [route for route in found["routes"] if "demo" in route] == []
    assert (found["secure"], found["debug"]) == (True, False)


@pytest.mark.parametrize("name", NEEDED)
def test_production_does_not_start_without(name):
    done = production(ROUTES, **{key: value for key, value in NEEDED.items() if key != name})

    assert done.returncode != 0
    assert f"{name} is not set" in done.stderr
