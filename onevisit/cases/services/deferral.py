"""容缺受理: accepted although something may follow, within a limit beside the promise."""

from datetime import date

from django.db.models import Exists, OuterRef, QuerySet

from onevisit.accounts.rules import Actor
from onevisit.cases.models import Application, Case, CaseMaterial, Evidence
from onevisit.cases.rules.deferral import last_day
from onevisit.cases.rules.lifecycle import Action, ApplicationState, CaseState
from onevisit.cases.services.holding import Held, hold_cases
from onevisit.catalogue.rules.vocabulary import Need
from onevisit.guidance.rules.checklist import How


def deferral_limit(held: Held, case: Case) -> date | None:
    """The last day for what may follow in a case that is accepted today; None when nothing is
    outstanding. No query for an item in which nothing may follow.
    """
    if not any(each.need is Need.MAY_FOLLOW for each in held.item(case).materials):
        return None
    owed = set(outstanding(case).values_list("material", flat=True))
    if not owed:
        return None
    merged = (each for each in held.offer.offer.materials if each.key in owed)
    days = max((each.material.defer_days or 0 for each in merged), default=0)
    unit = held.item(case).regime.unit
    return last_day(held.calendar, held.today, days, case.promise_days, unit)


def outstanding(case: Case) -> QuerySet[CaseMaterial]:
    """What may follow and has not come, nor been confirmed by the department."""
    came = Evidence.objects.filter(
        application_id=case.application_id, material=OuterRef("material")
    )
    rows = CaseMaterial.objects.filter(~Exists(came), case=case, how=How.MAY_FOLLOW)
    return rows.exclude(verdict="ok")


def settle_deferral(held: Held, case: Case) -> None:
    """The limit of the applicant stops when the last of what may follow is in."""
    if is_deferred(case) and not outstanding(case).exists():
        held.move(case, Action.SUPPLY)


def is_deferred(case: Case) -> bool:
    """Whether the limit for what may follow is running."""
    return case.lapses_on is not None and CaseState(case.state) in _UNDER_REVIEW


_UNDER_REVIEW = frozenset({CaseState.ACCEPTED, CaseState.IN_REVIEW, CaseState.SUSPENDED})


def supplied(application: Application, actor: Actor) -> None:
    """Something came after submission: cases that waited for it wait no longer. The application is
    locked.
    """
    if application.state != ApplicationState.SUBMITTED:
        return
    held = hold_cases(application, actor)
    for case in held.cases:
        settle_deferral(held, case)
    if held.moved:
        held.write()
