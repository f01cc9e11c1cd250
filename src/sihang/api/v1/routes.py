"""The API put together."""

from __future__ import annotations

from typing import Any, ClassVar

from django.http import HttpRequest, HttpResponse
from ninja import NinjaAPI
from ninja.parser import Parser
from ninja.renderers import JSONRenderer

from sihang import __version__
from sihang.api.v1 import assessments, check_ups, errors, organisations, policies, search
from sihang.api.v1.docs import LocalDocs
from sihang.api.v1.language import language_of
from sihang.rulebook import case_from_json


class ExactParser(Parser):
    """JSON with exact decimals and no key twice, as in a case."""

    def parse_body(self, request: HttpRequest) -> Any:
        return case_from_json(request.body)


class Api(NinjaAPI):
    """Every answer says in which language it is."""

    def create_temporal_response(self, request: HttpRequest) -> HttpResponse:
        response = super().create_temporal_response(request)
        response.headers["Content-Language"] = language_of(request)
        response.headers["Vary"] = "Accept-Language"
        return response


class Readable(JSONRenderer):
    """Chinese as it is."""

    json_dumps_params: ClassVar[dict[str, Any]] = {"ensure_ascii": False}


api = Api(
    title="四航 sihang",
    version=__version__,
    description="扶持政策作为可执行的规则：演算、查阅、登记。/ Support policies as running rules: assess, read, register. "
    "语言随 Accept-Language（zh、en）。/ The language follows Accept-Language.",
    docs=LocalDocs(),
    docs_url="/docs",
    parser=ExactParser(),
    renderer=Readable(),
)
errors.install(api)
api.add_router("/assessments", assessments.router)
api.add_router("/policies", policies.router)
api.add_router("/search", search.router)
api.add_router("/organisations", organisations.router)
api.add_router("/check-ups", check_ups.router)
