"""Who may do what, as pure data: permissions, roles, scopes and the actor of a request.

A *permission* is a verb of one room. A *role* is a frozen set of permissions, written in code so
that a change of power is a reviewed change. A *grant* (a database row) gives one role to one user
inside a scope of department and region; the *actor* carries the grants of whoever acts through a
request or a command.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from enum import IntEnum, StrEnum
from uuid import UUID

from onevisit.accounts.errors import not_permitted, outside_deeds
from onevisit.accounts.rules.authority import Acting, Deed


class Permission(StrEnum):
    """The verbs that somebody must be given; everything not given is denied."""

    CASES_INTAKE = "cases.intake"  # receive an application at a window 收件
    CASES_ACCEPT = "cases.accept"  # accept or refuse acceptance 受理
    CASES_REVIEW = "cases.review"  # see the desk, claim, give an opinion, suspend and resume
    CASES_DECIDE = "cases.decide"  # approve or refuse 决定
    CASES_ASSIGN = "cases.assign"  # hand cases over, name deputies for others
    CASES_COSIGN = "cases.cosign"  # confirm a decision somebody else proposes
    CASES_EXTEND = "cases.extend"  # extend a limit once, as head of the department
    CASES_EXTEND_JOINT = "cases.extend_joint"  # the same, as head of the government
    CASES_HAND_OUT = "cases.hand_out"  # give results out at the out-window 出件
    POINT_SERVE = "point.serve"  # work on what passes through one's own point
    HALL_QUEUE = "hall.queue"  # enter who comes to the hall, and see who waits
    LETTERS_WORD = "cases.word_letters"  # write the texts of letters, put another's in force
    CASES_LOOK_UP = "cases.look_up"  # read cases of one's own scope
    PAYMENTS_COLLECT = "payments.collect"  # take money at a window, hand it back there
    PAYMENTS_ASSESS = "payments.assess"  # find out an amount that no rate says 核定
    PAYMENTS_EXEMPT = "payments.exempt"  # let somebody off a fee, with a reason
    PAYMENTS_REFUND = "payments.refund"  # ask for a refund, approve what another asked for
    PAYMENTS_RECONCILE = "payments.reconcile"  # compare with the provider's file, statements
    PEOPLE_REGISTER = "people.register"  # find or register the person at a window
    PEOPLE_UNMASK = "people.unmask"  # see an ID number or phone in full, on record
    PEOPLE_HELP = "people.help"  # act for those who gave their authority 代办
    CATALOGUE_EDIT = "catalogue.edit"
    CATALOGUE_PUBLISH = "catalogue.publish"
    ENABLERS_KEEP = "catalogue.keep_enablers"  # say what works, and what it costs
    AUDIT_READ = "audit.read"
    OVERSIGHT_READ = "oversight.read"  # read cases of every department in scope
    ORDERS_ISSUE = "orders.issue"  # order a department to answer, accept or send back 督办
    ORDERS_ANSWER = "orders.answer"  # answer an order as head of the department
    ORDERS_DECIDE = "orders.decide"  # decide what went up, as head of the government
    RATINGS_HANDLE = "ratings.handle"  # call back who rated badly, record what was put right
    ARCHIVE_READ = "archive.read"  # find archived cases, open their packages
    ARCHIVE_KEEP = "archive.keep"  # hand over, hold, propose what is to be destroyed
    ARCHIVE_DESTROY = "archive.destroy"  # approve what another proposed to destroy
    REPORTING_KEEP = "reporting.keep"  # what goes to other systems: look, send again, join them
    STAFF_MANAGE = "staff.manage"
    CALENDAR_PUBLISH = "calendar.publish"  # enter a yearly notice, confirm another's


class AssuranceLevel(IntEnum):
    """How surely we know who is there (aligned with the three levels of ISO/IEC 29115 LoA 1,
    2, 3).
    """

    NONE = 0
    CONTACT = 1  # a phone that answered a code: may look and draft, never sign
    REAL_NAME = 2  # checked against the resident register: may sign
    IN_PERSON = 3  # the person stood at a window with the card


@dataclass(frozen=True, slots=True)
class Role:
    """A named set of permissions; `departmental` ones only reach their grant's department."""

    code: str
    label: str
    permissions: frozenset[Permission]
    departmental: bool = False


