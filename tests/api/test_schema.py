"""Schemathesis over the whole API: no server error, and no answer that the OpenAPI document does not have.

A handful of examples a route by default; CI looks longer.
"""

import os

import pytest
import schemathesis
from django.core.cache import cache
from django.core.wsgi import get_wsgi_application
from hypothesis import HealthCheck, settings
from schemathesis.checks import not_a_server_error
from schemathesis.specs.openapi.checks import (
    content_type_conformance,
    response_headers_conformance,
    response_schema_conformance,
    status_code_conformance,
)

from sihang.accounts.actions.create_token import create_token
from sihang.accounts.states import Role, Scope
from sihang.register.models import Organisation
from tests.builders.people import person

CHECKS = [
    not_a_server_error,
    status_code_conformance,
    content_type_conformance,
    response_headers_conformance,
    response_schema_conformance,
]
EXAMPLES = 60 if os.environ.get("CI") == "true" else 5


@pytest.fixture
def whole_api(db):
    return schemathesis.openapi.from_wsgi("/api/v1/openapi.json", get_wsgi_application())


schema = schemathesis.pytest.from_fixture("whole_api")


@pytest.fixture
def bearer(db, settings):
    from django.utils import timezone

    settings.API_CALLS = {"address": 10**6, "person": 10**6}
    cache.clear()
    officer = person("li.ming", Role.OFFICER)
    Organisation.objects.create(uscc="91310110MADEM0011Y", name="示例智能科技有限公司", since=timezone.now())
    return create_token(actor=officer, name="测试", scopes=list(Scope), days=1, now=timezone.now()).secret


@schema.parametrize()
@settings(
    max_examples=EXAMPLES, deadline=None, derandomize=True, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
def test_every_answer_is_one_that_is_documented(case, bearer):
    case.call_and_validate(headers={"Authorization": f"Bearer {bearer}"}, checks=CHECKS)
