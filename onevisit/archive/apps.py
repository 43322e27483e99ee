"""The archive as a Django app."""

from django.apps import AppConfig

from onevisit.cases.rules.events import CaseEnded, CaseGrew
from onevisit.kernel.events import subscribe
from onevisit.ratings.rules import Rated


class ArchiveConfig(AppConfig):
    """Owns archived cases; wakes when a case ends and when something comes to one that has."""

    name = "onevisit.archive"
    label = "archive"
    verbose_name = "电子归档"

    def ready(self) -> None:
        """Listen to the rooms below, and offer the archivists' page."""
        from django.utils.translation import gettext_lazy as _

        from onevisit.accounts.guards import holding
        from onevisit.accounts.rules import Permission
        from onevisit.ui.navigation import Audience, NavItem, Place, register

        register(
            NavItem(
                _("档案"),
                "archive:desk",
                Audience.STAFF,
                "archive",
                48,
                Place.STAFF,
                visible=holding(Permission.ARCHIVE_READ),
            )
        )
        subscribe(CaseEnded, _ended)
        subscribe(CaseGrew, _grew)
        subscribe(Rated, _rated)


def _ended(event: CaseEnded) -> None:
    from onevisit.archive.services import enlist

    enlist(event.case_id)


def _grew(event: CaseGrew) -> None:
    from onevisit.archive.services import enlist_case

    enlist_case(event.case_id)


def _rated(event: Rated) -> None:
    from onevisit.archive.services import enlist_application

    enlist_application(event.application_id)
