"""代办: a helper works in the person's name as far as the authority reaches, by their own name, on
record, and never on both sides.
"""

from collections.abc import Callable, Iterator
from dataclasses import replace
from datetime import timedelta
from uuid import UUID

import pytest
from django.db import IntegrityError, transaction

from onevisit.accounts import queries as accounts
from onevisit.accounts import services as people
from onevisit.accounts.rules import SYSTEM, Actor, GrantDraft, Met
from onevisit.audit.models import AccessEntry, AuditEntry
from onevisit.cases import queries, services
from onevisit.cases.access import applications_visible_to
from onevisit.cases.models import Application, CaseEvent, Party
from onevisit.cases.queries.signing import signing_digest
from onevisit.cases.rules.events import ContactKind
from onevisit.cases.rules.lifecycle import Action
from onevisit.hall.models import Contact
from onevisit.hall.queries import visits_of
from onevisit.kernel import clock
from onevisit.kernel.errors import DomainError
from tests.cases.corrections import hand_in, mend, notified
from tests.cases.test_letters import letter, says
from tests.factories import cases as make
from tests.factories import helping
from tests.factories.cases import County
from tests.factories.parallel import at_once


def refused(act: Callable[[], object]) -> str:
    with pytest.raises(DomainError) as caught:
        act()
    return caught.value.code


@pytest.fixture
def there(transactional_db: None) -> Iterator[County]:
    with clock.travel(make.MONDAY):
        yield make.county()


def acting_for(principal: Actor, met: Met = Met.HOME, *offers: str) -> Actor:
    by = helping.helper()
    return helping.standing_in(by, helping.signed(principal, by, *offers), met)


def test_the_application_is_the_persons_and_says_who_did_it(here: County) -> None:
    acting = acting_for(here.citizen)
    application = make.submitted(here, acting, area=80)
    assert application.applicant_id == here.citizen.person_id
    assert (application.helped, application.helpers) == ("home", [str(acting.user_id)])
    party = Party.objects.get(application=application)
    assert (party.person_id, party.signed_by_id) == (here.citizen.person_id, acting.user_id)
    assert party.authority_id == acting.acting.authority_id if acting.acting else None
    for event in CaseEvent.objects.filter(case__application=application, action=Action.SUBMIT):
        assert (event.actor_id, event.actor_name) == (acting.user_id, acting.name)
        assert event.facts["authority"] == acting.authority
    signed = AuditEntry.objects.get(action="cases.sign")
    assert (signed.actor_name, signed.actor_person_id) == (acting.name, here.citizen.person_id)
    assert signed.facts["authority"] == acting.authority
    view = queries.status_view(application_id=application.id, actor=here.citizen)
    assert view.helped is not None
    assert view.helped.hand is not None
    assert (view.helped.hand.name, view.helped.hand.number) == (acting.name, acting.authority)
    receipt = queries.receipt_view(application_id=application.id, actor=here.citizen)
    said = f"{acting.name}（代办员，受陈小岚委托，委托书编号 {acting.authority}）"
    assert receipt.acted == said
    case = make.case_of(application, "licence")
    shown = queries.case_view(case_id=case.id, actor=here.officer(case))
    assert shown.helped is not None
    assert shown.helped.who == acting.name


def test_what_the_person_does_themselves_names_no_helper(here: County) -> None:
    application = make.submitted(here, area=80)
    view = queries.status_view(application_id=application.id, actor=here.citizen)
    assert view.helped is None
    receipt = queries.receipt_view(application_id=application.id, actor=here.citizen)
    assert (receipt.acted, application.helped, application.helpers) == ("", "", [])


def test_the_receipt_says_who_handed_it_in_for_whom(here: County) -> None:
    acting = acting_for(here.citizen)
    case = make.case_of(make.submitted(here, acting, area=80), "licence")
    text = letter(case, Action.SUBMIT, here.citizen)
    says(text, f"由{acting.name}（代办员，受陈小岚委托", acting.authority, "代您提交的")
    own = make.case_of(make.submitted(here, here.other_citizen, area=80), "licence")
    text = letter(own, Action.SUBMIT, here.other_citizen)
    says(text, "您在网上提交的")
    assert "代办员" not in text


def test_the_person_goes_on_with_what_the_helper_began(here: County) -> None:
    acting = acting_for(here.citizen)
    begun = make.filled_draft(here, acting, area=80)
    lines = queries.my_applications(actor=here.citizen).rows
    assert [line.id for line in lines] == [begun.id]
    view = queries.draft_view(application_id=begun.id, actor=here.citizen)
    assert view.beside is not None
    assert view.beside.name == acting.name
    assert view.ready
    services.submit(
        application_id=begun.id,
        actor=here.citizen,
        signed_digest=view.digest,
        version=view.version,
    )
    party = Party.objects.get(application=begun)
    assert (party.signed_by_id, party.authority_id) == (None, None)


