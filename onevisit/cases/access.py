"""Who may see which application and which case: the only way to fetch one for somebody.

Citizens see their own applications and those of organisations they act for now; who acts under an
authority sees those of the person or organisation in whose name they act, as far as it reaches.
Windows and supervisors see their region, drafts only where the clerk may receive and the draft was
made at a window. Officers of a department see the cases of that department, never those of another
part of the same application.
"""

from typing import Any
from uuid import UUID

from django.db.models import Exists, OuterRef, Q, QuerySet

from onevisit.accounts import queries as accounts
from onevisit.accounts.errors import not_permitted
from onevisit.accounts.rules import (
    Acting,
    Actor,
    Basis,
    GrantFact,
    Held,
    Permission,
    Scope,
    region_stem,
)
from onevisit.cases.errors import (
    consent_is_own,
    no_such_application,
    no_such_case,
    no_such_invitation,
)
from onevisit.cases.errors.consulting import no_such_consultation
from onevisit.cases.errors.destroying import destroyed
from onevisit.cases.errors.drawings import no_such_review
from onevisit.cases.errors.routes import no_such_hand_over
from onevisit.cases.models import (
    Application,
    Case,
    Channel,
    Consultation,
    DrawingReview,
    HandOver,
    Invitation,
)
from onevisit.cases.rules.lifecycle import ApplicationState
from onevisit.cases.rules.parties import Standing
from onevisit.kernel import clock, rows
from onevisit.kernel.ids import parse_id

_READ_CASES = (
    Permission.CASES_LOOK_UP,
    Permission.CASES_REVIEW,
    Permission.CASES_ACCEPT,
    Permission.CASES_DECIDE,
    Permission.CASES_EXTEND_JOINT,
    Permission.OVERSIGHT_READ,
)
_READ_APPLICATIONS = (Permission.CASES_LOOK_UP, Permission.OVERSIGHT_READ)
_APPLICATION = rows.Joined(Application, "applicant", "organisation", "collection_point")
_CASE = rows.Joined(
    Case, "application__applicant", "application__organisation", "department", "claimed_by"
)
_UNSENT = (ApplicationState.DRAFT, ApplicationState.DISCARDED)
_AT_POINTS = ("intake_point", "collection_point")
"""Where an application passes through, once it is handed in."""


def scope_of(case: Case) -> Scope:
    """Where a case belongs."""
    return Scope(case.department_id, case.region_id)


def is_applicant(actor: Actor, application: Application) -> bool:
    """Whether `actor` is on the applicant's side: the person, who acts for the organisation now, or
    who acts for either under an authority, as far as that reaches.
    """
    if actor.person_id is None:
        return False
    if actor.acting is not None:
        acting, firm = actor.acting, application.organisation_id
        same = firm is None and application.applicant_id == actor.person_id
        own = same if acting.organisation_id is None else firm == acting.organisation_id
        return own and acting.reaches(application.id, application.offer_code)
    if application.organisation_id is None:
        return application.applicant_id == actor.person_id
    if application.organisation_id == actor.organisation_id:
        return True
    return accounts.represents(actor.person_id, application.organisation_id)


def passes_here(actor: Actor, application: Application) -> bool:
    """Whether the application passes through the actor's own point, and they serve that point:
    taken in there, worked on there, or to be collected there, of whatever region it is.
    """
    point = actor.service_point_id
    places = (
        application.intake_point_id,
        application.saved_point_id,
        application.collection_point_id,
    )
    return point is not None and point in places and actor.may(Permission.POINT_SERVE)


def may_here(actor: Actor, permission: Permission, application: Application) -> bool:
    """Whether the actor holds `permission` over the application's region, or over what passes
    through their own point.
    """
    if actor.may(permission, Scope(None, application.region_id)):
        return True
    return actor.may(permission) and passes_here(actor, application)


def require_here(actor: Actor, permission: Permission, application: Application) -> None:
    """Let the actor pass as `may_here` or raise Refused `accounts.not_permitted`."""
    if not may_here(actor, permission, application):
        raise not_permitted(permission)


