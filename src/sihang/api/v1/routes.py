"""The API put together."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest, HttpResponse
from ninja import NinjaAPI
from ninja.openapi.schema import OpenAPISchema
from ninja.parser import Parser

from sihang import __version__
from sihang.api.v1 import assessments, check_ups, errors, organisations, policies, search
from sihang.api.v1.auth import Token, TokenOrNone
from sihang.api.v1.docs import LocalDocs
from sihang.api.v1.language import language_of
from sihang.api.v1.writing import Written
from sihang.rulebook import case_from_json


class ExactParser(Parser):
    """JSON with exact decimals and no key twice, as in a case."""

    def parse_body(self, request: HttpRequest) -> Any:
        return case_from_json(request.body)


JSON_TYPE, PROBLEM_TYPE = "application/json", "application/problem+json"
FIRST_PROBLEM = 400


class Api(NinjaAPI):
    """Every answer says in which language it is."""

    def create_temporal_response(self, request: HttpRequest) -> HttpResponse:
        response = super().create_temporal_response(request)
        response.headers["Content-Language"] = language_of(request)
        response.headers["Vary"] = "Accept-Language"
        return response

    def get_openapi_schema(self, **about: Any) -> OpenAPISchema:
        """The document, with problems as `application/problem+json`, and open routes as open."""
        document = super().get_openapi_schema(**about)
        for path in document["paths"].values():
            for operation in path.values():
                if {TokenOrNone.__name__: []} in operation["security"]:
                    operation["security"] = [{}, {Token.__name__: []}]
                for status, answer in operation["responses"].items():
                    if int(status) >= FIRST_PROBLEM:
                        answer["content"] = {PROBLEM_TYPE: answer["content"].pop(JSON_TYPE)}
        document["components"]["securitySchemes"].pop(TokenOrNone.__name__)
        return document


api = Api(
    title="四航 sihang",
    version=__version__,
    urls_namespace="api-v1",
    description="扶持政策作为可执行的规则：演算、查阅、登记。/ Support policies as running rules: assess, read, register. "
    "语言随 Accept-Language（zh、en）。/ The language follows Accept-Language.",
    docs=LocalDocs(),
    docs_url="/docs",
    parser=ExactParser(),
    renderer=Written(),
)
errors.install(api)
api.add_router("/assessments", assessments.router)
api.add_router("/policies", policies.router)
api.add_router("/search", search.router)
api.add_router("/organisations", organisations.router)
api.add_router("/check-ups", check_ups.router)
