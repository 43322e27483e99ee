"""Cases as a Django app."""

from collections.abc import Collection, Iterable, Mapping
from datetime import datetime
from typing import Any
from uuid import UUID

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _

from onevisit.accounts.rules.events import HelperLeft, PersonLinked
from onevisit.cases.rules.events import CaseEnded
from onevisit.guidance.rules.situation import Answers
from onevisit.journeys.rules.seen import register_answers
from onevisit.kernel.calendar import CalendarPublished
from onevisit.kernel.events import subscribe
from onevisit.payments.rules.events import (
    OrderAssessed,
    OrderExpired,
    OrderSettled,
    OrderWillChange,
)
from onevisit.payments.rules.receipts import Words, register_receipt_words


class CasesConfig(AppConfig):
    """Owns applications and cases; wakes when a year's working days are published, when a person
    turns out to be one known before, when a helper leaves, when a case ends that was to be
    visited, and when what was owed is paid.
    """

    name = "onevisit.cases"
    label = "cases"
    verbose_name = "办件"

    def ready(self) -> None:
        """Listen to the calendar, to people, and to the ends of cases; offer the public page, and
        tell journeys how often each thing is applied for, and in which situations.
        """
        from onevisit.ui.navigation import Audience, NavItem, Place, register

        register(NavItem(_("核验证件"), "cases:verify", place=Place.FOOTER, order=21))
        asked = NavItem(
            _("请我同意的"), "cases:consents", Audience.PERSON, "users", 903, Place.USER
        )
        register(asked)
        register_answers(_answered_since)
        register_receipt_words(_receipt_words)
        subscribe(CalendarPublished, _recount)
        subscribe(PersonLinked, _hand_over)
        subscribe(HelperLeft, _left)
        subscribe(CaseEnded, _leave_visit)
        subscribe(OrderWillChange, _lock_for_order)
        subscribe(OrderSettled, _fee_settled)
        subscribe(OrderExpired, _charge_anew)
        subscribe(OrderAssessed, _fee_known)


def _answered_since(
    since: datetime, codes: Collection[str] | None
) -> Iterable[tuple[str, Answers, int]]:
    """The queries are read when first needed: models are not there yet."""
    from onevisit.cases.queries.figures import answered_since

    return answered_since(since, codes)


def _receipt_words(payee: UUID, facts: Mapping[str, Any]) -> Words:
    from onevisit.cases.queries.letter_texts import receipt_words

    return receipt_words(payee, facts)


def _recount(event: CalendarPublished) -> None:
    """The services are read when first needed: most commands need none of them."""
    from onevisit.cases.services.recounting import order_recount

    order_recount(event)


def _hand_over(event: PersonLinked) -> None:
    from onevisit.cases.services.linking import hand_over

    hand_over(event.provisional_id, event.registered_id)


def _left(event: HelperLeft) -> None:
    from onevisit.cases.services.helping import left

    left(event)


def _leave_visit(event: CaseEnded) -> None:
    from onevisit.cases.services.joint import case_left

    case_left(event)


def _lock_for_order(event: OrderWillChange) -> None:
    from onevisit.cases.services.decision import lock_for_order

    lock_for_order(event)


def _fee_settled(event: OrderSettled) -> None:
    from onevisit.cases.services.decision import fee_settled

    fee_settled(event)


def _charge_anew(event: OrderExpired) -> None:
    from onevisit.cases.services.decision import charge_anew

    charge_anew(event)


def _fee_known(event: OrderAssessed) -> None:
    from onevisit.cases.services.decision import fee_known

    fee_known(event)
