"""Mandates of agents and guardianships: what stands between whom, and who acted for whom."""

from collections.abc import Iterable
from uuid import UUID

from django.db.models import Case, Q, QuerySet, Value, When
from django.utils.translation import gettext as _

from onevisit.accounts.errors import no_such_authority
from onevisit.accounts.models import Authority
from onevisit.accounts.models.sealing import opened
from onevisit.accounts.queries.authorities import usable
from onevisit.accounts.queries.naming import person_indexes
from onevisit.accounts.queries.people import representatives_of
from onevisit.accounts.rules import (
    AuthorityEnd,
    AuthorityWay,
    Basis,
    Deed,
    GuardianPaper,
    Hand,
    MandateLine,
    PersonField,
    RepresentationRole,
)
from onevisit.accounts.rules.mandates import LAW, PAPER_LAW, state_of
from onevisit.kernel import clock, masks

CHOICES = 20
"""So many one may choose among at once; the others are looked for by name."""


def given_by_person(person_id: UUID) -> tuple[MandateLine, ...]:
    """What a person gave to agents, and who guards them; what holds first, then the newest."""
    return _lines(Authority.objects.filter(principal_id=person_id, helper=None))


def given_by_organisation(organisation_id: UUID) -> tuple[MandateLine, ...]:
    """What was given to agents in the organisation's name."""
    return _lines(Authority.objects.filter(organisation_id=organisation_id))


def received_by(person_id: UUID) -> tuple[MandateLine, ...]:
    """What a person holds as agent or guardian, and what waits for their word; two queries."""
    indexes = person_indexes(person_id)
    waiting = Q(agent=None, agent_index__in=indexes) & ~Q(ended_why=AuthorityEnd.WITHDRAWN)
    return _lines(Authority.objects.filter(Q(agent_id=person_id) | waiting))


def usable_by(person_id: UUID, chosen: UUID | None = None) -> tuple[MandateLine, ...]:
    """Under what a person may act now, the newest `CHOICES` of them and the chosen one before; one
    query.
    """
    rows = Authority.objects.filter(usable(), agent_id=person_id)
    first = Case(When(id=chosen, then=0), default=1) if chosen else Value(0)
    return lines_of(rows.order_by(first, "-id")[:CHOICES])


def usable_from(principal_id: UUID) -> tuple[MandateLine, ...]:
    """Who may act for a person now, helpers aside; one query."""
    return _lines(Authority.objects.filter(usable(), principal_id=principal_id, helper=None))


def usable_for_organisation(organisation_id: UUID) -> tuple[MandateLine, ...]:
    """Who may act for an organisation now under a mandate; one query."""
    return _lines(Authority.objects.filter(usable(), organisation_id=organisation_id))


def mandate_for(authority_id: UUID, person_id: UUID) -> MandateLine:
    """One that this person may act under now. Raises NotFound `accounts.no_such_authority`."""
    return _one(Authority.objects.filter(usable(), id=authority_id, agent_id=person_id))


def mandate_numbered(number: str, person_id: UUID) -> MandateLine:
    """The same by its number. Raises NotFound `accounts.no_such_authority`."""
    return _one(Authority.objects.filter(usable(), number=number, agent_id=person_id))


def mandate_shown(authority_id: UUID, person_id: UUID) -> MandateLine:
    """One that this person gave, holds, was asked to take, or answers for as legal representative,
    ended or not. Raises NotFound `accounts.no_such_authority`.
    """
    row = Authority.objects.filter(id=authority_id, helper=None).first()
    if row is None or not _concerns(row, person_id):
        raise no_such_authority()
    return _one(Authority.objects.filter(id=authority_id))


def _concerns(row: Authority, person_id: UUID) -> bool:
    if person_id in (row.principal_id, row.agent_id):
        return True
    if row.organisation_id is not None and is_legal_representative(person_id, row.organisation_id):
        return True
    return row.agent_id is None and row.agent_index in person_indexes(person_id)


def said_under(authority_ids: Iterable[UUID], *, masked: bool = False) -> dict[UUID, str]:
    """Who acts for whom under each of these, in the one wording; it may have ended since. `masked`:
    for pages, where somebody may look over a shoulder. One query, none for none.
    """
    wanted = set(authority_ids)
    lines = _lines(Authority.objects.filter(id__in=wanted)) if wanted else ()
    return {line.id: said_for(line, masked=masked) for line in lines}


