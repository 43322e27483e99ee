"""From a refused request to an entry of the access log."""

from django.http import HttpRequest

from onevisit.audit.services import identify, record_refusal
from onevisit.kernel.errors import DomainError


def note_refusal(request: HttpRequest, error: DomainError) -> None:
    """Log who was refused what; only the path is kept, never the query."""
    record_refusal(code=error.code, actor=identify(request), path=request.path)
