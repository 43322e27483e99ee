"""What can happen to a project: registered, applied for, worked on by third parties."""

from dataclasses import dataclass
from datetime import date
from uuid import UUID

from django.db import connection, transaction

from onevisit.accounts import queries as accounts
from onevisit.accounts.errors import not_citizen, not_representing
from onevisit.accounts.rules import Actor
from onevisit.audit import services as audit
from onevisit.cases import queries as case_queries
from onevisit.cases import services as cases
from onevisit.cases.rules.events import (
    ApplicationSubmitted,
    ContactHappened,
    ContactKind,
    DraftAnswered,
)
from onevisit.kernel import clock, events
from onevisit.projects import errors
from onevisit.projects.access import (
    get_own_project,
    get_project_at_window,
    project_id_of,
    require_at_window,
)
from onevisit.projects.models import Engagement, Project, ProjectApplication
from onevisit.projects.queries.kinds import kind_on
from onevisit.projects.rules.codes import Nature, project_code
from onevisit.projects.rules.engagements import LONGEST_AGENCY, EngagementKind
from onevisit.projects.rules.phases import offers_of, read_phases

LONGEST_NAME = 120
"""Characters of a name, and of a site."""


@dataclass(frozen=True, slots=True)
class ProjectDraft:
    """What somebody says of a new project; `kind` is the code of its kind."""

    name: str
    site: str
    kind: str
    nature: str
    organisation_id: UUID

    def checked(self) -> "ProjectDraft":
        """Raises Invalid `projects.name_needed`, NotFound `projects.no_such_kind`."""
        for field, text in (("name", self.name), ("site", self.site)):
            if not 0 < len(text.strip()) <= LONGEST_NAME:
                raise errors.named(field, LONGEST_NAME)
        if self.nature not in set(Nature):
            raise errors.no_such_kind()
        return self


def register(*, draft: ProjectDraft, actor: Actor, person_id: UUID | None = None) -> str:
    """Register a project of an organisation the actor acts for; returns its code, which stands in
    everything that is applied for from then on. A clerk at a window names the person who stands
    there for the owner.

    Raises Refused `accounts.not_citizen`, `accounts.not_representing`, `accounts.not_permitted`,
    `cases.window_needed`, and what `ProjectDraft.checked` raises.
    """
    if person_id is None and (actor.person_id is None or actor.acting is not None):
        raise not_citizen()
    checked = draft.checked()
    now = clock.now()
    kind = kind_on(checked.kind, clock.today())
    if person_id is not None:
        require_at_window(actor, kind.region_id)
    if not accounts.represents(person_id or actor.person_id, draft.organisation_id):  # type: ignore[arg-type]
        raise not_representing()
    with transaction.atomic():
        row = Project.objects.create(
            code=project_code(
                clock.today(), kind.region_id, Nature(checked.nature), _next_serial()
            ),
            name=checked.name.strip(),
            kind=kind,
            nature=checked.nature,
            site=checked.site.strip(),
            organisation_id=checked.organisation_id,
            region_id=kind.region_id,
            registered_at=now,
            **_written_down(actor, person_id),
        )
        _record("projects.register", row, actor, code=row.code, **_stood(person_id))
    return row.code


def _written_down(actor: Actor, person_id: UUID | None) -> dict[str, object]:
    """Who stood where, and who wrote it down."""
    if person_id is None:
        return {}
    return {
        "person_id": person_id,
        "clerk_id": actor.user_id,
        "clerk_name": actor.name,
        "service_point_id": actor.service_point_id,
        "window": actor.window,
    }


def _stood(person_id: UUID | None) -> dict[str, object]:
    return {} if person_id is None else {"person": str(person_id)}


def _next_serial() -> int:
    with connection.cursor() as cursor:
        cursor.execute("SELECT nextval('projects_project_serial')")
        (number,) = cursor.fetchone() or (0,)
    return int(number)


def begin(*, code: str, offer: str, actor: Actor, person_id: UUID | None = None) -> UUID:
    """Apply for something in a project, or go on with the draft there is; what the project has
    already stands in it. A clerk names who stands at the window. Returns the application's id.

    Raises NotFound `projects.no_such_project`; Conflict `projects.not_in_project`,
    `projects.other_project`; and what `cases.services.start_application` raises.
    """
    project = _project_for(actor, code, person_id)
    if offer not in offers_of(read_phases(project.kind.phases)):
        raise errors.not_in_project(offer)
    with transaction.atomic():
        application_id = cases.start_application(
            offer_code=offer,
            actor=actor,
            organisation_id=project.organisation_id,
            applicant_id=person_id,
            channel="online" if person_id is None else "window",
        )
        _join(project, application_id, actor, person_id)
    return application_id


