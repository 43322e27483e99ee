"""Departments' systems hear of each event once, case by case in order, and of nothing private."""

import json
from datetime import timedelta

import pytest
from django.conf import settings
from hypothesis import given
from hypothesis import strategies as st

from onevisit.accounts.rules import SYSTEM
from onevisit.cases import services as cases
from onevisit.kernel.errors import Conflict, Invalid, NotFound, Refused
from onevisit.reporting import queries, services
from onevisit.reporting.adapters import calling
from onevisit.reporting.api import CaseHappening
from onevisit.reporting.models import Call, Subscription
from onevisit.reporting.rules.calls import AGAIN_AFTER, HELD, REST_AFTER, may_be_called, networks
from onevisit.reporting.sandbox.serving import Sandbox
from tests.factories import cases as make
from tests.factories import joint
from tests.factories.cases import County
from tests.reporting.conftest import later
from tests.reporting.test_feed import poll

pytestmark = pytest.mark.django_db
LONG = timedelta(days=3)


def joined(here: County, door: str = "desk", part: str = "urban") -> Subscription:
    """The system of the department of `sign` cases, at a door of the other side."""
    made, secret = services.subscribe(
        department_id=here.departments[part],
        address=f"{settings.REPORT_ORIGIN}/hooks/{door}",
        actor=SYSTEM,
        secret=settings.REPORT_SECRET,
    )
    assert secret == settings.REPORT_SECRET
    return Subscription.objects.get(id=made)


def told() -> int:
    """What the worker does every few seconds."""
    services.plan()
    return services.tell()


def heard(sandbox: Sandbox) -> list[tuple[str, int, int]]:
    """Case, number of the event and how often it was heard, in the order in which they came."""
    found = sandbox.books.all("SELECT number, seq, given FROM heard ORDER BY id")
    return [(row["number"], row["seq"], row["given"]) for row in found]


def test_a_system_hears_of_its_own_cases_in_order_and_of_nobody(
    here: County, sandbox: Sandbox
) -> None:
    joined(here)
    case = make.case_of(make.submitted(here), "sign")
    cases.accept(case_id=case.id, actor=here.officer(case))
    assert told() == 3
    assert heard(sandbox) == [(case.number, seq, 1) for seq in (1, 2, 3)]
    (body,) = sandbox.books.all("SELECT body FROM heard WHERE seq = 2")
    assert json.loads(body["body"])["action"] == "accept"
    assert "陈小岚" not in body["body"]
    assert make.resident_id(1) not in body["body"]
    assert told() == 0


def test_a_department_that_reviews_drawings_along_hears_of_them_though_the_case_is_another_s(
    here: County, sandbox: Sandbox
) -> None:
    joint.publish(here)
    application = joint.accepted(here)
    kitchen = make.case_of(application, "kitchen")
    lead, fire = here.officer(kitchen), here.officer(make.case_of(application, "flame"))
    system = joined(here, part="fire")
    joined(here, door="lead", part="market")
    services.plan()
    services.tell()
    before = len(heard(sandbox))
    review = cases.open_drawings(
        case_id=kitchen.id,
        materials=["plan"],
        departments=[here.departments["fire"]],
        days=3,
        mend_days=5,
        special=False,
        actor=lead,
    )
    said = {"review_id": review, "comments": []}
    cases.write_comments(**said, ready=True, actor=lead)  # so the fire brigade is the last
    cases.write_comments(**said, ready=False, actor=lead)
    cases.write_comments(**said, ready=True, actor=lead)  # which it is told once
    cases.write_comments(**said, ready=True, actor=fire)
    cases.close_drawings(review_id=review, agreed=True, actor=lead)
    assert told() == 3
    assert heard(sandbox)[before:] == [(kitchen.number, seq, 1) for seq in (1, 2, 3)]
    rows = sandbox.books.all("SELECT body FROM heard ORDER BY id")[before:]
    bodies = [json.loads(row["body"]) for row in rows]
    assert [each["action"] for each in bodies] == [
        *("drawings_asked", "drawings_last", "drawings_agreed")
    ]
    assert {(each["review"], each["department"]) for each in bodies} == {(str(review), "market")}
    named = CaseHappening.model_fields.keys() - {"number", "at"}
    polled = [each for each in poll(fire)[0] if each["review"]]  # the feed says the same
    assert [{name: each[name] for name in named} for each in polled] == [
        {name: each[name] for name in named} for each in bodies
    ]
    assert not [each for each in poll(lead)[0] if each["review"]]
    view = queries.hook_view(subscription_id=system.id, actor=here.supervisor)
    assert [each.drawings for each in view.told[:3]] == [True] * 3
    again = services.replay(
        subscription_id=system.id, case_number=kitchen.number, actor=here.supervisor
    )
    assert again == 3


def test_a_system_that_does_not_answer_rests_and_what_comes_later_waits_behind(
    here: County, sandbox: Sandbox
) -> None:
    held = joined(here, "down")
    case = make.case_of(make.submitted(here), "sign")
    assert told() == 0
    cases.accept(case_id=case.id, actor=here.officer(case))
    assert told() == 0
    calls = Call.objects.filter(case=case).order_by("seq")
    assert [(each.tries, each.status) for each in calls] == [(1, 503), (0, None), (0, None)]
    with later(REST_AFTER[0]):
        told()
    assert Call.objects.get(case=case, seq=1).tries == 2
    (line,) = queries.hooks(here.supervisor)
    assert (line.waiting, line.dead) == (3, 0)
    held.refresh_from_db()
    assert held.failures == 2


