"""How often one must come: why, of one thing; everything by the number. Works without scripts."""

from django.http import HttpRequest, HttpResponse, StreamingHttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_GET, require_safe

from onevisit.journeys import queries
from onevisit.journeys.web import listing
from onevisit.kernel import clock
from onevisit.kernel.sheets import CSV, XLSX, as_csv, as_xlsx

_FORMS = {"csv": (CSV, as_csv), "xlsx": (XLSX, as_xlsx)}


@require_GET
def why(request: HttpRequest, code: str) -> HttpResponse:
    """跑几次，为什么: of what is published under the code."""
    return render(request, "journeys/why.html", {"page": queries.why(code)})


@require_safe
def by_visits(request: HttpRequest) -> HttpResponse:
    """跑动次数清单: everything published by the number that was worked out."""
    page = listing.list_page(listing.read_asked(request.GET))
    return render(request, "journeys/list.html", {"page": page})


@require_safe
def download(request: HttpRequest, form: str) -> StreamingHttpResponse:
    """The same list, whole, as CSV or XLSX."""
    kept_as, written = _FORMS[form]
    heads, rows = listing.rows(listing.read_asked(request.GET))
    response = StreamingHttpResponse(written(heads, rows), content_type=kept_as)
    name = f"visits-{clock.today():%Y%m%d}.{form}"
    response["Content-Disposition"] = f'attachment; filename="{name}"'
    return response
