"""The API under /api/v1, put together from what each room offers in its `api`."""

from functools import cache
from typing import Any

from django.http import HttpRequest, HttpResponse, JsonResponse

from onevisit.accounts.api import router as accounts
from onevisit.archive.api import router as archive
from onevisit.cases.api import router as cases
from onevisit.catalogue.api import router as catalogue
from onevisit.directory.api import router as directory
from onevisit.guidance.api import router as guidance
from onevisit.hall.api import router as hall
from onevisit.journeys.api import router as journeys
from onevisit.projects.api import router as projects
from onevisit.ratings.api import router as ratings
from onevisit.reporting.api import router as reporting
from onevisit.ui.api.house import HouseAPI
from onevisit.ui.api.kinds import router as problems

api = HouseAPI(
    title="OneVisit 一次办",
    version="1",
    description=(
        "Everything the pages can do, for programs: see docs/how-to/drive-the-api.md. Reading the"
        " catalogue and guidance needs no token."
    ),
    urls_namespace="api",
)
for each in (
    *(accounts, catalogue, guidance, journeys, cases, projects, hall),
    *(ratings, archive, reporting, directory, problems),
):
    api.add_router("", each)


@api.get("/openapi.json", url_name="openapi", auth=None, include_in_schema=False)
def openapi(request: HttpRequest) -> HttpResponse:
    """This description."""
    response = JsonResponse(described(), json_dumps_params={"ensure_ascii": False})
    response["Cache-Control"] = "public, max-age=3600"
    return response


@cache
def described() -> dict[str, Any]:
    """The whole API as OpenAPI 3.1, worked out once."""
    return api.described()