def test_what_was_tried_to_the_end_is_dead_until_somebody_answers_for_it(
    here: County, sandbox: Sandbox
) -> None:
    held = joined(here, "down")
    case = make.case_of(make.submitted(here), "sign")
    cases.accept(case_id=case.id, actor=here.officer(case))
    services.plan()
    for number in range(len(AGAIN_AFTER) + 1):
        with later(LONG * number):
            assert services.tell() == 0
    dead = Call.objects.get(case=case, state="dead")
    assert (dead.seq, Call.objects.filter(state="waiting").count()) == (1, 2)
    Subscription.objects.update(address=f"{settings.REPORT_ORIGIN}/hooks/desk")
    with later(LONG * 9):
        assert services.tell() == 0  # nothing overtakes it
        with pytest.raises(Refused):
            services.call_again(call_id=dead.id, actor=here.clerk)
        services.call_again(call_id=dead.id, actor=here.supervisor)
        with pytest.raises(Conflict, match="not_dead"):
            services.let_go(call_id=dead.id, actor=here.supervisor)
        assert services.tell() == 3
    assert [seq for _number, seq, _given in heard(sandbox)] == [1, 2, 3]
    services.replay(subscription_id=held.id, case_number=case.number, actor=here.supervisor)
    with later(LONG * 9):
        assert services.tell() == 3
    assert {given for _number, _seq, given in heard(sandbox)} == {2}  # under the same keys
    with pytest.raises(Conflict, match="nothing_to_replay"):
        services.replay(subscription_id=held.id, case_number="X", actor=here.supervisor)


@pytest.mark.parametrize(("door", "after"), [("lost", AGAIN_AFTER[0]), ("busy", AGAIN_AFTER[1])])
def test_a_lost_answer_and_a_busy_hour_cost_a_try(
    here: County, sandbox: Sandbox, door: str, after: timedelta
) -> None:
    joined(here, door)
    case = make.case_of(make.submitted(here), "sign")
    told()
    if door == "busy":
        with later(AGAIN_AFTER[0]):
            told()
    with later(AGAIN_AFTER[0] + after):
        assert told() == 1
    assert heard(sandbox) == [(case.number, 1, 2 if door == "lost" else 1)]


def test_a_kill_between_telling_and_writing_it_down_tells_under_the_same_key(
    here: County, sandbox: Sandbox, monkeypatch
) -> None:
    joined(here)
    case = make.case_of(make.submitted(here), "sign")

    def killed(*_args: object) -> bool:
        raise KeyboardInterrupt

    with monkeypatch.context() as patch:
        patch.setattr("onevisit.reporting.services.calling._heard", killed)
        with pytest.raises(KeyboardInterrupt):
            told()
    assert told() == 0  # still held
    with later(HELD):
        assert told() == 1
    assert heard(sandbox) == [(case.number, 1, 2)]


def test_pausing_loses_nothing_and_ending_tells_nothing(here: County, sandbox: Sandbox) -> None:
    held = joined(here)
    services.pause(subscription_id=held.id, actor=here.supervisor)
    make.submitted(here)
    assert told() == 0
    services.resume(subscription_id=held.id, actor=here.supervisor)
    assert told() == 1
    services.end(subscription_id=held.id, actor=here.supervisor)
    make.submitted(here, here.other_citizen)
    assert told() == 0
    assert Call.objects.count() == 1
    with pytest.raises(NotFound):
        services.pause(subscription_id=held.id, actor=here.supervisor)


def test_a_secret_lies_sealed_and_a_system_is_joined_once(here: County, sandbox: Sandbox) -> None:
    held = joined(here)
    assert settings.REPORT_SECRET.encode() not in bytes(held.secret_sealed)
    with pytest.raises(Conflict, match="joined_already"):
        joined(here)


@pytest.mark.parametrize(
    ("address", "code"),
    [
        ("http://127.0.0.1:80/", "address_private"),
        ("https://127.0.0.1/", "address_private"),
        ("http://[::1]/", "address_private"),
        ("http://169.254.169.254/latest/", "address_private"),
        ("https://user:word@10.0.0.1/", "bad_address"),
        ("ftp://10.0.0.1/", "bad_address"),
        ("http://8.8.8.8/", "address_plain"),
    ],
)
def test_no_stranger_makes_this_house_speak_to_its_own_machines(
    here: County, settings, address: str, code: str
) -> None:
    settings.WEBHOOK_NETWORKS = ()
    with pytest.raises(Invalid, match=code):
        services.subscribe(
            department_id=here.departments["urban"], address=address, actor=here.supervisor
        )


def test_a_name_that_turns_to_a_private_address_later_is_not_called(
    here: County, sandbox: Sandbox, settings
) -> None:
    joined(here)
    make.submitted(here)
    settings.WEBHOOK_NETWORKS = ()
    assert told() == 0
    assert Call.objects.get().problem == "reporting.address_private"
    assert heard(sandbox) == []
    assert calling.target_of("https://8.8.8.8/a?b=c").path == "/a?b=c"


@given(st.ip_addresses(v=4, network="10.0.0.0/8"))
def test_a_private_address_stays_private_however_it_is_written(ip: object) -> None:
    ways = [f"{ip}", f"::ffff:{ip}", f"64:ff9b::{ip}"]
    assert not any(may_be_called([way], ()) for way in ways)
    assert all(may_be_called([way], networks(["10.0.0.0/8"])) for way in ways)
    assert not may_be_called(["8.8.8.8", f"{ip}"], ())
    assert not may_be_called([], ())
