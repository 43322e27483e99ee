"""People, organisations and logins for tests, made through the services."""

from datetime import date
from itertools import count
from uuid import UUID

from onevisit.accounts import queries, services
from onevisit.accounts.models import User
from onevisit.accounts.rules import (
    ROLES,
    SYSTEM,
    Actor,
    AssuranceLevel,
    CitizenLoginDraft,
    OrganisationDraft,
    OrganisationInfo,
    PersonDraft,
    PersonSummary,
    RepresentationRole,
    StaffDraft,
)
from onevisit.kernel.codes import make_resident_id, make_uscc
from tests.factories.places import COUNTY, make_department, make_region

PASSWORD = "wind over green hills 7"

_numbers = count(1)


def fresh_id_number() -> str:
    """A resident ID valid in form that no earlier call gave."""
    number = next(_numbers)
    return make_resident_id("339921", date(1950 + number // 900 % 50, 3, 14), number % 900)


def fresh_uscc() -> str:
    """A credit code valid in form that no earlier call gave."""
    return make_uscc("91", "339921", next(_numbers))


def make_person(name: str = "陈一岚", *, id_number: str = "", phone: str = "") -> PersonSummary:
    """A registered person."""
    draft = PersonDraft(name, id_number or fresh_id_number(), phone=phone)
    person_id = services.register_person(draft, actor=SYSTEM)
    return queries.person_summaries([person_id])[person_id]


def make_organisation(
    name: str = "安澜小满餐饮有限公司", *, uscc: str = "", represented_by: UUID | None = None
) -> OrganisationInfo:
    """A registered organisation, with its legal representative if one is named."""
    draft = OrganisationDraft(name, uscc or fresh_uscc(), "安澜县清溪路 8 号")
    organisation_id = services.register_organisation(draft, actor=SYSTEM)
    if represented_by is not None:
        services.appoint(
            person_id=represented_by,
            organisation_id=organisation_id,
            role=RepresentationRole.LEGAL_REPRESENTATIVE,
            actor=SYSTEM,
        )
    return queries.organisation_by_id(organisation_id)


def make_user(
    name: str = "陈一岚",
    *,
    username: str = "",
    assurance: AssuranceLevel = AssuranceLevel.REAL_NAME,
    person_id: UUID | None = None,
) -> User:
    """A citizen's login, with a new person unless one is named; its password is PASSWORD."""
    person_id = person_id or make_person(name).id
    draft = CitizenLoginDraft(username or f"citizen{next(_numbers)}", person_id, assurance, "群众")
    return User.objects.get(
        id=services.create_citizen_login(draft, password=PASSWORD, actor=SYSTEM)
    )


def make_staff(
    role: str = "clerk",
    department: UUID | None = None,
    *,
    name: str = "周文静",
    username: str = "",
    service_point_id: UUID | None = None,
    window: str = "",
    region: str | None = COUNTY,
) -> User:
    """A staff login; a departmental role gets a new department unless one is named."""
    if region is not None:
        make_region(region)
    if department is None and ROLES[role].departmental:
        department = make_department().id
    draft = StaffDraft(
        username or f"{role}{next(_numbers)}",
        name,
        role,
        department,
        region,
        service_point_id,
        window,
        ROLES[role].label,
    )
    return User.objects.get(id=services.create_staff(draft, password=PASSWORD, actor=SYSTEM))


def citizen_actor(name: str = "陈一岚", **more: object) -> Actor:
    """The actor of a new citizen login."""
    return queries.actor_for(make_user(name, **more))  # type: ignore[arg-type]


def staff_actor(role: str = "clerk", department: UUID | None = None, **more: object) -> Actor:
    """The actor of a new staff login."""
    return queries.actor_for(make_staff(role, department, **more))  # type: ignore[arg-type]