_P = Permission
ROLES: dict[str, Role] = {
    role.code: role
    for role in (
        Role(
            "clerk",
            "综合窗口",
            frozenset(
                {
                    _P.CASES_INTAKE,
                    _P.CASES_ACCEPT,
                    _P.CASES_HAND_OUT,
                    _P.CASES_LOOK_UP,
                    _P.HALL_QUEUE,
                    _P.PAYMENTS_COLLECT,
                    _P.PEOPLE_REGISTER,
                    _P.PEOPLE_UNMASK,
                }
            ),
        ),
        Role("greeter", "导办员", frozenset({_P.HALL_QUEUE})),
        Role("helper", "代办员", frozenset({_P.PEOPLE_HELP})),
        Role(
            "station",
            "网点代收代发",
            frozenset(
                {
                    _P.CASES_INTAKE,
                    _P.CASES_HAND_OUT,
                    _P.HALL_QUEUE,
                    _P.PEOPLE_REGISTER,
                    _P.POINT_SERVE,
                }
            ),
        ),
        Role(
            "approver",
            "审批人",
            frozenset(
                {
                    _P.CASES_ACCEPT,
                    _P.CASES_REVIEW,
                    _P.CASES_DECIDE,
                    _P.PAYMENTS_ASSESS,
                    _P.PAYMENTS_REFUND,
                    _P.PEOPLE_UNMASK,
                }
            ),
            departmental=True,
        ),
        Role(
            "head",
            "审批负责人",
            frozenset(
                {
                    _P.CASES_REVIEW,
                    _P.CASES_ASSIGN,
                    _P.CASES_COSIGN,
                    _P.CASES_EXTEND,
                    _P.LETTERS_WORD,
                    _P.ORDERS_ANSWER,
                    _P.PAYMENTS_EXEMPT,
                    _P.PAYMENTS_REFUND,
                    _P.PEOPLE_UNMASK,
                }
            ),
            departmental=True,
        ),
        Role("cashier", "财务", frozenset({_P.PAYMENTS_RECONCILE, _P.PAYMENTS_REFUND})),
        Role("archivist", "档案员", frozenset({_P.ARCHIVE_READ, _P.ARCHIVE_KEEP})),
        Role("archive_head", "档案负责人", frozenset({_P.ARCHIVE_READ, _P.ARCHIVE_DESTROY})),
        Role("government_head", "政府负责人", frozenset({_P.CASES_EXTEND_JOINT, _P.ORDERS_DECIDE})),
        Role(
            "catalogue_officer",
            "标准化专员",
            frozenset({_P.CATALOGUE_EDIT, _P.CATALOGUE_PUBLISH, _P.LETTERS_WORD}),
        ),
        Role("data_steward", "数据管理", frozenset({_P.ENABLERS_KEEP})),
        Role(
            "supervisor",
            "督办",
            frozenset(
                {
                    _P.OVERSIGHT_READ,
                    _P.AUDIT_READ,
                    _P.CASES_LOOK_UP,
                    _P.RATINGS_HANDLE,
                    _P.ORDERS_ISSUE,
                    _P.CALENDAR_PUBLISH,
                    _P.REPORTING_KEEP,
                }
            ),
        ),
        Role(
            "admin",
            "系统管理",
            frozenset({_P.STAFF_MANAGE, _P.AUDIT_READ, _P.CALENDAR_PUBLISH, _P.REPORTING_KEEP}),
        ),
    )
}


@dataclass(frozen=True, slots=True)
class Scope:
    """Where a thing belongs or a grant reaches; None in a grant means every department or region.

    `region` is a 12-digit code (GB/T 2260 with town and village).
    """

    department_id: UUID | None = None
    region: str | None = None


