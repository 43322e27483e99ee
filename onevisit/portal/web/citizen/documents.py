"""The documents of an application as its applicant finds them."""

from dataclasses import dataclass
from datetime import datetime

from django.urls import reverse
from django.utils.translation import gettext as _

from onevisit.cases.queries import StatusView
from onevisit.cases.rules.lifecycle import Action
from onevisit.payments import queries as payments
from onevisit.portal.web.citizen import labels
from onevisit.portal.web.staff import labels as offices


@dataclass(frozen=True)
class Letter:
    """A letter or result of the applicant's; `name` of its case, "" where it speaks of all or there
    is but one. No `url`: it is not to be had here. `ended`: it does not hold any more.
    """

    url: str
    label: labels.Text
    name: str
    number: str
    at: datetime
    ended: bool = False


def letters(view: StatusView) -> list[Letter]:
    """What offices wrote."""
    return [
        Letter(
            reverse("portal:affair_letter", args=[view.number, each.case_id, each.seq])
            if each.obligation_id is None
            else reverse(
                "portal:affair_promise_letter", args=[view.number, each.obligation_id, each.seq]
            ),
            offices.letter_name(each.ground, each.kind),
            each.case_name if len(view.cases) > 1 else "",
            each.number,
            each.at,
        )
        for each in view.letters
    ]


def demands(view: StatusView) -> list[Letter]:
    """缴费通知书; one query where something was ever to be paid."""
    if not any(each.action is Action.FEE_ASKED for each in view.events):
        return []
    several = len(view.cases) > 1
    return [
        Letter(
            reverse("cases:demand", args=[each.order_id, each.seq]),
            _("缴费通知书"),
            each.payee if several else "",
            each.number,
            each.at,
            ended=each.ended,
        )
        for each in payments.demands_of(view.id)
    ]
