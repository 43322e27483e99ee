"""Who else must agree: as the applicant sees them, and what each of them sees."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

from django.utils.translation import gettext as _

from onevisit.accounts import queries as accounts
from onevisit.accounts.rules import Actor, Held
from onevisit.audit import services as audit
from onevisit.cases.access import invitation_of, invitations_to
from onevisit.cases.errors import no_such_invitation
from onevisit.cases.models import Application, Case, Evidence, Invitation, Party
from onevisit.cases.queries.consents import content_for, need_of, open_invitations
from onevisit.cases.queries.kept import cases_of
from onevisit.cases.queries.pieces import EvidenceLine, FieldLine, evidence_lines, field_line
from onevisit.cases.queries.pinning import pinned
from onevisit.cases.queries.signing import evidence_of
from onevisit.cases.rules.lifecycle import ApplicationState, CaseState
from onevisit.cases.rules.parties import WANTED, Demand, Standing, demands
from onevisit.cases.rules.submission import SIGNING_ASSURANCE
from onevisit.catalogue.rules.composition import Offer
from onevisit.catalogue.rules.definition import Field, PartyNeed
from onevisit.guidance.rules.checklist import MaterialLine, checklist
from onevisit.guidance.rules.form import said, visible_fields
from onevisit.kernel import clock, masks
from onevisit.kernel.canonical import digest


@dataclass(frozen=True, slots=True)
class PartyLine:
    """Somebody named, masked; `reason` why they declined; `acted`: who answered for them, as a
    guardian, in words.
    """

    id: UUID
    role: str
    name: str
    number: str
    phone: str
    standing: Standing
    reason: str
    at: datetime | None
    at_window: bool
    acted: str = ""


@dataclass(frozen=True, slots=True)
class RoleLine:
    """A role that must agree, who is named for it, and how many consents are missing."""

    need: PartyNeed
    number: int
    lines: tuple[PartyLine, ...]

    @property
    def lacking(self) -> int:
        """Consents that are missing; whoever is named must agree too."""
        agreed = sum(each.standing is Standing.AGREED for each in self.lines)
        return max(self.number - agreed, len(self.lines) - agreed)

    @property
    def open(self) -> bool:
        """Whether one more can be named."""
        most = self.number if self.need.count else max(self.number, self.need.most)
        return len(self.lines) < most


def role_lines(application: Application) -> tuple[RoleLine, ...]:
    """The roles the answers demand; one query where there are any, none else, one more where a
    guardian answered.
    """
    wanted: tuple[Demand, ...] = demands(pinned(application).offer, application.answers)
    if not wanted:
        return ()
    named: dict[str, list[PartyLine]] = {}
    for row, line in _lines(open_invitations(application), {}):
        named.setdefault(row.role, []).append(line)
    return tuple(
        RoleLine(each.need, each.number, tuple(named.get(each.need.key, ()))) for each in wanted
    )


def signed_with(application: Application) -> tuple[PartyLine, ...]:
    """Who agreed to what was handed in, with their role; one query where others had to, one more
    where a guardian answered.
    """
    if not application.others:
        return ()
    names = {use.need.key: use.need.name for use in pinned(application).offer.parties}
    return tuple(line for _row, line in _lines(open_invitations(application), names))


def guarded(application: Application, *, masked: bool = False) -> tuple[str, ...]:
    """Who agreed for another to what was handed in, a line each: the role, who, for whom. One query
    where others had to agree, one more where a guardian did.
    """
    if not application.others:
        return ()
    names = {use.need.key: use.need.name for use in pinned(application).offer.parties}
    signed = Party.objects.filter(application=application, authority__isnull=False)
    rows = signed.exclude(role="applicant").order_by("role", "index")
    held = list(rows.values_list("role", "authority_id"))
    said = accounts.said_under((each for _role, each in held), masked=masked)
    return tuple(
        _("%(role)s：%(hand)s") % {"role": names.get(role, role), "hand": said[each]}
        for role, each in held
    )


def _lines(
    rows: Sequence[Invitation], names: Mapping[str, str]
) -> Iterable[tuple[Invitation, PartyLine]]:
    said = accounts.said_under(row.authority_id for row in rows if row.authority_id)
    for row in rows:
        acted = said[row.authority_id] if row.authority_id else ""
        yield row, _line(row, names.get(row.role, row.role if names else ""), acted)


def _line(row: Invitation, role: str, acted: str) -> PartyLine:
    named = row.named()
    return PartyLine(
        id=row.id,
        role=role,
        name=named.name,
        number=masks.mask_id(named.number),
        phone=masks.mask_phone(named.phone) if named.phone else "",
        standing=row.standing,
        reason=row.reason,
        at=row.answered_at,
        at_window=row.point_id is not None,
        acted=acted,
    )


@dataclass(frozen=True, slots=True)
class PartyPaper:
    """A material this party sees or hands in, with its files. `own`: theirs to give."""

    line: MaterialLine
    files: tuple[EvidenceLine, ...]
    own: bool


@dataclass(frozen=True, slots=True)
class PartyCase:
    """One part as this party sees it; `result_id` where its result is theirs to have too."""

    id: UUID
    name: str
    department: str
    state: CaseState
    ended_on: date | None
    result: bool


@dataclass(frozen=True, slots=True)
class PartyView:
    """All that concerns one party: what they agree to, what is theirs to give, and how it goes.

    `digest` is what agreeing signs. `rows` are questions and fields as people read them; `fills`
    the fields that are theirs to fill in; `may_sign`: their identity is checked well enough;
    `acted`: who answered for them, as a guardian, in words.
    """

    id: UUID
    application_id: UUID
    number: str
    state: str
    offer_name: str
    need: PartyNeed
    standing: Standing
    reason: str
    answered_at: datetime | None
    at_window: bool
    applicant: str
    organisation: str
    promised_on: date | None
    digest: str
    rows: tuple[tuple[str, str], ...]
    fills: tuple[FieldLine, ...]
    papers: tuple[PartyPaper, ...]
    may_sign: bool
    cases: tuple[PartyCase, ...]
    acted: str = ""

    @property
    def brings(self) -> tuple[PartyPaper, ...]:
        """What is theirs to hand in."""
        return tuple(paper for paper in self.papers if paper.own)

    @property
    def draft(self) -> bool:
        """Whether it is not handed in yet."""
        return self.state == ApplicationState.DRAFT

    @property
    def open(self) -> bool:
        """Whether an answer is awaited."""
        corrected = self.standing is Standing.VOID and self.state == ApplicationState.SUBMITTED
        return corrected or (self.draft and self.standing is not Standing.AGREED)


def party_view(*, invitation_id: UUID, actor: Actor) -> PartyView:
    """What somebody who was named sees; the look is logged.

    Seven queries, one more once it is handed in. Raises NotFound `cases.no_such_invitation`,
    Refused `cases.consent_is_own`.
    """
    row = invitation_of(actor, invitation_id)
    application = row.application
    need = need_of(application, row.role)
    if need is None:
        raise no_such_invitation()
    evidence = evidence_of(application)
    offer = pinned(application).offer
    values = {**application.form_open, **application.unsealed().values}
    fields = {use.field.key: use.field for use in visible_fields(offer, application.answers)}
    organisation, under = application.organisation, row.authority_id
    log_party_look(row, actor)
    return PartyView(
        id=row.id,
        application_id=application.id,
        number=application.number or "",
        state=application.state,
        offer_name=application.offer_name,
        need=need,
        standing=row.standing,
        reason=row.reason,
        answered_at=row.answered_at,
        at_window=row.point_id is not None,
        applicant=application.applicant.name,
        organisation=organisation.name if organisation else "",
        promised_on=application.promised_on,
        digest=digest(content_for(application, need, evidence)),
        rows=tuple(_rows(need, offer, application.answers, fields, values)),
        fills=tuple(
            field_line(fields[key], values, (), masked=False) for key in need.fills if key in fields
        ),
        papers=_papers(row, need, evidence),
        may_sign=actor.assurance >= SIGNING_ASSURANCE,
        cases=_cases(application, need),
        acted="".join(accounts.said_under([under] if under else [], masked=True).values()),
    )


def log_party_look(row: Invitation, actor: Actor) -> None:
    """Somebody other than the applicant looked at their form: say so in the access log."""
    audit.record_access(
        what="application.party",
        actor=actor,
        subjects=[row.application.applicant_id],
        target_type="cases.application",
        target_id=row.application_id,
    )


def _rows(
    need: PartyNeed,
    offer: Offer,
    answers: Mapping[str, object],
    fields: Mapping[str, Field],
    values: Mapping[str, object],
) -> Iterable[tuple[str, str]]:
    """What they agree to, in their order: answers, then fields; sensitive values masked."""
    questions = {question.key: question for question in offer.questions}
    for key in need.shown:
        if key in need.fills:
            continue
        question, element = questions.get(key), fields.get(key)
        if question is not None and answers.get(key) is not None:
            yield question.short or question.label, said(question, answers[key])
        elif element is not None:
            yield element.label, field_line(element, values, (), masked=True).shown


def _papers(
    row: Invitation, need: PartyNeed, evidence: Iterable[Evidence]
) -> tuple[PartyPaper, ...]:
    application = row.application
    listed = checklist(pinned(application).offer, application.answers)
    shown = set(need.shown)
    held = evidence_lines(each for each in evidence if each.material in shown)
    lines = [line for line in listed.lines if line.key in shown and line.wanted_by]
    return tuple(
        PartyPaper(line, held.get(line.key, ()), line.key in need.brings) for line in lines
    )


def _cases(application: Application, need: PartyNeed) -> tuple[PartyCase, ...]:
    if application.number is None:
        return ()
    offer = pinned(application).offer
    return tuple(
        PartyCase(
            case.id,
            case.name,
            case.department.name,
            CaseState(case.state),
            clock.local_date(case.ended_at) if case.ended_at else None,
            result=case.state in _GRANTED and gets_result(offer, need, case),
        )
        for case in cases_of(application)
    )


_GRANTED = (CaseState.ISSUED, CaseState.DELIVERED)


def gets_result(offer: Offer, need: PartyNeed, case: Case) -> bool:
    """Whether the result of this case is meant for this party too."""
    return any(result.key in need.gets for result in offer.part(case.part).item.results)


@dataclass(frozen=True, slots=True)
class InvitationLine:
    """One line of 「请我同意的」."""

    id: UUID
    offer_name: str
    applicant: str
    role: str
    standing: Standing
    state: str
    invited_at: datetime


def unanswered(*, actor: Actor, held: Held | None = None) -> int:
    """How many drafts of others wait for the actor's word."""
    return (
        invitations_to(actor, held)
        .filter(state__in=WANTED, application__state=ApplicationState.DRAFT)
        .count()
    )


def invitations_for(*, actor: Actor, limit: int = 50) -> tuple[InvitationLine, ...]:
    """What somebody was asked to agree to, newest first; three queries."""
    rows = invitations_to(actor).select_related(
        "application__applicant", "application__organisation"
    )
    found = []
    for row in rows.order_by("-invited_at", "-id")[:limit]:
        need = need_of(row.application, row.role)
        organisation = row.application.organisation
        found.append(
            InvitationLine(
                row.id,
                row.application.offer_name,
                organisation.name
                if organisation
                else masks.mask_name(row.application.applicant.name),
                need.name if need else row.role,
                row.standing,
                row.application.state,
                row.invited_at,
            )
        )
    return tuple(found)
