"""黄牌、红牌: shown once by rule, contested by the department, ruled on by somebody else."""

import io
from datetime import timedelta

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import DatabaseError, transaction
from django.urls import reverse
from hypothesis import given
from hypothesis import strategies as st

from onevisit.accounts.rules import Actor
from onevisit.cases import services as cases
from onevisit.kernel import clock
from onevisit.kernel.errors import Conflict, Invalid, NotFound, Refused
from onevisit.notifications.models import Message
from onevisit.oversight import queries, services
from onevisit.oversight.access import reach_of
from onevisit.oversight.models import Card, CardEvent
from onevisit.oversight.queries import CardFilter, figure_rows, figures_of
from onevisit.oversight.rules import PeriodKind, period
from onevisit.oversight.rules.cards import (
    TABLE,
    CardAct,
    CardDoer,
    CardState,
    steps_open,
)
from tests.factories import cases as make
from tests.factories import files
from tests.factories.cases import County
from tests.portal.staff import browser, page

NEAR = make.MONDAY + timedelta(days=4)
"""Friday: the intake limit ends on Monday."""
LATE = make.MONDAY + timedelta(days=14)
LONG = make.MONDAY + timedelta(days=60)


@given(st.lists(st.sampled_from(list(CardAct)), max_size=8), st.booleans())
def test_a_card_is_contested_once_and_ruled_on_once(acts: list[CardAct], red: bool) -> None:
    state, done = CardState.SHOWN, []
    for act in acts:
        step = TABLE.get((state, act))
        if step is not None and (red or not step.red):
            state = step.after
            done.append(act)
    assert len(done) <= 2
    assert red or not done
    assert done[:1] in ([], [CardAct.CONTEST])
    over = state in (CardState.UPHELD, CardState.WITHDRAWN)
    may = steps_open(state, list(CardDoer), red=red, in_time=True)
    assert bool(may) == (red and not over)


def red_card(here: County) -> Card:
    """Of the sign, nobody accepted it."""
    case = make.case_of(make.submitted(here, area=80), "sign")
    with clock.travel(LATE):
        cases.sweep()
        services.show_cards()
    return Card.objects.get(case=case, kind="deemed_accepted")


def test_a_clock_turns_yellow_then_red_once_each(here: County) -> None:
    application = make.submitted(here, area=80)
    case = make.case_of(application, "sign")
    drain = make.case_of(application, "drain")
    cases.accept(case_id=drain.id, actor=here.officer(drain))
    assert services.show_cards() == 0
    with clock.travel(NEAR):
        assert services.show_cards() + services.show_cards() == 3
    assert not Message.objects.filter(user__isnull=False).exists()  # yellow, and nobody claimed it
    yellow = Card.objects.get(case=case)
    assert (yellow.kind, yellow.red, yellow.contest_until) == ("intake_near", False, None)
    with clock.travel(LATE):
        cases.sweep()
        services.show_cards()
    with clock.travel(LONG):
        services.show_cards()
        assert services.show_cards() == 0
        kinds = set(Card.objects.filter(case=case).values_list("kind", flat=True))
        assert {"intake_near", "deemed_accepted", "promise_over", "legal_over"} <= kinds
    with pytest.raises(DatabaseError), transaction.atomic():
        Card.objects.create(
            case=case,
            department=case.department,
            region=case.region,
            kind="intake_near",
            red=False,
            due_on=clock.today(),
            shown_at=clock.now(),
        )


