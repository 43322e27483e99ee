"""督办: asked, answered, sent back once, up to the head of the government; nudged by itself."""

from collections.abc import Iterator
from datetime import date, timedelta

import pytest
from django.urls import reverse
from hypothesis import given
from hypothesis import strategies as st

from onevisit.accounts.rules import Actor
from onevisit.audit.models import AuditEntry
from onevisit.audit.web.wordings import action_labels
from onevisit.kernel import clock
from onevisit.kernel.calendar_seed import seeded_calendar
from onevisit.kernel.errors import Conflict, Invalid, NotFound, Refused
from onevisit.notifications.models import Message
from onevisit.oversight import queries, services
from onevisit.oversight.models import OrderEvent, SupervisionOrder
from onevisit.oversight.rules.orders import (
    ENDED,
    TABLE,
    Doer,
    OrderAct,
    OrderRule,
    OrderState,
    nudge,
    steps_open,
)
from onevisit.oversight.services import OrderDraft
from tests.factories import cases as make
from tests.factories.cases import County
from tests.portal.staff import browser, page

RULE = OrderRule(date(2016, 12, 1), 5, 1)


@given(st.lists(st.sampled_from(list(OrderAct)), max_size=12))
def test_an_order_ends_and_is_sent_back_at_most_once(acts: list[OrderAct]) -> None:
    state, done = OrderState.OPEN, []
    for act in acts:
        step = TABLE.get((state, act))
        if step is not None:
            state = step.after
            done.append(act)
    assert done.count(OrderAct.SEND_BACK) <= 1
    assert done.count(OrderAct.ANSWER) <= 2
    if OrderAct.DECIDE in done:
        assert OrderAct.ESCALATE in done
        assert state is OrderState.CLOSED
    everybody = steps_open(state, list(Doer), late=True)
    assert bool(everybody) == (state not in ENDED)


@given(st.sampled_from(list(OrderState)), st.integers(0, 60), st.integers(0, 60))
def test_only_who_owes_an_answer_is_nudged(state: OrderState, due: int, today: int) -> None:
    start, calendar = date(2026, 3, 1), seeded_calendar()
    last, now = start + timedelta(days=due), start + timedelta(days=today)
    found = nudge(state, last, now, calendar, RULE)
    owes = state in (OrderState.OPEN, OrderState.RETURNED)
    assert (found is OrderAct.RED) == (owes and now > last)
    if found is OrderAct.REMIND:
        assert now <= last and calendar.working_days_between(now, last) <= 1


@pytest.fixture
def here(db: None) -> Iterator[County]:
    with clock.travel(make.MONDAY):
        yield make.county()


@pytest.fixture
def director(here: County) -> Actor:
    return make.staff("mayor", "government_head")


def issued(here: County, parts: tuple[str, ...] = ("licence", "food")) -> SupervisionOrder:
    application = make.submitted(here)
    numbers = tuple(make.case_of(application, part).number for part in parts)
    draft = OrderDraft(numbers, "为什么还没有受理？")
    return SupervisionOrder.objects.get(id=services.issue_order(draft, actor=here.supervisor))


def test_an_order_goes_its_whole_way_to_the_head_of_the_government(
    here: County, director: Actor
) -> None:
    order = issued(here)
    head, other = here.heads["market"], here.heads["fire"]
    assert order.number == "督〔2026〕0001号"
    assert order.due_on == date(2026, 11, 23)

    def act(what: OrderAct, actor: Actor, **said: object) -> None:
        services.act_on_order(order_id=order.id, act=what, actor=actor, **said)  # type: ignore[arg-type]

    with pytest.raises(NotFound):
        act(OrderAct.ANSWER, other, words="不是我们的。", measure="无")
    with pytest.raises(Refused):
        act(OrderAct.ANSWER, here.supervisor, words="代答。", measure="无")
    with pytest.raises(Invalid, match="order_words"):
        act(OrderAct.ANSWER, head, words="查过了。", measure=" ")
    with pytest.raises(Conflict, match="order_runs"):
        act(OrderAct.ESCALATE, here.supervisor, words="太慢。")
    act(OrderAct.ANSWER, head, words="经办人休假。", measure="已转交同事。", last_seq=1)
    with pytest.raises(Conflict, match="order_not_possible"):
        act(OrderAct.ANSWER, head, words="再答。", measure="无")
    with pytest.raises(Conflict, match="order_moved_on"):
        act(OrderAct.ACCEPT, here.supervisor, last_seq=1)
    act(OrderAct.SEND_BACK, here.supervisor, words="没有说什么时候办完。", days=3)
    act(OrderAct.ANSWER, head, words="本周办完。", measure="加班。")
    with pytest.raises(Conflict, match="order_not_possible"):
        act(OrderAct.SEND_BACK, here.supervisor, words="还是不行。", days=3)
    act(OrderAct.ESCALATE, here.supervisor, words="两次都没有答到点上。")
    with pytest.raises(Refused):
        act(OrderAct.DECIDE, here.supervisor, words="我来定。")
    case = order.cases.select_related("case").all()[0].case
    assert queries.supervised_since(case_ids=[case.id]) == date(2026, 11, 16)
    act(OrderAct.DECIDE, director, words="责成本周五前办结。")
    assert queries.supervised_since(case_ids=[case.id]) is None
    assert_on_record(order, head, director)
    with pytest.raises(Refused):
        queries.orders(actor=here.clerk)
    assert queries.orders(actor=other, ended=True) == ()


