"""The catalogue as a Django app."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING

from django.apps import AppConfig

if TYPE_CHECKING:
    from onevisit.accounts.rules import Actor
    from onevisit.catalogue.services import Rewrite
    from onevisit.kernel.types import JsonObject


class CatalogueConfig(AppConfig):
    """Registers the room and offers its officers the findings."""

    name = "onevisit.catalogue"
    label = "catalogue"
    verbose_name = "事项库"

    def ready(self) -> None:
        """Compare what changes with its standard; put the pages on the staff's navigation."""
        from django.utils.translation import gettext_lazy as _

        from onevisit.accounts.guards import holding
        from onevisit.accounts.rules import Permission
        from onevisit.catalogue.queries.enablers import begin_check
        from onevisit.catalogue.rules.events import CatalogueChanged
        from onevisit.catalogue.rules.publishing import register_check
        from onevisit.catalogue.services import compare_changed, register_book
        from onevisit.kernel.events import subscribe
        from onevisit.ui.navigation import Audience, NavItem, Place, register

        subscribe(CatalogueChanged, compare_changed)
        register_check("enablers", ["enabler_unregistered"], begin_check)
        register_book(_read_book, _tell_book)
        edit, publish = Permission.CATALOGUE_EDIT, Permission.CATALOGUE_PUBLISH
        pages = (
            (_("事项草稿"), "items", "pencil", 44, (edit,)),
            (_("目录审核"), "reviews", "stamp", 45, (publish,)),
            (_("目录检查"), "findings", "list-checks", 46, (publish,)),
            (_("八统一"), "unification", "columns-3", 47, (edit,)),
            (_("政务清单"), "registers", "scroll-text", 48, (edit,)),
            (_("导入导出"), "exchange", "arrow-left-right", 49, (publish,)),
            (_("网点清单"), "points", "map-pin", 50, (edit, publish)),
            (_("支撑能力"), "enablers", "plug", 50, (Permission.ENABLERS_KEEP, edit)),
        )
        for label, page, icon, order, held in pages:
            url, staff = f"catalogue:{page}", Audience.STAFF
            register(NavItem(label, url, staff, icon, order, Place.STAFF, visible=holding(*held)))


def _read_book(content: bytes, actor: Actor) -> Sequence[Rewrite]:
    from onevisit.catalogue.web.workbook.prospects import prospects

    found = prospects(content, actor=actor).items
    return [each.rewrite for each in found if each.rewrite is not None]


def _tell_book(
    content: bytes, actor: Actor, language: str, tell: Callable[[int], None]
) -> JsonObject:
    from onevisit.catalogue.web.workbook.previews import preview_in

    return preview_in(language, content, actor=actor, tell=tell)
