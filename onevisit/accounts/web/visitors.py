"""Tells the rooms below who a visitor is: the pages' navigation and the audit trail."""

from django.contrib.auth.base_user import AbstractBaseUser
from django.http import HttpRequest
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from onevisit.accounts.guards import admit_staff
from onevisit.accounts.queries import acted_for, actor_of, standing_in
from onevisit.accounts.queries.words import MET
from onevisit.accounts.rules import Actor, AssuranceLevel, Hand, Permission
from onevisit.accounts.rules.tokens import holdable
from onevisit.accounts.web.wordings import BASES
from onevisit.audit.services import Gate, set_gate
from onevisit.kernel.masks import mask_name
from onevisit.ui import navigation as nav


def introduce() -> None:
    """Register everything; called once, when Django starts."""
    set_gate(Gate(identify=actor_of, admit=admit_auditor))
    nav.know_visitors_by(audiences=audiences, name=shown_name, acting=shown_acting)
    nav.register(
        nav.NavItem(_("登录"), "accounts:login", nav.Audience.GUEST, "log-in", 900, nav.Place.USER),
        nav.NavItem(
            _("实名认证"),
            "accounts:real-name",
            nav.Audience.PERSON,
            "shield-check",
            910,
            nav.Place.USER,
            visible=needs_real_name,
        ),
        nav.NavItem(
            _("修改密码"),
            "accounts:password",
            nav.Audience.MEMBER,
            "key-round",
            920,
            nav.Place.USER,
            visible=has_password,
        ),
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
    _introduce_tokens()


def _introduce_tokens() -> None:
    nav.register(
        nav.NavItem(
            _("接口令牌"),
            "accounts:tokens",
            nav.Audience.STAFF,
            "key-square",
            930,
            nav.Place.USER,
            visible=may_have_tokens,
        )
    )


def admit_auditor(request: HttpRequest) -> Actor:
    """Staff who may read the trail pass; see `guards.staff_required`."""
    actor = actor_of(request)
    admit_staff(actor, Permission.AUDIT_READ)
    return actor


def may_read_audit(request: HttpRequest) -> bool:
    """Whether the visitor is offered the audit page."""
    return actor_of(request).may(Permission.AUDIT_READ)


def needs_real_name(request: HttpRequest) -> bool:
    """Whether the visitor is a citizen of whom only the phone is known."""
    actor = actor_of(request)
    return actor.person_id is not None and actor.assurance < AssuranceLevel.REAL_NAME


def may_have_tokens(request: HttpRequest) -> bool:
    """Whether a token of the visitor could be used for anything."""
    return bool(holdable(actor_of(request)))


def has_password(request: HttpRequest) -> bool:
    """Whether the visitor's login has a password of its own to change."""
    user = getattr(request, "user", None)
    return isinstance(user, AbstractBaseUser) and user.has_usable_password()


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
    return mask_name(actor.name) if actor.person_id and not actor.named else actor.name


def shown_acting(request: HttpRequest) -> nav.ActingAs | None:
    """In whose name somebody works, how, and the way out; also where it has just ended."""
    actor = actor_of(request)
    acting = actor.acting
    if acting is None:
        over = actor.person_id is not None and standing_in(request) is not None
        return nav.ActingAs("", "", "", reverse("accounts:act-for"), over=True) if over else None
    helping = acting.agent_id is None
    return nav.ActingAs(
        acting.principal_name,
        acting.number,
        MET[acting.met] if helping else str(BASES[acting.basis]) % {"number": acting.number},
        reverse("accounts:helper-end" if helping else "accounts:act-for"),
        acted_for(Hand(actor.name, acting.basis, acting.number), acting.principal_name),
    )