def test_what_is_contested_is_ruled_on_by_another_and_leaves_the_figures(here: County) -> None:
    card = red_card(here)
    officer, other = here.officers["urban"], here.officers["fire"]
    supervisor = here.supervisor
    with clock.travel(LATE):
        before = red_figure(here)
        with pytest.raises(NotFound):
            services.contest_card(card_id=card.id, words="不是我们的。", actor=other)
        with pytest.raises(Refused):
            services.contest_card(card_id=card.id, words="代提。", actor=supervisor)
        with pytest.raises(Invalid, match="order_words"):
            services.contest_card(card_id=card.id, words=" ", actor=officer)
        with pytest.raises(Conflict, match="card_not_possible"):
            services.rule_on_card(card_id=card.id, uphold=True, words="属实。", actor=supervisor)
        services.contest_card(
            card_id=card.id,
            words="那几天系统停机。",
            upload=io.BytesIO(files.png()),
            name="停机通知.png",
            actor=officer,
            last_seq=1,
        )
        assert told(here.heads["urban"]) == ["card_red"]
        assert told(supervisor) == ["card_contested"]
        with pytest.raises(Conflict, match="card_moved_on"):
            services.rule_on_card(
                card_id=card.id, uphold=False, words="属实。", actor=supervisor, last_seq=1
            )
        with pytest.raises(Refused):
            services.rule_on_card(card_id=card.id, uphold=False, words="自己撤。", actor=officer)
        with pytest.raises(DatabaseError), transaction.atomic():
            Card.objects.filter(id=card.id).update(state="withdrawn", ruled_by=officer.user_id)
        assert red_figure(here) == before
        services.rule_on_card(card_id=card.id, uphold=False, words="停机属实。", actor=supervisor)
        assert red_figure(here) == before - 1
        assert told(officer) == ["card_withdrawn"]
        assert told(here.heads["urban"]) == ["card_red", "card_withdrawn"]
        line = Message.objects.get(user_id=officer.user_id)
        read = browser(officer).post(reverse("notifications:read", args=[line.id]))
        assert read["Location"] == reverse("oversight:card", args=[card.id])
        paper = services.card_paper(card_id=card.id, seq=2, actor=supervisor)
        assert paper.content == files.png()
        with pytest.raises(NotFound):
            services.card_paper(card_id=card.id, seq=2, actor=other)
        view = queries.card_view(card_id=card.id, actor=supervisor)
        assert [each.act for each in view.events] == ["show", "contest", "withdraw"]
        assert view.may == ()
    with pytest.raises(DatabaseError), transaction.atomic():
        CardEvent.objects.update(seq=9)


def told(reader: Actor) -> list[str]:
    """The kinds of what an officer was told, the oldest first."""
    mine = Message.objects.filter(user_id=reader.user_id).order_by("id")
    return list(mine.values_list("kind", flat=True))


def red_figure(here: County) -> int:
    """What the director reads; it is the length of its list and of the cards that stand."""
    of = period(PeriodKind.NINETY_DAYS, today=clock.today())
    reach = reach_of(here.supervisor)
    red = figures_of(figure_rows(reach, of)).cards.red
    assert len(queries.listing("red-cards", queries.Filter(of.now), reach).rows) == red
    wanted = CardFilter(of.now, colour="red")
    counts = queries.cards_by_department(actor=here.supervisor, wanted=wanted)
    assert sum(each.red for each in counts) == red
    return red


def test_a_card_is_contested_within_its_days(here: County) -> None:
    card = red_card(here)
    assert str(card.contest_until) == "2026-12-07"
    with clock.travel(LATE + timedelta(days=8)):
        assert queries.card_view(card_id=card.id, actor=here.officers["urban"]).may == ()
        with pytest.raises(Conflict, match="card_too_late"):
            services.contest_card(card_id=card.id, words="系统停机。", actor=here.officers["urban"])


def test_pages_lead_from_the_list_to_the_ruling(here: County) -> None:
    card = red_card(here)
    with clock.travel(LATE):
        officer, supervisor = browser(here.officers["urban"]), browser(here.supervisor)
        shown = page(officer, "oversight:cards")
        there = reverse("oversight:card", args=[card.id])
        assert there in shown and there not in page(
            browser(here.officers["fire"]), "oversight:cards"
        )
        assert "提异议" in page(officer, "oversight:card", card.id)
        proof = SimpleUploadedFile("停机.png", files.png(), content_type="image/png")
        sent = {"act": "contest", "words": "系统停机。", "last_seq": "1", "file": proof}
        assert officer.post(there, sent).status_code == 302
        waiting = {"state": "contested", "colour": "red"}
        listed = supervisor.get(reverse("oversight:cards"), waiting).content.decode()
        assert listed.count(card.case.number) == 1
        assert "维持红牌" in page(supervisor, "oversight:card", card.id)
        assert supervisor.post(there, {"act": "uphold", "words": ""}).status_code == 422
        assert supervisor.post(there, {"act": "uphold", "words": "没有备案。"}).status_code == 302
        assert "没有备案。" in page(officer, "oversight:card", card.id)
        assert there in page(supervisor, "portal:lookup-case", card.case_id)
        sheet = supervisor.get(reverse("oversight:cards-download"), {"colour": "red"})
        assert card.case.number in sheet.content.decode()
        assert "核实后维持" in sheet.content.decode()
        assert supervisor.get(reverse("oversight:cards"), {"state": "x"}).status_code == 400
    assert "没有红黄牌" in page(browser(here.supervisor), "oversight:cards")
