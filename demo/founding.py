"""The county before its first case: offices, staff, people, companies and the catalogue."""

from dataclasses import dataclass, field, replace
from uuid import UUID

from demo import content, enabling
from demo.stories import Story
from onevisit.accounts import queries as account_queries
from onevisit.accounts import services as accounts
from onevisit.accounts.rules import (
    SYSTEM,
    Actor,
    AssuranceLevel,
    CitizenLoginDraft,
    OrganisationDraft,
    PersonDraft,
    RepresentationRole,
    StaffDraft,
)
from onevisit.catalogue import queries as catalogue_queries
from onevisit.catalogue import services as catalogue
from onevisit.catalogue.rules.composition import Offer
from onevisit.delivery import services as delivery
from onevisit.directory import services as directory
from onevisit.directory.rules import (
    DepartmentDraft,
    PlaceKind,
    RegionDraft,
    ServicePointDraft,
)


@dataclass(frozen=True, slots=True)
class County:
    """The ids of what was founded, by the keys of the content; actors by user name; authorities by
    helper and person, and codes of projects, as they come to be.
    """

    departments: dict[str, UUID]
    points: dict[str, UUID]
    people: dict[str, UUID]
    companies: dict[str, UUID]
    actors: dict[str, Actor]
    offers: dict[str, Offer]
    authorities: dict[tuple[str, str], UUID] = field(default_factory=dict)
    projects: dict[str, str] = field(default_factory=dict)

    def applicant(self, story: Story) -> Actor:
        """Who applies, acting for the company that the story is about."""
        company = self.companies[story.company] if story.company else None
        return replace(self.actors[story.person], organisation_id=company)


def found() -> County:
    """Register everything; inside a transaction and at the clock's present instant."""
    departments, points = _offices()
    _lockers(points)
    people = _people()
    companies = _companies(people)
    _logins(departments, points, people)
    names = [each.username for each in content.officers()]
    names += [key for key, each in content.people().items() if each.phone]
    actors = {name: account_queries.actor_by_username(name) for name in names}
    enabling.register(actors["steward"])
    publish_catalogue(actors["catalogue"])
    offers = {
        key: catalogue_queries.pinned_offer(code).offer
        for key, code in content.offer_codes().items()
    }
    return County(departments, points, people, companies, actors, offers)


def _offices() -> tuple[dict[str, UUID], dict[str, UUID]]:
    county = content.county()
    directory.register_regions((RegionDraft(**each) for each in county["regions"]), actor=SYSTEM)
    departments = directory.register_departments(
        [
            DepartmentDraft(
                **{"region": county["county"], **each, "aliases": tuple(each["aliases"])}
            )
            for each in county["departments"]
        ],
        actor=SYSTEM,
    )
    points = directory.register_service_points(
        [
            ServicePointDraft(
                **{**each, "kind": PlaceKind(each["kind"]), "hours": tuple(each["hours"])}
            )
            for each in county["service_points"]
        ],
        actor=SYSTEM,
    )
    return departments, points


def _lockers(points: dict[str, UUID]) -> None:
    for each in content.county()["lockers"]:
        words = {key: value for key, value in each.items() if key != "point"}
        delivery.keep_locker(
            point_id=points[each["point"]], words=delivery.LockerWords(**words), actor=SYSTEM
        )


def _people() -> dict[str, UUID]:
    ids = accounts.register_persons(
        [
            PersonDraft(each.name, each.id_number, phone=each.phone)
            for each in content.people().values()
        ],
        actor=SYSTEM,
    )
    return dict(zip(content.people(), ids, strict=True))


def _companies(people: dict[str, UUID]) -> dict[str, UUID]:
    listed = content.all_companies()
    ids = accounts.register_organisations(
        [OrganisationDraft(each.name, each.uscc, each.address) for each in listed], actor=SYSTEM
    )
    companies = dict(zip((each.key for each in listed), ids, strict=True))
    accounts.appoint_many(
        [
            (
                people[each.representative],
                companies[each.key],
                RepresentationRole.LEGAL_REPRESENTATIVE,
            )
            for each in listed
        ],
        actor=SYSTEM,
    )
    return companies


def _logins(departments: dict[str, UUID], points: dict[str, UUID], people: dict[str, UUID]) -> None:
    """Nobody gets a password: the page of demo logins lets one in, and only in demo mode."""
    accounts.create_staff_logins(
        [
            StaffDraft(
                username=each.username,
                name=each.name,
                role=each.role,
                department_id=departments[each.department] if each.department else None,
                region=each.region or content.county()["county"],
                service_point_id=points[each.service_point] if each.service_point else None,
                window=each.window,
                about=each.about,
            )
            for each in content.officers()
        ],
        password=None,
        actor=SYSTEM,
    )
    accounts.create_citizen_logins(
        [
            CitizenLoginDraft(
                username=each.key,
                person_id=people[each.key],
                about=each.about,
                assurance=AssuranceLevel.REAL_NAME,
            )
            for each in content.people().values()
            if each.phone
        ],
        password=None,
        actor=SYSTEM,
    )


def publish_catalogue(actor: Actor) -> None:
    """Read every item from its file and publish it, then the bundles made of them, then what kinds
    of business need of both.
    """
    region = content.county()["county"]
    for item in content.items():
        version = catalogue.save_item_draft(
            item.document, region=region, department=item.department, actor=SYSTEM
        )
        catalogue.publish_item(version, actor=actor)
    for document in content.bundles().values():
        version = catalogue.save_bundle_draft(document, region=region, actor=SYSTEM)
        catalogue.publish_bundle(version, actor=actor)
    catalogue.set_activities(content.activities(), region=region, actor=actor)
