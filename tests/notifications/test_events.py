"""Every event a person must hear of has a message, and every other one a reason."""

from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest

from onevisit.accounts.rules import Actor
from onevisit.cases import services as cases
from onevisit.cases.rules.obligations import Check, Ground
from onevisit.kernel import clock, events
from onevisit.kernel.events import Event
from onevisit.notifications.models import Message
from onevisit.notifications.rules.channels import Language
from onevisit.notifications.rules.heard import SILENT
from onevisit.notifications.rules.kinds import Kind
from onevisit.notifications.rules.texts import first_words
from tests.api.programs import Program, issue, told
from tests.factories import cases as make
from tests.factories import joint
from tests.factories.cases import County
from tests.factories.joint import THURSDAY

TABLE = Path(__file__).parents[2] / "docs" / "messages.md"


def every_event(of: type[Event] = Event) -> Iterator[type[Event]]:
    for each in of.__subclasses__():
        if each.__module__.startswith("onevisit."):
            yield each
        yield from every_event(each)


def test_every_event_is_heard_or_silent_for_a_reason() -> None:
    heard = {
        kind
        for kind, handlers in events._handlers.items()
        if any(each.__module__.startswith("onevisit.notifications") for each in handlers)
    }
    assert heard.isdisjoint(SILENT)
    named = {(each.__module__, each.__name__) for each in every_event()}
    assert {(each.__module__, each.__name__) for each in heard | SILENT.keys()} == named
    assert all(SILENT.values())


def test_the_table_of_messages_names_every_kind_with_its_words() -> None:
    table = TABLE.read_text(encoding="utf-8")
    for kind in Kind:
        for language in Language:
            title = first_words()[kind, language].title
            assert any(f"`{kind}`" in line and title in line for line in table.splitlines()), kind


def heard_by(reader: Actor, *kinds: str) -> list[str]:
    mine = Message.objects.filter(person_id=reader.person_id, kind__in=kinds).order_by("id")
    return list(mine.values_list("kind", flat=True))


def appointments(reader: Actor) -> list[dict[str, Any]]:
    assert reader.user_id is not None
    program = Program(issue(reader.user_id).text)
    found: list[dict[str, Any]] = told(program.get("/appointments"))["items"]
    return found


VISITS = ("visit_set", "visit_near", "visit_moved", "visit_off")


@pytest.mark.django_db
def test_who_is_visited_hears_when_and_once_more_on_the_day_before(here: County) -> None:
    joint.publish(here)
    application = joint.accepted(here)
    case = make.case_of(application, "kitchen")
    joint.plan(here, application)
    assert cases.remind_of_visits() == 0
    with clock.travel(make.MONDAY + timedelta(days=1)):
        assert cases.remind_of_visits() + cases.remind_of_visits() == 1
        cases.move_visit(case_id=case.id, slot=THURSDAY, reason="下雨", actor=here.officer(case))
    with clock.travel(make.MONDAY + timedelta(days=2)):
        assert cases.remind_of_visits() == 1
    (line,) = appointments(here.citizen)
    assert line["application_number"] == application.number
    assert (line["appointment"]["on"], line["appointment"]["half"]) == ("2026-11-19", "pm")
    assert appointments(here.other_citizen) == []
    assert heard_by(here.citizen, *VISITS) == [
        *("visit_set", "visit_near", "visit_moved", "visit_near")
    ]


@pytest.mark.django_db
def test_a_holder_hears_of_the_hearing_and_of_the_decision_once(here: County) -> None:
    case = make.case_of(make.submitted(here, area=80), "sign")
    make.decide(here, case)
    day = make.MONDAY.date() + timedelta(days=10)
    row = cases.begin_motion(
        case_id=case.id,
        ground=Ground.UNLAWFUL,
        words="招牌超高。",
        limit_on=day,
        actor=here.officer(case),
    )
    second = here.second_officers["urban"]
    cases.check_obligation(obligation_id=row, check=Check.HEAR, words="没有意见。", actor=second)
    with clock.travel(make.MONDAY + timedelta(days=12)):
        cases.check_obligation(obligation_id=row, check=Check.REVOKE, words="超高。", actor=second)
    assert heard_by(here.citizen, "hearing", "revoked") == ["hearing", "revoked"]
