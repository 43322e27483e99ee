"""Projects as a Django app."""

from django.apps import AppConfig

from onevisit.cases.rules.events import ApplicationSubmitted, DraftAnswered
from onevisit.kernel.events import subscribe


class ProjectsConfig(AppConfig):
    """Owns projects; wakes when answers were saved in a draft, and when something is handed in."""

    name = "onevisit.projects"
    label = "projects"
    verbose_name = "投资项目"

    def ready(self) -> None:
        """Listen to the room below; offer the lists."""
        from django.utils.translation import gettext_lazy as _

        from onevisit.accounts.guards import holding
        from onevisit.accounts.rules import Permission
        from onevisit.ui.navigation import Audience, NavItem, Place, register

        subscribe(DraftAnswered, _answered)
        subscribe(ApplicationSubmitted, _submitted)
        mine = NavItem(_("投资项目"), "projects:mine", Audience.PERSON, "hard-hat", 902, Place.USER)
        register(mine)
        register(
            NavItem(
                _("投资项目"),
                "projects:desk",
                Audience.STAFF,
                "hard-hat",
                34,
                Place.STAFF,
                visible=holding(
                    Permission.CASES_REVIEW, Permission.CASES_LOOK_UP, Permission.OVERSIGHT_READ
                ),
            )
        )
        register(
            NavItem(
                _("项目阶段"),
                "projects:kinds",
                Audience.STAFF,
                "hard-hat",
                57,
                Place.STAFF,
                visible=holding(Permission.CATALOGUE_EDIT),
            )
        )


def _answered(event: DraftAnswered) -> None:
    """The services are read when first needed."""
    from onevisit.projects.services import on_answered

    on_answered(event)


def _submitted(event: ApplicationSubmitted) -> None:
    from onevisit.projects.services import on_submitted

    on_submitted(event)