def sees_application(actor: Actor, application: Application) -> bool:
    """Whether `actor` may see this application as a whole."""
    if actor.is_system or is_applicant(actor, application):
        return True
    if passes_here(actor, application):
        return application.state not in _UNSENT or application.channel == Channel.WINDOW
    scope = Scope(None, application.region_id)
    if application.state in _UNSENT:
        at_window = application.channel == Channel.WINDOW
        return at_window and _may_any(actor, (Permission.CASES_INTAKE,), scope)
    if _may_any(actor, _READ_APPLICATIONS, scope):
        return True
    departments = actor.departments(Permission.CASES_REVIEW)
    if not departments:
        return False
    return Case.objects.filter(application=application, department_id__in=departments).exists()


def sees_case(actor: Actor, case: Case, application: Application) -> bool:
    """Whether `actor` may see this case."""
    if actor.is_system or _may_any(actor, _READ_CASES, scope_of(case)):
        return True
    return is_applicant(actor, application) or passes_here(actor, application)


def get_application_for(actor: Actor, ref: UUID | str) -> Application:
    """The application with this id or number, with its applicant and organisation.

    Raises NotFound `cases.no_such_application`, also for outsiders; Conflict `cases.destroyed`.
    """
    application: Application | None = _one(_APPLICATION, ref)
    if application is None or not sees_application(actor, application):
        raise no_such_application()
    if application.destroyed_at is not None:
        raise destroyed(clock.local_date(application.destroyed_at))
    return application


def get_case_for(actor: Actor, ref: UUID | str) -> Case:
    """The case with this id or number, with its application and department.

    Raises NotFound `cases.no_such_case`, also for outsiders; Conflict `cases.destroyed`.
    """
    case: Case | None = _one(_CASE, ref)
    if case is None or not sees_case(actor, case, case.application):
        raise no_such_case()
    if case.destroyed_at is not None:
        raise destroyed(clock.local_date(case.destroyed_at))
    return case


def advising(row: Consultation) -> Scope:
    """Where whoever answers a request for an opinion must have their right."""
    return Scope(row.department_id, row.case.region_id)


def get_consultation_for(actor: Actor, consultation_id: UUID) -> Consultation:
    """A request for an opinion, for officers of the department asked and of the one that asks.

    Raises NotFound `cases.no_such_consultation`, also for outsiders; Conflict `cases.destroyed`.
    """
    found = Consultation.objects.select_related("case__application", "case__department")
    row = found.select_related("department").filter(id=consultation_id).first()
    if row is None or not any(
        actor.may(Permission.CASES_REVIEW, scope) for scope in (advising(row), scope_of(row.case))
    ):
        raise no_such_consultation()
    if row.case.destroyed_at is not None:
        raise destroyed(clock.local_date(row.case.destroyed_at))
    return row


def seat_scope(department_id: UUID, case: Case) -> Scope:
    """Where whoever sits in a review for a department must have their right."""
    return Scope(department_id, case.region_id)


def get_drawings_for(actor: Actor, review_id: UUID) -> DrawingReview:
    """A review of drawings, for officers of the departments in it and the applicant's side.

    Raises NotFound `cases.no_such_drawing_review`, also for outsiders; Conflict `cases.destroyed`.
    """
    found = DrawingReview.objects.select_related(
        "case__department", "case__application__applicant", "case__application__organisation"
    )
    row = found.filter(id=review_id).first()
    if row is None or not (is_applicant(actor, row.case.application) or _sits(actor, row)):
        raise no_such_review()
    if row.case.destroyed_at is not None:
        raise destroyed(clock.local_date(row.case.destroyed_at))
    return row


def _sits(actor: Actor, row: DrawingReview) -> bool:
    seats = row.seats.values_list("department_id", flat=True)
    return any(
        actor.may(Permission.CASES_REVIEW, seat_scope(department_id, row.case))
        for department_id in seats
    )


