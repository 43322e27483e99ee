"""The one API of the house, put together from what each room offers."""

from collections.abc import Mapping
from copy import deepcopy
from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from ninja import NinjaAPI
from ninja.errors import HttpError, ValidationError
from ninja.openapi.schema import OpenAPISchema
from ninja.operation import Operation
from ninja.renderers import JSONRenderer

from onevisit.kernel.errors import DomainError, NotFound, Refused
from onevisit.ui import refusals
from onevisit.ui.api.bodies import StrictParser, unreadable
from onevisit.ui.api.problems import MEDIA_TYPE, UNPROCESSABLE, problem, problem_of, wrong_fields
from onevisit.ui.api.schemas import Problem
from onevisit.ui.wordings import wording

SECURITY = "token"


class ReadableRenderer(JSONRenderer):
    """Chinese as it is written, which is also shorter."""

    json_dumps_params = {"ensure_ascii": False}


class HouseAPI(NinjaAPI):
    """Answers errors as problems, and describes what Ninja cannot know: scopes, keys, problems."""

    def __init__(self, **given: Any) -> None:
        super().__init__(
            parser=StrictParser(),
            renderer=ReadableRenderer(),
            docs_url=None,
            openapi_url=None,
            **given,
        )
        handlers: dict[type[Exception], Any] = {
            DomainError: _on_domain_error,
            ValidationError: _on_validation_error,
            HttpError: _on_http_error,
            Http404: _on_missing,
        }
        for kind, handler in handlers.items():
            self.add_exception_handler(kind, handler)

    def get_openapi_operation_id(self, operation: Operation) -> str:
        """The name of the URL, which is unique."""
        return str(operation.url_name).replace("-", "_")

    def described(self) -> dict[str, Any]:
        """The API as OpenAPI 3.1."""
        found: OpenAPISchema = self.get_openapi_schema(path_prefix="/api/v1")
        document = deepcopy(dict(found))
        schema = Problem.model_json_schema(ref_template="#/components/schemas/{model}")
        document["components"]["schemas"].update(schema.pop("$defs"))
        document["components"]["schemas"]["Problem"] = schema
        document["components"]["securitySchemes"] = {
            SECURITY: {"type": "http", "scheme": "bearer", "bearerFormat": "ovt_…"}
        }
        by_id = {
            self.get_openapi_operation_id(each): each
            for router in self._get_bound_routers()
            for view in router.path_operations.values()
            for each in view.operations
        }
        for path in document["paths"].values():
            for described in path.values():
                _complete(described, by_id[described["operationId"]])
        return document


def _complete(described: dict[str, Any], operation: Operation) -> None:
    """Add who may ask, the key of what creates something, and how errors look."""
    scopes = [each for auth in operation.auth_callbacks for each in getattr(auth, "scopes", ())]
    described["security"] = [{SECURITY: [each]} for each in scopes] or [{SECURITY: []}, {}]
    once = getattr(operation.view_func, "once", None)
    if once is not None:
        described["parameters"].append(
            {
                "in": "header",
                "name": "Idempotency-Key",
                "required": once == "required",
                "schema": {"type": "string", "pattern": "^[\\x21-\\x7e]{1,128}$"},
                "description": "The same key and the same request again: the same answer, nothing"
                " done twice. Kept for 24 hours.",
            }
        )
    described["responses"]["default"] = {
        "description": "A problem, as RFC 9457 says it.",
        "content": {MEDIA_TYPE: {"schema": {"$ref": "#/components/schemas/Problem"}}},
    }


def _on_domain_error(request: HttpRequest, error: DomainError) -> HttpResponse:
    if isinstance(error, (Refused, NotFound)):
        refusals.tell(request, error)
    return problem_of(request, error)


def _on_validation_error(request: HttpRequest, error: ValidationError) -> HttpResponse:
    found: list[Mapping[str, Any]] = list(error.errors)
    return problem(
        request,
        status=UNPROCESSABLE,
        code="ui.values_wrong",
        detail=wording("ui.values_wrong"),
        errors=wrong_fields(found),
    )


def _on_http_error(request: HttpRequest, error: HttpError) -> HttpResponse:
    if error.status_code == 400:
        return problem_of(request, unreadable())
    return problem(request, status=error.status_code, code="ui.refused")


def _on_missing(request: HttpRequest, error: Http404) -> HttpResponse:
    return problem_of(request, NotFound("ui.no_such_address"))
