"""Tells the rooms below who a visitor is: the pages' navigation and the audit trail."""

from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _

from onevisit.accounts.guards import admit_staff
from onevisit.accounts.queries import actor_of
from onevisit.accounts.rules import Actor, Permission
from onevisit.audit.services import Gate, set_gate
from onevisit.kernel.masks import mask_name
from onevisit.ui import navigation as nav


def introduce() -> None:
    """Register everything; called once, when Django starts."""
    set_gate(Gate(identify=actor_of, admit=admit_auditor))
    nav.know_visitors_by(audiences=audiences, name=shown_name)
    nav.register(
        nav.NavItem(_("登录"), "accounts:login", nav.Audience.GUEST, "log-in", 900, nav.Place.USER),
        nav.NavItem(
            _("退出登录"),
            "accounts:logout",
            nav.Audience.MEMBER,
            "log-out",
            990,
            nav.Place.USER,
            method="post",
        ),
        nav.NavItem(
            _("操作留痕"),
            "audit:trail",
            nav.Audience.STAFF,
            "scroll-text",
            800,
            nav.Place.STAFF,
            visible=may_read_audit,
        ),
    )


def admit_auditor(request: HttpRequest) -> Actor:
    """Staff who may read the trail pass; see `guards.staff_required`."""
    actor = actor_of(request)
    admit_staff(actor, Permission.AUDIT_READ)
    return actor


def may_read_audit(request: HttpRequest) -> bool:
    """Whether the visitor is offered the audit page."""
    return actor_of(request).may(Permission.AUDIT_READ)


def audiences(request: HttpRequest) -> frozenset[nav.Audience]:
    """Guest, or member and either staff or person."""
    actor = actor_of(request)
    if actor.user_id is None:
        return frozenset({nav.Audience.EVERYONE, nav.Audience.GUEST})
    kind = nav.Audience.PERSON if actor.person_id else nav.Audience.STAFF
    return frozenset({nav.Audience.EVERYONE, nav.Audience.MEMBER, kind})


def shown_name(request: HttpRequest) -> str:
    """Staff by name, citizens masked: someone may look over their shoulder."""
    actor = actor_of(request)
    return mask_name(actor.name) if actor.person_id else actor.name