def invitation_of(actor: Actor, invitation_id: UUID) -> Invitation:
    """What `actor` was asked to agree to, themselves or for an organisation they act for now, with
    its application and applicant; who they are for it stands on the row, not yet saved.

    Raises NotFound `cases.no_such_invitation`, also for outsiders and for who is named no more;
    Refused `cases.consent_is_own` for who acts in their name, unless it is their guardian.
    """
    row = (
        Invitation.objects.select_related("application__applicant", "application__organisation")
        .filter(id=invitation_id)
        .exclude(state=Standing.REMOVED)
        .exclude(application__state=ApplicationState.DISCARDED)
        .first()
    )
    person_id = actor.person_id
    if row is None or person_id is None:
        raise no_such_invitation()
    if row.number_index not in accounts.person_indexes(person_id):
        held = {} if actor.acting else accounts.organisation_indexes(person_id)
        if row.number_index not in held:
            raise no_such_invitation()
        row.organisation_id = held[row.number_index]
    if actor.acting is not None and not consents_for(actor.acting):
        raise consent_is_own()
    row.person_id = person_id
    return row


def consents_for(acting: Acting) -> bool:
    """Whether who acts says yes for another as a party: guardians, who answer for their ward."""
    return acting.basis is Basis.GUARDIAN


def invitations_to(actor: Actor, held: Held | None = None) -> QuerySet[Invitation]:
    """What `actor` was asked to agree to, for themselves and the organisations they act for (`held`
    where the caller knows them).
    """
    acting = actor.acting
    if actor.person_id is None or (acting is not None and not consents_for(acting)):
        return Invitation.objects.none()
    firms = {} if acting else accounts.organisation_indexes(actor.person_id, held)
    indexes = (*accounts.person_indexes(actor.person_id), *firms)
    found = Invitation.objects.filter(number_index__in=indexes).exclude(state=Standing.REMOVED)
    return found.exclude(application__state=ApplicationState.DISCARDED)


def hand_overs() -> QuerySet[HandOver]:
    """What was handed over, with all that is shown of it."""
    return HandOver.objects.select_related(
        "department", "case__department", "case__application__applicant",
        "case__application__organisation",
    )  # fmt: skip


def hand_overs_to(actor: Actor) -> QuerySet[HandOver]:
    """What was handed over to the departments of an officer."""
    return hand_overs().filter(department_id__in=actor.departments(Permission.CASES_REVIEW))


def get_hand_over_for(actor: Actor, hand_over_id: UUID) -> HandOver:
    """Raises NotFound `cases.no_such_hand_over`, also for other departments."""
    row = hand_overs_to(actor).filter(id=hand_over_id).first()
    if row is None:
        raise no_such_hand_over()
    return row


def visible_to(actor: Actor) -> QuerySet[Case]:
    """The cases `actor` may see."""
    if actor.is_system:
        return Case.objects.all()
    found = _staff_filter(actor, _READ_CASES)
    if actor.person_id is not None:
        found |= Q(application_id__in=_own(actor).values("id"))
    return Case.objects.filter(found | _through_here(actor, "application__"))


def visible_with(actor: Actor, permission: Permission) -> QuerySet[Case]:
    """The cases over which a staff actor holds `permission`: what a desk or a window lists."""
    if actor.is_system:
        return Case.objects.all()
    found = _staff_filter(actor, (permission,))
    if actor.may(permission):
        found |= _through_here(actor, "application__")
    return Case.objects.filter(found)


def applications_visible_to(actor: Actor) -> QuerySet[Application]:
    """The applications `actor` may see; drafts only on the applicant's side."""
    if actor.is_system:
        return Application.objects.all()
    whole = _staff_filter(actor, _READ_APPLICATIONS) & ~Q(state__in=_UNSENT)
    departments = actor.departments(Permission.CASES_REVIEW)
    if departments:
        reviewed = Case.objects.filter(application=OuterRef("pk"), department_id__in=departments)
        whole |= Q(Exists(reviewed))
    if actor.person_id is not None:
        whole |= Q(id__in=_own(actor).values("id"))
    whole |= _through_here(actor, "") & ~Q(state__in=_UNSENT)
    return Application.objects.filter(whole)


def own_applications(actor: Actor, held: Held | None = None) -> QuerySet[Application]:
    """The applications on whose side `actor` stands: what 「我的办件」 lists. `held` are the
    organisations they act for, where the caller knows them.
    """
    if actor.person_id is None:
        return Application.objects.none()
    return _own(actor, held)


def _through_here(actor: Actor, path: str) -> Q:
    """Rows that `passes_here` for what has been handed in; `path` leads to the application."""
    if actor.service_point_id is None or not actor.may(Permission.POINT_SERVE):
        return Q(pk__in=[])
    found = Q(pk__in=[])
    for place in _AT_POINTS:
        found |= Q(**{f"{path}{place}_id": actor.service_point_id})
    return found


