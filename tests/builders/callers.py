"""Programs that call the API, for tests."""

from __future__ import annotations

import json

from django.test import Client
from django.utils import timezone

from sihang.accounts.actions.create_token import create_token
from sihang.accounts.states import Scope

ADDRESS = "/api/v1"


class Caller:
    """Calls with a token of `person` and these scopes; without a person, with none."""

    def __init__(self, person=None, *scopes, lang="zh"):
        self.client = Client(raise_request_exception=False)
        self.headers = {"accept-language": lang}
        if person is not None:
            made = create_token(actor=person, name="测试", scopes=scopes or list(Scope), days=1, now=timezone.now())
            self.headers["authorization"] = f"Bearer {made.secret}"

    def get(self, address, **query):
        return self.client.get(ADDRESS + address, query, headers=self.headers)

    def post(self, address, body, **headers):
        named = {name.replace("_", "-"): value for name, value in headers.items()}
        content = body if isinstance(body, str) else json.dumps(body)
        return self.client.post(
            ADDRESS + address, content, content_type="application/json", headers={**self.headers, **named}
        )


def codes(response):
    """The codes of a problem, in order."""
    assert response.headers["Content-Type"] == "application/problem+json", response.text
    return [each["code"] for each in response.json()["problems"]]
