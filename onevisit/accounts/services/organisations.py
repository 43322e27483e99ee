"""Registering organisations and who may act for them."""

from collections.abc import Iterable
from uuid import UUID

from django.db import transaction

from onevisit.accounts.errors import (
    name_missing,
    no_such_organisation,
    not_representing,
    organisation_name_differs,
    uscc_check_failed,
)
from onevisit.accounts.models import Organisation, Representation
from onevisit.accounts.queries import represents
from onevisit.accounts.rules import (
    Actor,
    OrganisationDraft,
    Permission,
    RepresentationRole,
    require,
)
from onevisit.audit.rules import Act
from onevisit.audit.services import record, record_many
from onevisit.kernel import clock
from onevisit.kernel.codes import Uscc
from onevisit.kernel.errors import Invalid


def register_organisation(draft: OrganisationDraft, *, actor: Actor) -> UUID:
    """The organisation with this USCC, registered now if it was not; see
    `register_organisations`.
    """
    return register_organisations([draft], actor=actor)[0]


@transaction.atomic
def register_organisations(drafts: Iterable[OrganisationDraft], *, actor: Actor) -> list[UUID]:
    """Register organisations, or find those registered already; their ids in the order given.

    Raises Invalid `codes.uscc_…`, `accounts.name_missing`, `accounts.uscc_check_failed` (unless
    the draft says override: some real codes fail their check); Conflict
    `accounts.organisation_name_differs`.
    """
    require(actor, Permission.PEOPLE_REGISTER)
    rows = [_row(draft) for draft in drafts]
    codes = [row.uscc for row in rows]
    held = set(Organisation.objects.filter(uscc__in=codes).values_list("uscc", flat=True))
    new = {row.uscc: row for row in rows if row.uscc not in held}
    Organisation.objects.bulk_create(new.values(), ignore_conflicts=True, batch_size=500)
    known = {row.uscc: row for row in Organisation.objects.filter(uscc__in=codes)}
    for row in rows:
        if known[row.uscc].name != row.name:
            raise organisation_name_differs(known[row.uscc].name)
    acts = [
        Act(
            "accounts.register_organisation",
            "accounts.organisation",
            row.id,
            {"uscc_checked": row.uscc_checked},
        )
        for code, row in new.items()
        if known[code].id == row.id
    ]
    record_many(acts, actor=actor)
    return [known[code].id for code in codes]


def appoint(
    *, person_id: UUID, organisation_id: UUID, role: RepresentationRole, actor: Actor
) -> None:
    """Give a person the right to act for an organisation; doing it again changes nothing."""
    appoint_many([(person_id, organisation_id, role)], actor=actor)


@transaction.atomic
def appoint_many(
    appointments: Iterable[tuple[UUID, UUID, RepresentationRole]], *, actor: Actor
) -> None:
    """Give persons the right to act for organisations: (person, organisation, role) each."""
    require(actor, Permission.PEOPLE_REGISTER)
    wanted = list(dict.fromkeys(appointments))
    rows = [Representation(person_id=p, organisation_id=o, role=r.value) for p, o, r in wanted]
    Representation.objects.bulk_create(rows, ignore_conflicts=True, batch_size=500)
    made = set(
        Representation.objects.filter(id__in=[row.id for row in rows]).values_list("id", flat=True)
    )
    acts = [
        Act(
            "accounts.appoint",
            "accounts.organisation",
            row.organisation_id,
            {"person": str(row.person_id), "role": row.role},
        )
        for row in rows
        if row.id in made
    ]
    record_many(acts, actor=actor)


@transaction.atomic
def end_representation(
    *, person_id: UUID, organisation_id: UUID, role: RepresentationRole, actor: Actor
) -> None:
    """End the right to act, from now on. Raises NotFound `accounts.no_such_organisation`."""
    require(actor, Permission.PEOPLE_REGISTER)
    ended = Representation.objects.filter(
        person_id=person_id,
        organisation_id=organisation_id,
        role=role.value,
        valid_until__isnull=True,
    ).update(valid_until=clock.now())
    if not ended:
        raise no_such_organisation()
    record(
        action="accounts.end_representation",
        target_type="accounts.organisation",
        target_id=organisation_id,
        actor=actor,
        facts={"person": str(person_id), "role": role.value},
    )


@transaction.atomic
def choose_organisation(*, organisation_id: UUID | None, actor: Actor) -> UUID | None:
    """The person chooses to act for an organisation, or (None) for themselves again.

    Returns what the session is to hold. Raises Refused `accounts.not_representing`.
    """
    if organisation_id is not None and not (
        actor.person_id is not None
        and actor.acting is None
        and represents(actor.person_id, organisation_id)
    ):
        raise not_representing()
    record(
        action="accounts.act_for",
        target_type="accounts.organisation" if organisation_id else "accounts.person",
        target_id=organisation_id or str(actor.person_id),
        actor=actor,
    )
    return organisation_id


def _row(draft: OrganisationDraft) -> Organisation:
    name = " ".join(draft.name.split())
    if not name or len(name) > 120:
        raise name_missing()
    try:
        uscc = Uscc.parse(draft.uscc)
    except Invalid as error:
        raise Invalid(error.code, field="uscc", **error.facts) from None
    if not uscc.checksum_ok and not draft.override:
        raise uscc_check_failed()
    return Organisation(
        name=name, uscc=uscc.code, uscc_checked=uscc.checksum_ok, address=draft.address.strip()
    )
