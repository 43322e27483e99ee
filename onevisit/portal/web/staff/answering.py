"""What the views of staff share: files in clear, safe headers, telling what went wrong in place."""

from collections.abc import Callable
from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _

from onevisit.accounts.queries import actor_of
from onevisit.accounts.rules import Actor
from onevisit.cases import queries as cases
from onevisit.cases import services
from onevisit.cases.rules.refusing import NotAccepted
from onevisit.kernel.errors import Conflict, DomainError, Invalid, NotFound
from onevisit.portal.adapters.page_pictures import page_picture
from onevisit.portal.web.staff import labels
from onevisit.portal.web.staff.supposing import tried
from onevisit.ui.posted import text_of
from onevisit.ui.wordings import text_for
from onevisit.vault.rules import ObjectContent


def told(error: DomainError) -> str:
    """The words of an error, or words that fit any."""
    return text_for(error) or _("这一步没有办成，请刷新后再试。")


def status_of(error: DomainError) -> int:
    """What a page that shows the error in place answers with."""
    return 409 if isinstance(error, Conflict) else 422 if isinstance(error, Invalid) else 400


def file_response(content: ObjectContent, *, trusted: bool = False) -> HttpResponse:
    """A file shown in the browser; a `trusted` one is our own result, which a viewer may open."""
    response = HttpResponse(content.content)
    for name, value in content.headers(inline=True).items():
        response[name] = value
    if trusted:
        response["Content-Security-Policy"] = "default-src 'none'; style-src 'unsafe-inline'"
    return response


def letter_response(request: HttpRequest, case_id: UUID, seq: int, actor: Actor) -> HttpResponse:
    """A letter of a case, our own PDF; its QR code leads to the page of progress.

    Raises as `cases.services.letter`.
    """
    content = services.letter(
        case_id=case_id,
        seq=seq,
        actor=actor,
        address=affair_address(request),
    )
    return file_response(content, trusted=True)


def commitment_response(request: HttpRequest, case_id: UUID, actor: Actor) -> HttpResponse:
    """告知承诺书 of a case, our own PDF. Raises as `cases.services.commitment_letter`."""
    content = services.commitment_letter(
        case_id=case_id,
        actor=actor,
        address=affair_address(request),
    )
    return file_response(content, trusted=True)


def acceptance_response(request: HttpRequest, case_id: UUID, actor: Actor) -> HttpResponse:
    """联合验收意见书, our own PDF. Raises as `cases.services.acceptance_letter`."""
    content = services.acceptance_letter(
        case_id=case_id, actor=actor, address=affair_address(request)
    )
    return file_response(content, trusted=True)


def drawing_letter_response(
    request: HttpRequest, review_id: UUID, n: int, actor: Actor
) -> HttpResponse:
    """A letter about drawings, our own PDF. Raises as `cases.services.drawing_letter`."""
    content = services.drawing_letter(
        review_id=review_id, n=n, actor=actor, address=affair_address(request)
    )
    return file_response(content, trusted=True)


def more_days_response(request: HttpRequest, review_id: UUID, actor: Actor) -> HttpResponse:
    """The answer to a wish for more days to mend drawings, our own PDF."""
    content = services.more_days_letter(
        review_id=review_id, actor=actor, address=affair_address(request)
    )
    return file_response(content, trusted=True)


def affair_address(request: HttpRequest) -> Callable[[str], str]:
    """Where the page of progress of an application is, by its number."""
    return lambda number: request.build_absolute_uri(reverse("portal:affair", args=[number]))


def clock_response(request: HttpRequest, case_id: UUID, kind: str, *, under: str) -> HttpResponse:
    """Each day of a clock and why it counts, and what it would be if what the address supposes
    happened; `under` is the place its addresses begin with.

    Raises as `cases.queries.clock_explanation`.
    """
    view = cases.clock_explanation(case_id=case_id, kind=kind, actor=actor_of(request))
    trial = tried(request, case_id, kind)
    context = {
        "clock": view,
        "label": labels.CLOCKS[view.kind],
        "others": [(other, labels.CLOCKS[other]) for other in view.others],
        "back": reverse(f"portal:{under}-case", args=[case_id]),
        "url_name": f"portal:{under}-clock",
        "trial": trial,
    }
    status = 422 if trial.problem else 200
    return render(request, "portal/staff/clock.html", context, status=status)


def obligation_letter_response(
    request: HttpRequest, obligation_id: UUID, seq: int, actor: Actor
) -> HttpResponse:
    """A letter about a commitment after the grant, our own PDF.

    Raises as `cases.services.obligation_letter`.
    """
    content = services.obligation_letter(
        obligation_id=obligation_id,
        seq=seq,
        actor=actor,
        address=affair_address(request),
    )
    return file_response(content, trusted=True)


def page_response(content: ObjectContent, page: int) -> HttpResponse:
    """One page of a file, drawn by us, for an ``<img>``. Raises NotFound `portal.no_such_page`."""
    drawn = page_picture(content, page)
    if drawn is None:
        raise NotFound("portal.no_such_page")
    return file_response(drawn)


def wants_part(request: HttpRequest) -> bool:
    """Whether htmx asks, which swaps what it needs out of the page."""
    return request.headers.get("HX-Request") == "true"


def in_place(request: HttpRequest, response: HttpResponse) -> HttpResponse:
    """A page that tells what went wrong; htmx is told what to swap, whatever it had asked for."""
    if wants_part(request) and response.status_code >= 400:
        response.status_code = 422  # the one failure that is swapped
        response["HX-Retarget"] = response["HX-Reselect"] = "#case"
        response["HX-Reswap"] = "outerHTML show:#case:top"
    return response


def not_accepted_kind(text: str) -> NotAccepted:
    """The kind of 不予受理 that was chosen. Raises Invalid `portal.choose_reason`."""
    try:
        return NotAccepted(text or NotAccepted.UNMET)
    except ValueError:
        raise Invalid("portal.choose_reason") from None


def seq_of(request: HttpRequest) -> int | None:
    """The number of the last event that the page showed, None if it says none."""
    text = text_of(request, "last_seq")
    return int(text) if text.isascii() and text.isdigit() else None
