"""结果样本: what a result looks like, for whoever reads the guide."""

from urllib.parse import quote

from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from onevisit.cases import services


@require_safe
def specimen(request: HttpRequest, code: str, part: str) -> HttpResponse:
    """The marked specimen as PDF."""
    content = services.result_specimen(code=code, part_key=part)
    response = HttpResponse(content, content_type="application/pdf")
    name = quote(f"{_('结果样本')}.pdf")
    response.headers["Content-Disposition"] = f"inline; filename*=UTF-8''{name}"
    return response
