"""双人签批 on the desk: proposing a decision, signing it as the second, sending it back."""

from collections.abc import Callable, Mapping
from uuid import UUID

from django.http import HttpRequest
from django.utils.translation import gettext as _

from onevisit.accounts.rules import Actor
from onevisit.cases import services
from onevisit.portal.web.staff.answering import seq_of
from onevisit.ui.posted import text_of, written

Doing = Callable[[HttpRequest, UUID, Actor], str]


def _propose(request: HttpRequest, case_id: UUID, actor: Actor) -> str:
    services.propose(
        case_id=case_id,
        outcome=text_of(request, "outcome"),
        reason=written(request, "reason"),
        actor=actor,
        last_seq=seq_of(request),
    )
    return _("已提请，等另一个人复核。")


def _confirm(request: HttpRequest, case_id: UUID, actor: Actor) -> str:
    services.confirm(case_id=case_id, actor=actor, last_seq=seq_of(request))
    return _("已复核同意，决定已作出。")


def _send_back(request: HttpRequest, case_id: UUID, actor: Actor) -> str:
    services.send_back(case_id=case_id, reason=written(request, "back_reason"), actor=actor)
    return _("已退回，提请人会看到理由。")


def _take_back(request: HttpRequest, case_id: UUID, actor: Actor) -> str:
    services.take_back(case_id=case_id, actor=actor)
    return _("已收回，可以改好再提请。")


DOINGS: Mapping[str, Doing] = {
    "propose": _propose,
    "confirm": _confirm,
    "send_back": _send_back,
    "take_back": _take_back,
}
"""What the desk's page of a case can do about a decision that takes two."""
