"""Letters as PDF/A, and what anybody verifies of a result."""

from datetime import date
from typing import Annotated
from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from ninja import Query, Router, Schema

from onevisit.accounts.bearer import actor
from onevisit.cases import services
from onevisit.cases.api.scopes import FOLLOWS, TAKES_PART
from onevisit.cases.api.shown import file_shown
from onevisit.cases.rules.verifying import Verified

router = Router(tags=["letters"])


class Document(Schema):
    """A result that was issued; `holder` is masked where it is a person. It `holds` unless
    `revoked_on` says since when it does not.
    """

    number: str
    name: str
    item: str
    holder: str
    department: str
    made_on: date
    validity: str
    holds: bool
    revoked_on: date | None


Number = Annotated[str, Query(..., max_length=100, description="As printed on the document.")]
CheckCode = Annotated[str, Query(..., max_length=40, description="Twelve characters.")]


@router.get("/cases/{uuid:case_id}/letters/{int:seq}", url_name="letter", **FOLLOWS)
def letter(request: HttpRequest, case_id: UUID, seq: int) -> HttpResponse:
    """A letter of a case, by the `seq` of the status; on record."""
    return file_shown(
        services.letter(
            case_id=case_id, seq=seq, actor=actor(request), address=lambda n: _page(request, n)
        )
    )


@router.get("/cases/{uuid:case_id}/commitment-letter", url_name="commitment-letter", **FOLLOWS)
def commitment_letter(request: HttpRequest, case_id: UUID) -> HttpResponse:
    """告知承诺书: what was told and signed in a case; on record."""
    return file_shown(
        services.commitment_letter(
            case_id=case_id, actor=actor(request), address=lambda n: _page(request, n)
        )
    )


@router.get(
    "/obligations/{uuid:obligation_id}/letters/{int:seq}", url_name="obligation-letter", **FOLLOWS
)
def obligation_letter(request: HttpRequest, obligation_id: UUID, seq: int) -> HttpResponse:
    """An order, the call to a hearing, a revocation; on record."""
    return file_shown(
        services.obligation_letter(
            obligation_id=obligation_id,
            seq=seq,
            actor=actor(request),
            address=lambda n: _page(request, n),
        )
    )


@router.get(
    "/drawing-reviews/{uuid:review_id}/letters/{int:n}", url_name="drawing-letter", **TAKES_PART
)
def drawing_letter(request: HttpRequest, review_id: UUID, n: int) -> HttpResponse:
    """The `n`-th letter of comments on drawings, counted from 1, or (0) the opinion of all."""
    return file_shown(
        services.drawing_letter(
            review_id=review_id, n=n, actor=actor(request), address=lambda n: _page(request, n)
        )
    )


@router.get(
    "/drawing-reviews/{uuid:review_id}/more-days/letter",
    url_name="drawing-more-letter",
    **TAKES_PART,
)
def more_days_letter(request: HttpRequest, review_id: UUID) -> HttpResponse:
    """延长改图期限答复书: the answer to the wish for more days to mend."""
    return file_shown(
        services.more_days_letter(
            review_id=review_id, actor=actor(request), address=lambda n: _page(request, n)
        )
    )


def _page(request: HttpRequest, number: str) -> str:
    """Where the progress is shown, for the QR code of a letter."""
    return request.build_absolute_uri(reverse("portal:affair", args=[number]))


@router.get("/verifications", response=Document, url_name="verify", auth=None)
def verify(request: HttpRequest, number: Number, code: CheckCode) -> Verified:
    """Whether a result was issued and still holds; no token is needed. A wrong number and a wrong
    code are answered alike, and who guesses waits.
    """
    return services.verify_document(
        number=number, code=code, address=request.META.get("REMOTE_ADDR", "")
    )
