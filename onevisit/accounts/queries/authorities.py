"""Authorities 委托: who may act for whom now, and what was given."""

from collections.abc import Iterable
from uuid import UUID

from django.db.models import Q, QuerySet

from onevisit.accounts.errors import no_such_authority
from onevisit.accounts.models import Authority, Grant, User, current
from onevisit.accounts.models.sealing import opened
from onevisit.accounts.rules import (
    ROLES,
    AuthorityEnd,
    AuthorityLine,
    AuthorityWay,
    Basis,
    HelperLine,
    Permission,
    PersonField,
)
from onevisit.kernel import clock, masks

_HELPERS = [role.code for role in ROLES.values() if Permission.PEOPLE_HELP in role.permissions]


def holding(prefix: str = "") -> Q:
    """The authorities that hold now."""
    return Q(**{f"{prefix}ended_at__isnull": True, f"{prefix}until__gte": clock.today()})


def usable(prefix: str = "") -> Q:
    """The authorities one may act under now: holding, begun, and taken by their agent."""
    begun = Q(**{f"{prefix}begins__isnull": True}) | Q(**{f"{prefix}begins__lte": clock.today()})
    taken = Q(**{f"{prefix}basis": Basis.HELPER}) | Q(**{f"{prefix}accepted_at__isnull": False})
    return holding(prefix) & begun & taken


def helpers(user_ids: Iterable[UUID] | None = None) -> tuple[HelperLine, ...]:
    """Who may be chosen as a helper, by their place: active, granted the role, seated somewhere.
    One query.
    """
    granted = Grant.objects.filter(current(), role__in=_HELPERS).values("user_id")
    rows = User.objects.filter(is_active=True, id__in=granted, service_point__isnull=False)
    if user_ids is not None:
        rows = rows.filter(id__in=list(user_ids))
    ordered = rows.select_related("service_point__region").order_by(
        "service_point__code", "display_name", "id"
    )
    return tuple(
        HelperLine(
            row.id,
            row.display_name,
            row.service_point.id,
            row.service_point.name,
            row.service_point.address,
            row.service_point.region.name,
        )
        for row in ordered
        if row.service_point is not None
    )


def authorities_of(principal_id: UUID) -> tuple[AuthorityLine, ...]:
    """What a person gave to helpers, what holds first, then the newest; one query."""
    rows = _whole(Authority.objects.filter(principal_id=principal_id, basis=Basis.HELPER))
    return tuple(sorted(map(authority_line, rows), key=lambda line: not line.live))


def authorities_for(helper_id: UUID) -> tuple[AuthorityLine, ...]:
    """For whom a helper may act now, by name; one query."""
    rows = _whole(Authority.objects.filter(holding(), helper_id=helper_id))
    return tuple(sorted(map(authority_line, rows), key=lambda line: line.principal_name))


def authority_holds(authority_id: UUID) -> bool:
    """Whether one may act under it now."""
    return Authority.objects.filter(usable(), id=authority_id).exists()


def helpers_of(principal_ids: Iterable[UUID]) -> dict[UUID, list[tuple[UUID, tuple[str, ...]]]]:
    """For these persons: who may act for them now, and for which offers (none: all); one query."""
    rows = Authority.objects.filter(
        holding(), basis=Basis.HELPER, principal_id__in=set(principal_ids)
    )
    found: dict[UUID, list[tuple[UUID, tuple[str, ...]]]] = {}
    for principal_id, helper_id, offers in rows.values_list("principal_id", "helper_id", "offers"):
        found.setdefault(principal_id, []).append((helper_id, tuple(offers)))
    return found


def authority_for(authority_id: UUID, helper_id: UUID) -> AuthorityLine:
    """One that this helper may act under now. Raises NotFound `accounts.no_such_authority`."""
    found = Authority.objects.filter(holding(), id=authority_id, helper_id=helper_id)
    row = next(iter(_whole(found)), None)
    if row is None:
        raise no_such_authority()
    return authority_line(row)


def authority_line(row: Authority) -> AuthorityLine:
    """A helper's row as it is shown; principal, helper and place are at hand."""
    principal, helper, place = row.principal, row.helper, row.place
    if principal is None or helper is None or place is None:
        raise no_such_authority()
    return AuthorityLine(
        id=row.id,
        number=row.number,
        principal_id=principal.id,
        principal_name=principal.name,
        masked_id_number=masks.mask_id(opened(principal, PersonField.ID_NUMBER)),
        helper_id=helper.id,
        helper_name=helper.display_name,
        place=place.name,
        offers=tuple(row.offers),
        given_at=row.given_at,
        until=row.until,
        way=AuthorityWay(row.way),
        live=row.ended_at is None and row.until >= clock.today(),
        ended_at=row.ended_at,
        ended_why=AuthorityEnd(row.ended_why) if row.ended_why else None,
    )


def _whole(rows: QuerySet[Authority]) -> QuerySet[Authority]:
    return rows.select_related("principal", "helper", "place").order_by("-given_at", "-number")