def _project_for(actor: Actor, code: str, person_id: UUID | None) -> Project:
    if person_id is None:
        return get_own_project(actor, code)
    return get_project_at_window(actor, code, person_id)


def begin_again(*, code: str, case_id: UUID, actor: Actor, person_id: UUID | None = None) -> UUID:
    """Apply once more for the part of the project that failed. Returns the application's id.

    Raises as `begin`, and what `cases.services.apply_again` raises; Conflict
    `projects.not_in_project` for a case of something else.
    """
    project = _project_for(actor, code, person_id)
    known = case_queries.kept_cases(_applications(project))
    if case_id not in {each.id for each in known}:
        raise errors.not_in_project("")
    with transaction.atomic():
        application_id = cases.apply_again(case_id=case_id, actor=actor, person_id=person_id)
        _join(project, application_id, actor, person_id)
    return application_id


def _join(
    project: Project, application_id: UUID, actor: Actor, person_id: UUID | None = None
) -> None:
    row, created = ProjectApplication.objects.get_or_create(
        application_id=application_id,
        defaults={"project": project, "joined_at": clock.now()},
    )
    if row.project_id != project.id:
        raise errors.other_project(row.project.code)
    if created:
        facts = {"application": str(application_id), **_stood(person_id)}
        _record("projects.begin", project, actor, **facts)
    _share(project, application_id, actor)


def _share(project: Project, application_id: UUID, actor: Actor) -> None:
    others = [each for each in _applications(project) if each != application_id]
    values = {
        "project.code": project.code,
        "project.name": project.name,
        "project.site": project.site,
    }
    cases.share(application_id=application_id, sources=others, values=values, actor=actor)


def _applications(project: Project) -> list[UUID]:
    return list(project.applications.values_list("application_id", flat=True))


def on_answered(event: DraftAnswered) -> None:
    """A draft of a project asks for other papers now: what the project has is put into it."""
    project_id = project_id_of(event.application_id)
    if project_id is not None:
        _share(Project.objects.get(id=project_id), event.application_id, event.actor)


def on_submitted(event: ApplicationSubmitted) -> None:
    """The trip to the window at which the project was registered belongs to what is handed in of it
    first.
    """
    project_id = project_id_of(event.application_id)
    if project_id is None:
        return
    untouched = Project.objects.filter(id=project_id, handed_in_at=None)
    if not untouched.update(handed_in_at=event.at):
        return
    project = Project.objects.get(id=project_id)
    if project.person_id is None or project.service_point_id is None:
        return
    events.publish(
        ContactHappened(
            application_id=event.application_id,
            person_id=project.person_id,
            service_point_id=project.service_point_id,
            window=project.window,
            at=project.registered_at,
            kind=ContactKind.PROJECT,
            recorded_by=project.clerk_id,
        )
    )


def note_engagement(
    *, code: str, kind: str, agency: str, begun_on: date, ended_on: date | None, actor: Actor
) -> UUID:
    """The owner says that a third party works for the project, and since when. Returns its id.

    Raises NotFound `projects.no_such_project`; Invalid `projects.name_needed`, `projects.bad_days`.
    """
    project = get_own_project(actor, code)
    if kind not in set(EngagementKind):
        raise errors.named("kind", LONGEST_AGENCY)
    if not 0 < len(agency.strip()) <= LONGEST_AGENCY:
        raise errors.named("agency", LONGEST_AGENCY)
    if begun_on > (ended_on or begun_on) or max(begun_on, ended_on or begun_on) > clock.today():
        raise errors.bad_days()
    with transaction.atomic():
        row = Engagement.objects.create(
            project=project,
            kind=kind,
            agency=agency.strip(),
            begun_on=begun_on,
            ended_on=ended_on,
            noted_at=clock.now(),
        )
        _record("projects.note_engagement", project, actor, kind=kind)
    return row.id


def end_engagement(*, code: str, engagement_id: UUID, ended_on: date, actor: Actor) -> None:
    """The third party has done its work. Raises NotFound `projects.no_such_engagement`, Conflict
    `projects.ended_already`, Invalid `projects.bad_days`.
    """
    project = get_own_project(actor, code)
    with transaction.atomic():
        row = project.engagements.select_for_update().filter(id=engagement_id).first()
        if row is None:
            raise errors.no_such_engagement()
        if row.ended_on is not None:
            raise errors.ended_already()
        if not row.begun_on <= ended_on <= clock.today():
            raise errors.bad_days()
        row.ended_on = ended_on
        row.save(update_fields=["ended_on"])
        _record("projects.end_engagement", project, actor, kind=row.kind)


def _record(action: str, project: Project, actor: Actor, **facts: object) -> None:
    audit.record(
        action=action,
        target_type="projects.project",
        target_id=project.id,
        actor=actor,
        facts=facts,
    )