def test_every_look_of_a_helper_is_logged(here: County) -> None:
    acting = acting_for(here.citizen)
    draft = make.filled_draft(here, acting, area=80)
    before = AccessEntry.objects.count()
    queries.draft_view(application_id=draft.id, actor=acting)
    entry = AccessEntry.objects.order_by("id").last()
    assert AccessEntry.objects.count() == before + 1
    assert entry is not None
    assert (entry.what, entry.subject_person_id) == (
        "application.draft",
        here.citizen.person_id,
    )
    assert (entry.actor_name, entry.reason) == (acting.name, acting.authority)


# how far it reaches


def test_outside_the_named_things_nothing_begins_and_nothing_is_seen(here: County) -> None:
    own = make.submitted(here, area=80)
    acting = acting_for(here.citizen, Met.HOME, here.card_code)
    assert (
        refused(lambda: services.start_application(offer_code=make.BUNDLE, actor=acting))
        == "cases.outside_authority"
    )
    assert (
        refused(lambda: queries.status_view(application_id=own.id, actor=acting))
        == "cases.no_such_application"
    )
    assert not applications_visible_to(acting).exists()
    assert queries.my_applications(actor=acting).rows == ()
    assert services.start_application(offer_code=here.card_code, actor=acting)


def test_a_helper_never_acts_for_the_persons_organisation(here: County) -> None:
    of_firm = make.submitted(here, here.boss, area=80)
    assert of_firm.organisation_id == here.organisation
    acting = acting_for(here.boss)
    assert (
        refused(lambda: queries.status_view(application_id=of_firm.id, actor=acting))
        == "cases.no_such_application"
    )
    assert (
        refused(
            lambda: services.start_application(
                offer_code=make.BUNDLE, actor=acting, organisation_id=here.organisation
            )
        )
        == "cases.outside_authority"
    )


def test_another_persons_affairs_do_not_exist_for_a_helper(here: County) -> None:
    other = make.submitted(here, here.other_citizen, area=80)
    acting = acting_for(here.citizen)
    for actor in (acting, helping.helper("helper-9")):
        assert (
            refused(lambda a=actor: queries.status_view(application_id=other.id, actor=a))
            == "cases.no_such_application"
        )


def test_withdrawn_between_two_clicks_nothing_more_is_written(here: County) -> None:
    acting = acting_for(here.citizen)
    draft = make.filled_draft(here, acting, area=80)
    assert acting.acting is not None
    people.withdraw_authority(authority_id=acting.acting.authority_id, actor=here.citizen)
    digest = signing_digest(draft)

    def submit() -> object:
        return services.submit(
            application_id=draft.id, actor=acting, signed_digest=digest, version=1
        )

    def save() -> object:
        return services.save_form(
            application_id=draft.id, values={"shop.name": "改了"}, actor=acting
        )

    assert refused(submit) == refused(save) == "accounts.authority_over"
    assert Application.objects.get(id=draft.id).state == "draft"
    view = queries.draft_view(application_id=draft.id, actor=here.citizen)
    assert view.ready


@pytest.mark.django_db(transaction=True)
def test_taken_back_at_the_very_instant_of_the_signature_one_of_them_is_first(
    there: County,
) -> None:
    acting = acting_for(there.citizen)
    draft = make.filled_draft(there, acting, area=80)
    digest, held = signing_digest(draft), acting.acting
    assert held is not None
    submitted, taken = at_once(
        lambda: services.submit(
            application_id=draft.id, actor=acting, signed_digest=digest, version=1
        ),
        lambda: people.withdraw_authority(authority_id=held.authority_id, actor=there.citizen),
    )
    assert taken is None
    state = Application.objects.get(id=draft.id).state
    if isinstance(submitted, DomainError):
        assert (submitted.code, state) == ("accounts.authority_over", "draft")
    else:
        assert state == "submitted"


# never on both sides


def officer_and_helper(here: County, part: str = "licence") -> tuple[Actor, Actor]:
    """An approver of that part's department who helps in a village too: at the desk, and acting."""
    code = {"licence": "market", "sign": "urban"}[part]
    officer = here.officers[code]
    user_id = UUID(str(officer.user_id))
    people.grant_role(GrantDraft(user_id, "helper", region=make.REGION), actor=SYSTEM)
    people.seat(user_id=user_id, service_point_id=helping.place("both"), window="", actor=SYSTEM)
    officer = accounts.actor_for(accounts.user_by_id(user_id))
    acting = helping.standing_in(officer, helping.signed(here.citizen, officer))
    return officer, acting


