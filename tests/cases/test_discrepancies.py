"""Rows to settle: what a register, an answer or a paper says instead of the form."""

import pytest
from django.db import transaction
from hypothesis import given
from hypothesis import strategies as st

from onevisit.accounts.models import Person
from onevisit.audit.models import AuditEntry
from onevisit.cases import services
from onevisit.cases.models import Application
from onevisit.cases.queries import draft_view
from onevisit.cases.rules.discrepancies import (
    Notes,
    Reading,
    Settled,
    Source,
    differences,
    plain,
    settled_key,
)
from onevisit.catalogue import queries as catalogue
from onevisit.kernel.errors import Invalid, NotFound, Refused
from tests.cases.posting import hand_in
from tests.factories import cases as make
from tests.factories.cases import County
from tests.factories.people import staff_actor

NUMBER = "person.id"
NAME, SHOP, AREA = "person.name", "shop.name", "shop.area"


def begun(here: County, area: int = 86) -> Application:
    application_id = services.start_application(
        offer_code=make.BUNDLE,
        actor=here.clerk,
        applicant_id=here.citizen.person_id,
        channel="window",
        answers={AREA: area},
    )
    return Application.objects.get(id=application_id)


def save(here: County, application: Application, **values: object) -> None:
    services.save_form(
        application_id=application.id,
        values={key.replace("_", "."): value for key, value in values.items()},
        actor=here.clerk,
    )


def rows(here: County, application: Application) -> list[tuple[str, str, str, str]]:
    view = draft_view(application_id=application.id, actor=here.clerk)
    return [(each.field.key, each.source, each.form, each.said) for each in view.differences]


def settle(
    here: County, application: Application, field: str, source: Source, *, take: bool
) -> None:
    services.settle(
        application_id=application.id, field=field, source=source, take=take, actor=here.clerk
    )


def read(here: County, application: Application, field: str, value: str) -> None:
    services.note_reading(
        application_id=application.id, material="plan", field=field, value=value, actor=here.clerk
    )


def test_a_name_that_is_not_the_registers_is_a_row_and_follows_the_register(here: County) -> None:
    application = begun(here)
    assert rows(here, application) == []
    save(here, application, person_name="陈晓岚")
    assert rows(here, application) == [(NAME, "register", "陈晓岚", "陈小岚")]
    rename(here, "陈筱岚")
    assert rows(here, application) == [(NAME, "register", "陈晓岚", "陈筱岚")]
    rename(here, "陈晓岚")
    assert rows(here, application) == []


def rename(here: County, name: str) -> None:
    Person.objects.filter(id=here.citizen.person_id).update(name=name)


def test_what_was_left_as_right_comes_back_when_the_register_changes(here: County) -> None:
    application = begun(here)
    save(here, application, person_name="陈晓岚")
    settle(here, application, NAME, Source.REGISTER, take=False)
    assert rows(here, application) == []
    rename(here, "陈筱岚")
    assert rows(here, application) == [(NAME, "register", "陈晓岚", "陈筱岚")]
    settle(here, application, NAME, Source.REGISTER, take=True)
    assert rows(here, application) == []
    application.refresh_from_db()
    assert {**application.form_open, **application.unsealed().values}[NAME] == "陈筱岚"


def test_a_sealed_value_that_is_not_the_registers_is_a_row_too(here: County) -> None:
    application = begun(here)
    save(here, application, person_id="339921198503070037")
    assert rows(here, application) == [
        (NUMBER, "register", "339921198503070037", make.resident_id(1))
    ]
    settle(here, application, NUMBER, Source.REGISTER, take=True)
    assert rows(here, application) == []


def test_an_answer_and_the_form_agree_in_either_direction(here: County) -> None:
    application = begun(here)
    save(here, application, shop_area=68)
    assert rows(here, application) == [(AREA, "answer", "68", "86")]
    settle(here, application, AREA, Source.ANSWER, take=False)
    application.refresh_from_db()
    assert application.answers[AREA] == 68
    save(here, application, shop_area=70)
    settle(here, application, AREA, Source.ANSWER, take=True)
    application.refresh_from_db()
    assert application.form_open[AREA] == 68
    assert rows(here, application) == []