def said_for(line: MandateLine, *, masked: bool = True) -> str:
    """The same of one mandate at hand."""
    hidden = masked and line.organisation_id is None
    giver = masks.mask_name(line.giver) if hidden else line.giver
    return acted_for(Hand(line.holder, line.basis, line.number), giver)


def told_with(giver_ids: Iterable[UUID]) -> dict[UUID, list[MandateLine]]:
    """For these persons and organisations: the agents and guardians who receive their notices now;
    one query.
    """
    found: dict[UUID, list[MandateLine]] = {}
    ids = set(giver_ids)
    of_these = Q(principal_id__in=ids) | Q(organisation_id__in=ids)
    for line in _lines(Authority.objects.filter(usable(), of_these, helper=None)):
        giver_id = line.principal_id or line.organisation_id
        if giver_id and (not line.deeds or Deed.NOTICES in line.deeds):
            found.setdefault(giver_id, []).append(line)
    return found


def leaders_of(organisation_ids: Iterable[UUID]) -> dict[UUID, set[UUID]]:
    """For these organisations: who represents them by law now; one query each."""
    by_law = RepresentationRole.LEGAL_REPRESENTATIVE
    return {
        each: {who for who, role in representatives_of(each).items() if role is by_law}
        for each in set(organisation_ids)
    }


def is_legal_representative(person_id: UUID, organisation_id: UUID) -> bool:
    """Whether the person represents the organisation by law now."""
    role = representatives_of(organisation_id).get(person_id)
    return role is RepresentationRole.LEGAL_REPRESENTATIVE


def acted_for(hand: Hand, giver: str) -> str:
    """Who acted for whom, in the one wording that every page and document uses: name, by what
    right, for whom, under which number.
    """
    facts = {"name": hand.name, "giver": giver, "number": hand.number}
    if hand.basis is Basis.GUARDIAN:
        return _("%(name)s（监护人，代%(giver)s办理，监护登记编号 %(number)s）") % facts
    if hand.basis is Basis.AGENT:
        return _("%(name)s（代理人，受%(giver)s委托，委托书编号 %(number)s）") % facts
    return _("%(name)s（代办员，受%(giver)s委托，委托书编号 %(number)s）") % facts


def _lines(rows: QuerySet[Authority]) -> tuple[MandateLine, ...]:
    """What holds first, then the newest."""
    lines = lines_of(rows.order_by("-given_at", "-number"))
    return tuple(sorted(lines, key=lambda line: _ORDER[line.state]))


def lines_of(rows: QuerySet[Authority]) -> tuple[MandateLine, ...]:
    """Rows as they are shown, in their order; one query."""
    return tuple(
        map(mandate_line, rows.select_related("principal", "organisation", "agent", "helper"))
    )


_ORDER = {"waiting": 0, "live": 1, "ahead": 2, "over": 3}


def _one(rows: QuerySet[Authority]) -> MandateLine:
    found = _lines(rows)
    if not found:
        raise no_such_authority()
    return found[0]


def mandate_line(row: Authority) -> MandateLine:
    """A row as it is shown; principal, organisation, agent and helper are at hand."""
    named = row.named_agent
    agent, principal = row.agent, row.principal
    held_by = row.helper.display_name if row.helper else agent.name if agent else named["name"]
    number = opened(agent, PersonField.ID_NUMBER) if agent else named.get("number", "")
    begins = row.begins or row.given_on
    basis = Basis(row.basis)
    paper = GuardianPaper(row.paper) if row.paper else None
    return MandateLine(
        id=row.id,
        number=row.number,
        basis=basis,
        giver=principal.name if principal else str(row.organisation and row.organisation.name),
        holder=held_by,
        masked_agent_number=masks.mask_id(number) if number else "",
        masked_principal_number=(
            masks.mask_id(opened(principal, PersonField.ID_NUMBER)) if principal else ""
        ),
        principal_id=row.principal_id,
        organisation_id=row.organisation_id,
        agent_id=row.agent_id,
        offers=tuple(row.offers),
        deeds=tuple(Deed(each) for each in row.deeds),
        application_id=row.application_id,
        given_at=row.given_at,
        begins=begins,
        until=row.until,
        way=AuthorityWay(row.way),
        paper=paper,
        law=PAPER_LAW[paper] if paper else LAW[basis],
        state=state_of(
            accepted=row.accepted_at is not None or basis is Basis.HELPER,
            ended=row.ended_at is not None,
            begins=begins,
            until=row.until,
            today=clock.today(),
        ),
        ended_at=row.ended_at,
        ended_why=AuthorityEnd(row.ended_why) if row.ended_why else None,
    )
