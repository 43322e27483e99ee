"""A page with a form: what is asked for is tried, what is refused is said in place."""

from collections.abc import Callable
from typing import Protocol

from django.http import HttpResponse
from django.utils.translation import gettext as _

from onevisit.kernel.errors import Conflict, Invalid, Refused
from onevisit.ui.wordings import status_in_place, text_for


class Page(Protocol):
    """The page as it stands now, with what went wrong."""

    def __call__(self, *, problem: str, status: int) -> HttpResponse:
        """Drawn anew."""


def answered(attempt: Callable[[], HttpResponse], page: Page) -> HttpResponse:
    """What `attempt` answers; where the rules refuse it, the page again with the reason."""
    try:
        return attempt()
    except (Conflict, Invalid, Refused) as error:
        problem = text_for(error) or _("这一步没有办成，请刷新后再试。")
        return page(problem=problem, status=status_in_place(error))
