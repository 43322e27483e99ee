"""Views that do one thing to something that has a page, and come back to that page."""

from collections.abc import Callable
from functools import wraps

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.utils.functional import Promise
from django.views.decorators.http import require_POST

from onevisit.accounts.queries import actor_of
from onevisit.kernel.errors import Conflict, Invalid, Refused
from onevisit.ui.wordings import text_for

Said = str | Promise
View = Callable[..., HttpResponse]


def verb(
    page: View, name: str, guard: Callable[[View], View]
) -> Callable[[Callable[..., Said | tuple[Said, str]]], View]:
    """A view that does what `act` does, says what it answers and goes on to `page` (by its url
    `name`), or draws that again with what is wrong and what was typed. Where the page is gone after
    it, `act` answers with the address to go to.
    """

    def made(act: Callable[..., Said | tuple[Said, str]]) -> View:
        @require_POST
        @guard
        @wraps(act)
        def view(request: HttpRequest, **where: object) -> HttpResponse:
            of = next(iter(where.values()))
            try:
                done = act(request, actor_of(request), *where.values())
            except (Invalid, Conflict, Refused) as error:
                if error.code == "accounts.not_permitted":
                    raise
                status = 422 if isinstance(error, Invalid) else 409
                return page(request, of, problem=text_for(error), status=status)
            said, to = done if isinstance(done, tuple) else (done, reverse(name, args=[of]))
            messages.success(request, str(said))
            return HttpResponseRedirect(to)

        return view

    return made
