"""Public lists: read, searched, printed, taken away as a spreadsheet."""

from uuid import UUID

from django.http import HttpRequest, HttpResponse, StreamingHttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from onevisit.guidance.web.lists import list_page, lists_page, power_page, read_asked, spreadsheet
from onevisit.kernel import clock


@require_safe
def lists(request: HttpRequest) -> HttpResponse:
    """All public lists."""
    return render(request, "guidance/lists.html", {"page": lists_page()})


@require_safe
def a_list(request: HttpRequest, which: str) -> HttpResponse:
    """One list, searched, narrowed to a department, a page at a time."""
    page = list_page(which, read_asked(request.GET))
    return render(request, "guidance/list.html", {"page": page})


@require_safe
def power(request: HttpRequest, power_id: UUID) -> HttpResponse:
    """A power with its duties and the items it justifies."""
    return render(request, "guidance/power.html", {"page": power_page(power_id)})


@require_safe
def download(request: HttpRequest, which: str, form: str) -> StreamingHttpResponse:
    """The same list, whole, as CSV or XLSX."""
    kept_as, pieces = spreadsheet(which, form, read_asked(request.GET))
    response = StreamingHttpResponse(pieces, content_type=kept_as)
    name = f"{which}-{clock.today():%Y%m%d}.{form}"
    response["Content-Disposition"] = f'attachment; filename="{name}"'
    return response