@dataclass(frozen=True, slots=True)
class GrantFact:
    """One grant as the actor carries it. `only`, where it is given, leaves no other permission:
    that of a token, which may do less than its owner.
    """

    role: str
    scope: Scope
    only: frozenset[Permission] | None = None

    @property
    def permissions(self) -> frozenset[Permission]:
        """What it gives; nothing for a role that is not known (any more)."""
        role = ROLES.get(self.role)
        if role is None:
            return frozenset()
        return role.permissions if self.only is None else role.permissions & self.only

    @property
    def departmental(self) -> bool:
        """Whether it reaches its own department only."""
        role = ROLES.get(self.role)
        return role is not None and role.departmental

    def reaches(self, permission: Permission, of: Scope) -> bool:
        """Whether this grant gives `permission` over something that belongs to `of`."""
        if permission not in self.permissions:
            return False
        if self.scope.department_id is None and self.departmental:
            return False  # a departmental role without a department reaches nothing
        if self.scope.department_id not in (None, of.department_id) and self.departmental:
            return False
        return self.scope.region is None or _region_contains(self.scope.region, of.region)


def _region_contains(outer: str, inner: str | None) -> bool:
    """A region holds those whose code starts with its own, trailing zero groups aside."""
    return inner is None or inner.startswith(region_stem(outer))


def region_stem(region: str) -> str:
    """A region's code without its trailing zero groups: what the codes inside it begin with."""
    stem = region
    for width in (9, 6, 4, 2):
        if set(stem[width:]) <= {"0"}:
            stem = stem[:width]
    return stem


@dataclass(frozen=True, slots=True)
class Actor:
    """Who acts: a logged-in user, a citizen, or the system itself.

    `name` is a snapshot for the audit trail. `service_point_id` and `window` say where a clerk
    sits.
    `organisation_id` is the one the person chose to act for, checked when the actor was made.
    `acting`: somebody who stands in for the person `person_id` (a helper, an agent, a guardian), or
    an agent for the organisation `organisation_id`, under an authority; user and name stay their
    own, the grants are left behind.
    """

    user_id: UUID | None
    name: str
    person_id: UUID | None = None
    assurance: AssuranceLevel = AssuranceLevel.NONE
    grants: tuple[GrantFact, ...] = ()
    service_point_id: UUID | None = None
    window: str = ""
    is_system: bool = False
    organisation_id: UUID | None = None
    acting: Acting | None = None

    @property
    def named(self) -> bool:
        """Whether this actor answers by name: staff, and who acts in another's name."""
        return self.is_staff or self.acting is not None

    @property
    def authority(self) -> str:
        """The number of the authority under which somebody acts for another, "" for the others."""
        return self.acting.number if self.acting else ""

    @property
    def is_staff(self) -> bool:
        """True when any role was granted."""
        return bool(self.grants)

    def may(self, permission: Permission, of: Scope | None = None) -> bool:
        """Whether the actor holds `permission` over `of` (anywhere, when `of` is None)."""
        if self.is_system:
            return True
        if of is None:
            return any(permission in g.permissions for g in self.grants)
        return any(grant.reaches(permission, of) for grant in self.grants)

    def departments(self, permission: Permission) -> frozenset[UUID]:
        """The departments in which a departmental grant gives `permission`."""
        return frozenset(
            g.scope.department_id
            for g in self.grants
            if g.scope.department_id is not None and permission in g.permissions
        )


SYSTEM = Actor(user_id=None, name="system", is_system=True)
ANONYMOUS = Actor(user_id=None, name="")


def require(actor: Actor, permission: Permission, of: Scope | None = None) -> None:
    """Let the actor pass or raise Refused `accounts.not_permitted` naming the permission."""
    if not actor.may(permission, of):
        raise not_permitted(permission)


def require_deed(actor: Actor, deed: Deed) -> None:
    """Let who acts for another pass if they were given this; everybody else passes. Raises Refused
    `accounts.outside_deeds` naming the deed.
    """
    if actor.acting is not None and not actor.acting.allows(deed):
        raise outside_deeds(deed)


def scopes_holding(grants: Iterable[GrantFact], permission: Permission) -> tuple[Scope, ...]:
    """The scopes of those grants that give `permission`: what a list query filters by."""
    return tuple(g.scope for g in grants if permission in g.permissions)