def _own(actor: Actor, held: Held | None = None) -> QuerySet[Application]:
    if actor.acting is not None:
        return _under(Application.objects.all(), actor, actor.acting)
    return Application.objects.filter(
        Q(organisation__isnull=True, applicant_id=actor.person_id)
        | Q(organisation_id__in=_firms(actor, held))
    )


def _firms(actor: Actor, held: Held | None) -> list[UUID]:
    """The organisations the actor acts for; no query where `held` says which."""
    if held is None:
        held = accounts.organisations_of(actor.person_id) if actor.person_id else ()
    return [each.organisation.id for each in held]


def _under(rows: QuerySet[Application], actor: Actor, acting: Acting) -> QuerySet[Application]:
    """As far as the authority reaches; see `Acting.reaches`."""
    if acting.organisation_id is not None:
        rows = rows.filter(organisation_id=acting.organisation_id)
    else:
        rows = rows.filter(organisation=None, applicant_id=actor.person_id)
    if acting.application_id is not None:
        return rows.filter(id=acting.application_id)
    return rows.filter(offer_code__in=sorted(acting.offers)) if acting.offers else rows


def own_condition(actor: Actor, held: Held | None = None) -> tuple[str, list[object]]:
    """`own_applications` as a condition on ``t0``, for statements that are spelled out once."""
    acting = actor.acting
    if acting is not None:
        only = str(acting.application_id) if acting.application_id else None
        offers = sorted(acting.offers) or None
        own = [acting.organisation_id, actor.person_id, acting.organisation_id]
        return _OWN_UNDER, [*own, only, only, offers, offers]
    return _OWN, [actor.person_id, _firms(actor, held)]


_OWN = "(t0.organisation_id IS NULL AND t0.applicant_id = %s OR t0.organisation_id = ANY(%s))"
_OWN_UNDER = (
    "(CASE WHEN %s::uuid IS NULL THEN t0.organisation_id IS NULL AND t0.applicant_id = %s"
    " ELSE t0.organisation_id = %s END AND (%s::uuid IS NULL OR t0.id = %s::uuid)"
    " AND (%s::text[] IS NULL OR t0.offer_code = ANY(%s)))"
)


def _may_any(actor: Actor, permissions: tuple[Permission, ...], scope: Scope) -> bool:
    return any(actor.may(permission, scope) for permission in permissions)


def _staff_filter(actor: Actor, permissions: tuple[Permission, ...]) -> Q:
    """Rows with `department_id` and `region_id` that some grant of the actor reaches."""
    found = Q(pk__in=[])
    for grant in actor.grants:
        if grant.permissions.intersection(permissions):
            found |= _reach(grant)
    return found


def reach_of_grants(actor: Actor, permission: Permission, *, case: str = "case") -> Q:
    """Rows of other departments that the actor's grants reach: requests for an opinion, seats in a
    review. Those of their department, about cases of their region; `case` is the way to the case.
    """
    found = Q(pk__in=[])
    for grant in actor.grants:
        if permission in grant.permissions and grant.scope.department_id is not None:
            reach = Q(department_id=grant.scope.department_id)
            if grant.scope.region is not None:
                region = region_stem(grant.scope.region)
                reach &= Q(**{f"{case}__region__code__startswith": region})
            found |= reach
    return found


def _reach(grant: GrantFact) -> Q:
    departmental = grant.departmental
    reach = Q(pk__in=[]) if departmental and grant.scope.department_id is None else Q()
    if departmental and grant.scope.department_id is not None:
        reach = Q(department_id=grant.scope.department_id)
    if grant.scope.region is not None:
        reach &= Q(region__code__startswith=region_stem(grant.scope.region))
    return reach or ~Q(pk__in=[])


def _one(whole: rows.Joined, ref: UUID | str) -> Any:
    """The row with this id or number."""
    key = parse_id(ref) if isinstance(ref, str) else ref
    found = whole.fetch("t0.id = %s", [key]) if key else whole.fetch("t0.number = %s", [ref])
    return next(iter(found), None)
