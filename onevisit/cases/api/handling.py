"""What a department does with a case, for programs. Each is done once for each key."""

from datetime import date
from typing import Annotated, Any, Literal
from uuid import UUID

from django.http import HttpRequest
from ninja import Router, Schema
from pydantic import Field

from onevisit.accounts.bearer import actor, repeatable
from onevisit.cases import services
from onevisit.cases.api.scopes import ACCEPTS, DECIDES, REVIEWS
from onevisit.cases.rules.gaps import GapDraft, GapKind
from onevisit.cases.rules.refusing import NotAccepted
from onevisit.ui.api.schemas import Code, Given, Text, Word

router = Router(tags=["cases"])

NOTHING: dict[int, Any] = {204: None}


class Claim(Given):
    """The case's `version` as shown, so that nobody claims what has moved on."""

    version: int | None = None


class NotAcceptedGiven(Given):
    """Why it is not accepted; `refer_to` names the right office where this one is not."""

    reason: Text
    kind: NotAccepted = NotAccepted.UNMET
    refer_to: Annotated[str, Field(max_length=200)] = ""


class GapGiven(Given):
    """One thing that is missing or wrong: a material or a field by its key, why, and what mends
    it.
    """

    kind: GapKind
    key: Code
    reason: Text
    remedy: Text


class Gaps(Given):
    """Everything at once: what is not told now cannot be asked for later."""

    gaps: Annotated[list[GapGiven], Field(min_length=1, max_length=100)]


class PreReviewGiven(Given):
    """What to change in one answer; none: passed. `version` is the case's as shown."""

    gaps: Annotated[list[GapGiven], Field(max_length=100)] = []
    version: int | None = None


class Sent(Schema):
    """Whether the one notice of all departments has gone out with this."""

    sent: bool


class VerdictGiven(Given):
    """ "ok", "doubt", or "" to take a verdict back."""

    verdict: Literal["ok", "doubt", ""]


class OpinionGiven(Given):
    """The opinion that completes a step."""

    step: Word
    text: Text


class Suspend(Given):
    """Why, and until when it is expected to last; both are told in writing."""

    reason: Text
    until: date


class Decision(Given):
    """A refusal needs a reason in writing. `version` is the case's as shown."""

    outcome: Literal["approve", "refuse"]
    reason: Annotated[str, Field(max_length=2_000)] = ""
    version: int | None = None


@router.post("/cases/{uuid:case_id}/claim", response=NOTHING, url_name="claim", **REVIEWS)
@repeatable
def claim(request: HttpRequest, case_id: UUID, given: Claim) -> None:
    """Take a case in hand, so that colleagues leave it."""
    services.claim(case_id=case_id, actor=actor(request), last_seq=given.version)


@router.post("/cases/{uuid:case_id}/release", response=NOTHING, url_name="release", **REVIEWS)
@repeatable
def release(request: HttpRequest, case_id: UUID) -> None:
    """Put a claimed case back."""
    services.release(case_id=case_id, actor=actor(request))


@router.post("/cases/{uuid:case_id}/acceptance", response=NOTHING, url_name="accept", **ACCEPTS)
@repeatable
def accept(request: HttpRequest, case_id: UUID) -> None:
    """Accept a case 受理; what may follow and has not come gets its own limit."""
    services.accept(case_id=case_id, actor=actor(request))


@router.post(
    "/cases/{uuid:case_id}/non-acceptance", response=NOTHING, url_name="not-accept", **ACCEPTS
)
@repeatable
def not_accept(request: HttpRequest, case_id: UUID, given: NotAcceptedGiven) -> None:
    """Refuse to accept a case 不予受理, with reasons in writing."""
    services.not_accept(
        case_id=case_id,
        reason=given.reason,
        actor=actor(request),
        kind=given.kind,
        refer_to=given.refer_to,
    )


@router.post("/cases/{uuid:case_id}/gaps", response=Sent, url_name="gaps", **ACCEPTS)
@repeatable
def gaps(request: HttpRequest, case_id: UUID, given: Gaps) -> dict[str, bool]:
    """Tell once what is missing or wrong; the notice goes out with the last department's answer."""
    drafts = _drafts(given.gaps)
    return {"sent": services.ask_correction(case_id=case_id, gaps=drafts, actor=actor(request))}


def _drafts(gaps: list[GapGiven]) -> list[GapDraft]:
    return [GapDraft(each.kind, each.key, each.reason, each.remedy) for each in gaps]


@router.post("/cases/{uuid:case_id}/pre-review", response=NOTHING, url_name="pre-review", **ACCEPTS)
@repeatable
def pre_review(request: HttpRequest, case_id: UUID, given: PreReviewGiven) -> None:
    """A first look 预审, once: passed, or sent back with what to change; the intake limit runs."""
    by = actor(request)
    if given.gaps:
        services.pre_return(
            case_id=case_id, gaps=_drafts(given.gaps), actor=by, last_seq=given.version
        )
    else:
        services.pre_pass(case_id=case_id, actor=by, last_seq=given.version)


@router.put(
    "/cases/{uuid:case_id}/verdicts/{material}", response=NOTHING, url_name="verdict", **REVIEWS
)
def verdict(request: HttpRequest, case_id: UUID, material: str, given: VerdictGiven) -> None:
    """What this department says of a material."""
    services.set_verdict(
        case_id=case_id, material=material, verdict=given.verdict, actor=actor(request)
    )


@router.post("/cases/{uuid:case_id}/opinions", response=NOTHING, url_name="opinion", **REVIEWS)
@repeatable
def opinion(request: HttpRequest, case_id: UUID, given: OpinionGiven) -> None:
    """Complete a step with its opinion; what comes next opens."""
    services.give_opinion(case_id=case_id, step=given.step, text=given.text, actor=actor(request))


@router.post("/cases/{uuid:case_id}/suspension", response=NOTHING, url_name="suspend", **REVIEWS)
@repeatable
def suspend(request: HttpRequest, case_id: UUID, given: Suspend) -> None:
    """Begin a special procedure 特别程序: the clocks stand still."""
    services.suspend(case_id=case_id, reason=given.reason, until=given.until, actor=actor(request))


@router.post("/cases/{uuid:case_id}/resumption", response=NOTHING, url_name="resume", **REVIEWS)
@repeatable
def resume(request: HttpRequest, case_id: UUID) -> None:
    """End a special procedure: the clocks run on."""
    services.resume(case_id=case_id, actor=actor(request))


@router.post("/cases/{uuid:case_id}/decision", response=NOTHING, url_name="decide", **DECIDES)
@repeatable
def decide(request: HttpRequest, case_id: UUID, given: Decision) -> None:
    """Approve or refuse. An approval makes and issues the result at once."""
    services.decide(
        case_id=case_id,
        outcome=given.outcome,
        reason=given.reason,
        actor=actor(request),
        last_seq=given.version,
    )
