"""A citizen begins with a phone, and turns out to be somebody registered at a window before."""

from datetime import timedelta

import pytest

from onevisit.accounts import queries as people
from onevisit.accounts import services as accounts
from onevisit.accounts.models import User
from onevisit.accounts.rules import Actor
from onevisit.accounts.rules.identity import Claim
from onevisit.audit.models import AuditEntry
from onevisit.cases import services
from onevisit.cases.access import get_application_for
from onevisit.cases.models import Application, Evidence
from onevisit.cases.queries.signing import signing_digest
from onevisit.kernel import clock
from onevisit.kernel.errors import NotFound, Refused
from onevisit.vault import queries as vault
from onevisit.vault import services as files
from onevisit.vault.models import StoredObject
from tests.accounts.phones import HERE, opened
from tests.factories import cases as make
from tests.factories.cases import County

PHONE = "13800000001"  # what the window wrote down of the first citizen


@pytest.fixture
def newcomer(here: County) -> Actor:
    """The first citizen again, in a fresh account opened by phone."""
    return people.actor_for(opened(PHONE, "小陈"))


def linked(here: County, newcomer: Actor) -> Actor:
    """Proved by name and number, and joined on a yes; the actor to go on as."""
    claim = Claim("陈小岚", make.resident_id(1))
    found = accounts.prove_identity(claim, address=HERE, actor=newcomer)
    assert found is not None
    user = accounts.link_person(person_id=found.person_id, typed=None, address=HERE, actor=newcomer)
    return people.actor_for(User.objects.get(id=user.id))


def test_who_only_has_a_phone_drafts_and_never_signs(here: County, newcomer: Actor) -> None:
    draft = make.filled_draft(here, newcomer)
    with pytest.raises(Refused) as refused:
        services.submit(
            application_id=draft.id,
            actor=newcomer,
            signed_digest=signing_digest(draft),
            version=draft.version,
        )
    assert refused.value.code == "cases.assurance_too_low"


def test_drafts_and_their_files_come_along_and_can_be_signed(here: County, newcomer: Actor) -> None:
    draft = make.filled_draft(here, newcomer)
    actor = linked(here, newcomer)
    assert actor.person_id == here.citizen.person_id
    draft.refresh_from_db()
    assert draft.applicant_id == here.citizen.person_id
    paper = Evidence.objects.get(application=draft)
    stored = StoredObject.objects.get(id=str(paper.stored_object_id))
    assert stored.owner_id == here.citizen.person_id
    assert files.open_object(stored.id, actor=actor, purpose="test").content
    assert vault.ref_of(stored).name == "图.png"
    number = {"person.id": make.resident_id(1)}
    services.save_form(application_id=draft.id, values=number, actor=actor)
    draft.refresh_from_db()
    services.submit(
        application_id=draft.id,
        actor=actor,
        signed_digest=signing_digest(draft),
        version=draft.version,
    )
    assert AuditEntry.objects.filter(action="cases.hand_over").count() == 1


@pytest.mark.parametrize("theirs_is_newer", [True, False])
def test_of_two_drafts_for_one_thing_the_newer_is_gone_on_with(
    here: County, newcomer: Actor, theirs_is_newer: bool
) -> None:
    order = [here.citizen, newcomer] if not theirs_is_newer else [newcomer, here.citizen]
    drafts = []
    for minutes, actor in enumerate(order):
        with clock.travel(make.MONDAY + timedelta(minutes=minutes)):
            drafts.append(make.filled_draft(here, actor))
    linked(here, newcomer)
    states = [Application.objects.get(id=draft.id).state for draft in drafts]
    assert states == ["discarded", "draft"]
    assert not Application.objects.exclude(applicant_id=here.citizen.person_id).exists()


def test_what_the_registered_person_did_before_is_theirs_alone_until_the_yes(
    here: County, newcomer: Actor
) -> None:
    before = make.submitted(here)
    with pytest.raises(NotFound):
        get_application_for(newcomer, before.id)
    assert get_application_for(linked(here, newcomer), before.id) == before