def test_a_helper_is_no_officer_in_what_they_handed_in(here: County) -> None:
    officer, acting = officer_and_helper(here)
    application = make.submitted(here, acting, area=80)
    case = make.case_of(application, "licence")
    deeds: list[Callable[[], object]] = [
        lambda: services.accept(case_id=case.id, actor=officer),
        lambda: services.claim(case_id=case.id, actor=officer),
        lambda: services.decide(case_id=case.id, outcome="approve", reason="", actor=officer),
        lambda: services.not_accept(case_id=case.id, reason="不。", actor=officer),
    ]
    assert {refused(deed) for deed in deeds} == {"cases.helped_here"}
    colleague = here.second_officers["market"]
    services.accept(case_id=case.id, actor=colleague)


def test_nor_in_what_they_only_began_and_the_person_signed(here: County) -> None:
    officer, acting = officer_and_helper(here)
    draft = make.filled_draft(here, acting, area=80)
    services.submit(
        application_id=draft.id,
        actor=here.citizen,
        signed_digest=signing_digest(draft),
        version=1,
    )
    case = make.case_of(draft, "licence")
    assert refused(lambda: services.accept(case_id=case.id, actor=officer)) == "cases.helped_here"


def test_an_officer_of_the_case_does_not_become_its_helper(here: County) -> None:
    officer, acting = officer_and_helper(here, "sign")
    application = make.submitted(here, area=80)
    case = make.case_of(application, "sign")
    services.accept(case_id=case.id, actor=officer)
    assert (
        refused(lambda: services.withdraw(case_id=case.id, actor=acting)) == "cases.officer_helps"
    )


def test_a_signature_under_an_authority_is_whole_or_not_there(here: County) -> None:
    application = make.submitted(here, acting_for(here.citizen), area=80)
    with pytest.raises(IntegrityError, match="party_helper_whole"), transaction.atomic():
        Party.objects.filter(application=application).update(signed_by=None)


# trips


@pytest.mark.parametrize(
    ("met", "kinds", "trips"),
    [
        (Met.HOME, [ContactKind.HOME_VISIT], 0),
        (Met.PLACE, [ContactKind.AT_HELPER], 1),
        (Met.ABSENT, [], 0),
    ],
)
def test_a_home_visit_is_no_trip_and_coming_to_the_helper_is_one(
    here: County, met: Met, kinds: list[ContactKind], trips: int
) -> None:
    acting = acting_for(here.citizen, met)
    application = make.submitted(here, acting, area=80)
    counted = visits_of(application.id)
    assert counted.count == trips
    assert [line.kind for line in counted.contacts] == kinds
    assert all(line.service_point_id == acting.service_point_id for line in counted.contacts)
    people.end_helping(actor=acting)
    assert visits_of(application.id).count == trips


def test_who_came_to_the_helper_for_a_draft_came_in_vain(here: County) -> None:
    acting = acting_for(here.citizen, Met.PLACE)
    draft = make.filled_draft(here, acting, area=80)
    people.end_helping(actor=acting)
    (contact,) = Contact.objects.filter(application=draft)
    assert contact.kind == ContactKind.SENT_HOME
    assert acting.acting is not None
    with clock.travel(make.MONDAY + timedelta(minutes=30)):
        back = helping.again(acting, acting.acting.authority_id, Met.PLACE)
        assert back is not None
        services.submit(
            application_id=draft.id,
            actor=back,
            signed_digest=signing_digest(draft),
            version=1,
        )
    assert visits_of(draft.id).count == 2


def test_at_home_a_draft_left_is_no_trip(here: County) -> None:
    acting = acting_for(here.citizen, Met.HOME)
    draft = make.filled_draft(here, acting, area=80)
    people.end_helping(actor=acting)
    assert visits_of(draft.id).contacts == ()


def test_the_trip_to_give_the_authority_counts_for_the_first_thing_done_under_it(
    here: County,
) -> None:
    by = helping.helper()
    draft = helping.draft(here.citizen, by)
    given_id = people.record_authority(draft, seen=True, actor=here.clerk)
    with clock.travel(make.MONDAY + timedelta(days=1)):
        acting = helping.standing_in(by, given_id)
        first = make.submitted(here, acting, area=80)
        second = make.submitted(here, acting, code=here.two_code)
    counted = visits_of(first.id)
    assert [(line.kind, line.visit) for line in counted.contacts] == [
        (ContactKind.ENTRUST, 1),
        (ContactKind.HOME_VISIT, 0),
    ]
    assert (counted.count, counted.contacts[0].service_point_id) == (1, here.centre)
    assert visits_of(second.id).count == 0


def test_a_correction_by_the_helper_is_signed_and_counted_alike(here: County) -> None:
    application = notified(here)
    acting = acting_for(here.citizen, Met.PLACE)
    as_helper = replace(here, citizen=acting)
    mend(as_helper, application)
    hand_in(as_helper, application)
    party = Party.objects.get(application=application)
    assert party.signed_by_id == acting.user_id
    assert [line.kind for line in visits_of(application.id).contacts] == [ContactKind.AT_HELPER]