def test_what_a_paper_says_is_noted_and_settled(here: County) -> None:
    application = begun(here)
    save(here, application, shop_name="云溪小馆")
    with pytest.raises(NotFound, match=r"cases\.no_such_evidence"):
        read(here, application, SHOP, "云溪饭馆")
    services.note_paper(application_id=application.id, material="plan", actor=here.clerk)
    read(here, application, SHOP, " 云溪小馆 ")
    assert rows(here, application) == []
    read(here, application, SHOP, "云溪饭馆")
    assert rows(here, application) == [(SHOP, "document", "云溪小馆", "云溪饭馆")]
    save(here, application, shop_name="云溪饭馆")
    assert rows(here, application) == []
    save(here, application, shop_name="云溪小馆")
    settle(here, application, SHOP, Source.DOCUMENT, take=False)
    assert rows(here, application) == []
    read(here, application, SHOP, "")
    save(here, application, shop_name="别的店")
    assert rows(here, application) == []
    with pytest.raises(Invalid, match=r"cases\.no_such_field"):
        read(here, application, "no.such", "x")
    with pytest.raises(Invalid, match=r"cases\.text_too_long"):
        read(here, application, SHOP, "长" * 201)


def test_notes_stay_sealed_and_the_trail_holds_no_value(here: County) -> None:
    application = begun(here)
    services.note_paper(application_id=application.id, material="plan", actor=here.clerk)
    save(here, application, shop_name="云溪小馆")
    read(here, application, SHOP, "云溪饭馆")
    settle(here, application, SHOP, Source.DOCUMENT, take=True)
    acts = AuditEntry.objects.filter(action__in=["cases.read_document", "cases.settle"])
    assert [(each.action, each.facts) for each in acts.order_by("id")] == [
        ("cases.read_document", {"field": SHOP, "material": "plan"}),
        ("cases.settle", {"field": SHOP, "source": "document", "taken": True}),
    ]


def test_no_clerk_takes_in_what_nobody_looked_at_but_an_applicant_may_sign_it(here: County) -> None:
    application = begun(here)
    services.note_paper(application_id=application.id, material="plan", actor=here.clerk)
    save(here, application, person_name="陈晓岚", shop_name="吉祥小馆", shop_area=86)
    with pytest.raises(Invalid) as told:
        hand_in(application, here.clerk)
    assert told.value.code == "cases.differences_open"
    assert [each.place for each in told.value.problems] == [NAME]
    with transaction.atomic():
        hand_in(application, here.citizen)
        assert application.state == "submitted"
        transaction.set_rollback(True)
    settle(here, application, NAME, Source.REGISTER, take=False)
    hand_in(application, here.clerk)
    assert (application.state, application.channel) == ("submitted", "window")


def test_only_who_receives_settles_and_only_staff_see_rows(here: County) -> None:
    application = begun(here)
    save(here, application, person_name="陈晓岚")
    own = draft_view(application_id=application.id, actor=here.citizen)
    assert own.differences == ()
    with pytest.raises(Refused, match=r"accounts\.not_permitted"):
        services.settle(
            application_id=application.id,
            field=NAME,
            source=Source.REGISTER,
            take=True,
            actor=here.citizen,
        )
    with pytest.raises(NotFound):
        services.settle(
            application_id=application.id,
            field=NAME,
            source=Source.REGISTER,
            take=True,
            actor=here.other_citizen,
        )


def test_who_saved_last_and_where_is_told_to_others_only(here: County) -> None:
    application = begun(here)
    other = staff_actor("clerk", service_point_id=here.centre, window="A04", name="王丽")
    assert draft_view(application_id=application.id, actor=here.clerk).beside is None
    beside = draft_view(application_id=application.id, actor=other).beside
    assert beside is not None
    assert (beside.window, beside.place, beside.just_now) == ("A03", "安澜县政务服务中心", True)
    services.save_form(application_id=application.id, values={SHOP: "云溪小馆"}, actor=other)
    beside = draft_view(application_id=application.id, actor=here.clerk).beside
    assert beside is not None
    assert (beside.name, beside.window) == ("王丽", "A04")
    services.save_form(application_id=application.id, values={SHOP: "云溪"}, actor=here.citizen)
    beside = draft_view(application_id=application.id, actor=here.clerk).beside
    assert beside is not None
    assert (beside.name, beside.place) == ("", "")


texts = st.sampled_from(["", "a", "b", " a "])


def test_a_row_stands_exactly_where_both_speak_and_differ(here: County) -> None:
    offer = catalogue.pinned_offer(make.BUNDLE).offer

    @given(texts, texts, texts, st.booleans())
    def check(form: str, register: str, paper: str, looked_at: bool) -> None:
        key = settled_key(NAME, Source.REGISTER)
        notes = Notes(
            {NAME: Reading("plan", plain(paper), "x")} if paper else {},
            {key: Settled(plain(form), plain(register))} if looked_at else {},
        )
        found = differences(offer, {}, {NAME: form}, {NAME: register}, notes)
        assert {each.source for each in found} == {
            source
            for source, said in ((Source.REGISTER, register), (Source.DOCUMENT, paper))
            if plain(form)
            and plain(said)
            and plain(said) != plain(form)
            and not (looked_at and source is Source.REGISTER)
        }

    check()