def assert_on_record(order: SupervisionOrder, head: Actor, director: Actor) -> None:
    """Every step stands in the order, in words, sealed, and in the trail."""
    view = queries.order_view(order_id=order.id, actor=head)
    assert [each.act for each in view.events] == [
        OrderAct.ISSUE,
        OrderAct.ANSWER,
        OrderAct.SEND_BACK,
        OrderAct.ANSWER,
        OrderAct.ESCALATE,
        OrderAct.DECIDE,
    ]
    assert (view.events[1].words, view.events[1].measure) == ("经办人休假。", "已转交同事。")
    assert view.line.state is OrderState.CLOSED and view.may == ()
    case_id = view.cases[0].case_id
    assert [each.id for each in queries.orders_about(case_id=case_id)] == [order.id]
    assert b"\xe7\xbb\x8f\xe5\x8a\x9e" not in bytes(OrderEvent.objects.get(seq=2).words_sealed)
    recorded = set(
        AuditEntry.objects.filter(action__startswith="oversight.order").values_list(
            "action", flat=True
        )
    )
    assert recorded <= set(action_labels()) and len(recorded) == 5
    (count,) = queries.orders_by_department(actor=director)
    assert (count.waiting, count.red, count.answered, count.ended) == (0, 0, 0, 1)


def test_what_nobody_answers_is_reminded_of_and_turns_red_once(here: County) -> None:
    order = issued(here)
    assert services.sweep_orders() == 0
    with clock.travel(make.MONDAY + timedelta(days=4)):
        assert services.sweep_orders() + services.sweep_orders() == 1  # reminded
    with clock.travel(make.MONDAY + timedelta(days=9)):
        assert services.sweep_orders() + services.sweep_orders() == 1  # red
        order.refresh_from_db()
        assert order.red
        (line,) = queries.orders(actor=here.heads["market"])
        assert line.red and line.left < 0
        services.act_on_order(
            order_id=order.id,
            act=OrderAct.ESCALATE,
            words="逾期没有答复。",
            actor=here.supervisor,
        )
        assert services.sweep_orders() == 0
    acts = list(order.events.order_by("seq").values_list("act", flat=True))
    assert acts == ["issue", "remind", "red", "escalate"]
    mine = Message.objects.filter(user_id=here.heads["market"].user_id).order_by("id")
    heard = ["order_to_answer", "order_near", "order_over"]
    assert list(mine.values_list("kind", flat=True)) == heard


@pytest.mark.parametrize("numbers", [(), ("没有这一件",)])
def test_an_order_is_about_cases_of_one_department(here: County, numbers: tuple[str, ...]) -> None:
    with pytest.raises(Invalid, match="order_cases"):
        services.issue_order(OrderDraft(numbers, "为什么？"), actor=here.supervisor)
    with pytest.raises(Invalid, match="order_cases"):
        issued(here, ("licence", "fire"))
    with pytest.raises(Refused):
        services.issue_order(OrderDraft(numbers, "为什么？"), actor=here.heads["fire"])


def test_the_letter_asks_the_question_and_names_the_cases(here: County) -> None:
    order = issued(here)
    letter = services.order_letter(
        order_id=order.id, actor=here.heads["market"], address="https://example.cn/x"
    )
    assert letter.content.startswith(b"%PDF") and order.number in letter.safe_name
    with pytest.raises(NotFound):
        services.order_letter(order_id=order.id, actor=here.heads["fire"], address="")


def test_pages_lead_from_the_case_to_the_order_and_its_answer(here: County) -> None:
    case = make.case_of(make.submitted(here), "sign")
    supervisor, head = browser(here.supervisor), browser(here.heads["urban"])
    new = reverse("oversight:order-new")
    assert f"{new}?case={case.number}" in page(supervisor, "portal:lookup-case", case.id)
    filled = supervisor.get(f"{new}?case={case.number}&source=red_card").content.decode()
    assert case.number in filled
    asked = {"numbers": case.number, "question": "", "source": "red_card", "days": "3"}
    assert supervisor.post(new, asked).status_code == 422
    answer = supervisor.post(new, asked | {"question": "为什么没有动静？"})
    order = SupervisionOrder.objects.get()
    assert answer["Location"] == reverse("oversight:order", args=[order.id])
    assert order.number in page(head, "oversight:orders")
    shown = page(head, "oversight:order", order.id)
    assert "为什么没有动静？" in shown and "提交答复" in shown and "退回重答" not in shown
    sent = {"act": "answer", "words": "漏看了。", "measure": "已补办。", "last_seq": "1"}
    assert head.post(answer["Location"], sent | {"measure": ""}).status_code == 422
    assert head.post(answer["Location"], sent).status_code == 302
    shown = page(supervisor, "oversight:order", order.id)
    assert "已补办。" in shown and "认可，办结" in shown
    assert order.number in page(browser(here.officers["urban"]), "portal:desk-case", case.id)
    citizen = page(browser(here.citizen), "portal:affair", case.application.number)
    assert "督办部门盯着这件事" in citizen
    assert order.number not in citizen
