"""The county as it was built: honest events, working days only, nothing personal in clear."""

import base64
import re
from collections import Counter
from datetime import date, time

import pytest
from django.db import connection
from django.db.models import Count, F
from django.test import Client
from django.urls import reverse

from demo import builder, cast, content
from demo.month import month
from demo.schedule import CLOSES, OPENS, Days
from demo.stories import Story
from onevisit.accounts import queries as accounts
from onevisit.accounts.models import Authority, User
from onevisit.accounts.rules import SYSTEM, Actor, Permission
from onevisit.audit.models import AuditEntry
from onevisit.cases import access, services
from onevisit.cases import queries as case_queries
from onevisit.cases.models import (
    Application,
    Case,
    CaseEvent,
    Evidence,
    HandOut,
    JointAct,
    Party,
    RedCard,
    Result,
    Task,
)
from onevisit.cases.queries.joint import act_happening
from onevisit.cases.rules.events import ContactKind
from onevisit.cases.rules.fold import COLUMNS, fold, limits_from
from onevisit.cases.rules.joint import fold_act
from onevisit.cases.services.holding import histories, pinned
from onevisit.catalogue import queries as catalogue
from onevisit.hall import queries as hall
from onevisit.hall.models import Contact
from onevisit.kernel.clock import SHANGHAI, local_date, today
from onevisit.kernel.errors import NotFound
from onevisit.kernel.queries import load_calendar
from onevisit.oversight.access import reach_of
from onevisit.oversight.queries import figure_rows, figures_of
from onevisit.oversight.rules import PeriodKind, period
from onevisit.vault.models import StoredObject
from onevisit.vault.rules import OwnerKind
from tests.demo.conftest import BUILT_ON, DRAWN, Built
from tests.demo.pages import CASE_PARAMETERS, pages_naming


@pytest.mark.usefixtures("county")
def test_the_events_of_every_case_fold_to_its_row() -> None:
    calendar = load_calendar()
    told = histories(CaseEvent.objects.order_by("case_id", "seq"))
    cases = list(Case.objects.select_related("application"))
    assert cases
    for case in cases:
        regime = pinned(case.application).offer.part(case.part).item.regime
        folded = fold(
            told[case.id], limits_from(regime, case.promise_days, case.ordered_days), calendar
        )
        assert {name: getattr(case, name) for name in COLUMNS} == {
            name: getattr(folded, name) for name in COLUMNS
        }


@pytest.mark.usefixtures("county")
def test_officers_act_on_working_days_in_opening_hours_only() -> None:
    calendar = load_calendar()
    staff = {each.id for each in accounts.logins() if each.roles}
    events = CaseEvent.objects.filter(actor_id__in=staff)
    assert events.count() > 100
    for event in events:
        assert calendar.is_working(local_date(event.effective_at)), event
        assert _open(event.effective_at.astimezone(SHANGHAI).time()), event
    decisions = CaseEvent.objects.filter(action__in=["approve", "refuse"])
    assert all(calendar.is_working(local_date(each.effective_at)) for each in decisions)
    for task in Task.objects.filter(state="done"):
        assert task.done_at is not None
        assert calendar.is_working(local_date(task.done_at))


def _open(moment: time) -> bool:
    return OPENS <= moment <= CLOSES


@pytest.mark.usefixtures("county")
def test_as_many_applications_as_wanted_stand_in_every_state() -> None:
    wanted = builder.told_count() + DRAWN
    assert wanted <= Application.objects.count() <= wanted + 10  # some began anew after a draft
    states = set(Case.objects.values_list("state", flat=True))
    assert states >= {
        "submitted", "accepted", "in_review", "suspended", "issued", "delivered", "refused",
        "not_accepted", "withdrawn", "correction_requested",
    }  # fmt: skip
    assert {"draft", "submitted", "ended"} <= set(
        Application.objects.values_list("state", flat=True)
    )
    assert set(Application.objects.values_list("channel", flat=True)) == {"online", "window"}
    assert Application.objects.filter(organisation__isnull=False).exists()


@pytest.mark.usefixtures("county")
def test_some_are_late_some_nearly_and_some_reach_into_an_unpublished_year() -> None:
    running = Case.objects.filter(ended_at__isnull=True, decided_at__isnull=True)
    late = running.filter(promised_due__lt=today())
    assert 1 <= late.count() <= 16
    assert running.filter(provisional=True).exists()
    calendar = load_calendar()
    left = [
        calendar.working_days_between(today(), case.promised_due)
        for case in running.filter(promised_due__gte=today())
        if case.promised_due is not None
    ]
    assert min(left) <= 1


@pytest.mark.usefixtures("county")
def test_one_was_corrected_and_one_was_accepted_by_silence() -> None:
    done = set(CaseEvent.objects.values_list("action", flat=True))
    assert {"request_correction", "correct", "deem_accepted"} <= done
    cards = list(RedCard.objects.filter(kind="deemed_accepted").select_related("case"))
    assert cards
    for card in cards:
        assert card.case.accepted_at == card.case.submitted_at


@pytest.mark.usefixtures("county")
def test_a_first_look_passed_one_and_sent_others_back() -> None:
    waiting = Case.objects.filter(state="submitted").exclude(pre_review="")
    assert {"passed", "returned", "resupplied"} <= set(waiting.values_list("pre_review", flat=True))
    assert Case.objects.filter(pre_review="resupplied", decided_at__isnull=False).exists()
    assert not Case.objects.exclude(pre_review="").exclude(application__channel="online").exists()


@pytest.mark.usefixtures("county")
def test_one_refused_part_leaves_the_others() -> None:
    refused = Case.objects.filter(state="refused", application__bundle_version__isnull=False)
    mixed = [
        case
        for case in refused
        if {"issued", "delivered"}
        & set(Case.objects.filter(application=case.application).values_list("state", flat=True))
    ]
    assert mixed


@pytest.mark.usefixtures("county")
def test_counted_visits_are_none_one_or_now_and_then_two() -> None:
    ids = list(Application.objects.exclude(state="draft").values_list("id", flat=True))
    counted = Counter(each.count for each in hall.visits_of_many(ids).values())
    assert set(counted) <= {0, 1, 2, 3}
    assert counted[0] > 10
    assert counted[1] > 10
    assert 1 <= counted[2] < counted[1]


@pytest.mark.usefixtures("county")
def test_everything_was_written_in_the_order_of_time() -> None:
    instants = list(AuditEntry.objects.order_by("id").values_list("at", flat=True))[:-1]
    assert instants == sorted(instants)
    numbers = Application.objects.exclude(number=None).order_by("submitted_at", "number")
    assert [each.number for each in numbers] == sorted(str(each.number) for each in numbers)


@pytest.mark.usefixtures("county")
def test_a_second_build_keeps_what_there_is() -> None:
    before = Application.objects.count()
    assert builder.build() is False
    assert Application.objects.count() == before


def test_the_same_seed_tells_the_same_stories() -> None:
    assert list(cast.ordinary()) == list(cast.ordinary())


def test_nothing_personal_stands_in_clear_in_any_column_or_file(county: Built) -> None:
    numbers = {
        *(each.id_number for each in content.people().values()),
        *(each.phone for each in content.people().values() if each.phone),
        *(each.id_number for each in content.relatives().values()),
        *(each.kin.id_number for each in drawn_stories() if each.kin),
    }
    needles = [number.encode() for number in numbers]
    forms = {
        form: number
        for number in needles
        for form in (number, number.hex().encode(), base64.b64encode(number).rstrip(b"="))
    }
    dumped = dict(_dump())
    assert b"chenxiaolan" in dumped["accounts_user"]
    for table, content_of in dumped.items():
        found = [number for form, number in forms.items() if form in content_of]
        assert not found, f"{table} holds {len(found)} numbers in clear"
    kept = [path for path in county.vault.rglob("*") if path.is_file()]
    assert len(kept) > 20
    for path in kept:
        raw = path.read_bytes()
        assert not any(number in raw for number in needles), path
        assert not raw.startswith((b"%PDF", b"\x89PNG")), path
    log = "\n".join(county.log).encode()
    assert not any(number in log for number in needles)


def drawn_stories() -> list[Story]:
    """What the builder drew for this county."""
    offers = {
        key: catalogue.pinned_offer(code).offer for key, code in content.offer_codes().items()
    }
    return list(month(offers, Days(load_calendar(), BUILT_ON), DRAWN))


def _dump() -> list[tuple[str, bytes]]:
    """Every table as COPY writes it: text as it is, bytea in hex, inside this transaction."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT tablename FROM pg_tables WHERE schemaname = current_schema()")
        tables = [name for (name,) in cursor.fetchall()]
        dumped = []
        for table in tables:
            with cursor.copy(f'COPY "{table}" TO STDOUT') as copy:
                dumped.append((table, b"".join(bytes(block) for block in copy)))
    return dumped


@pytest.mark.usefixtures("county")
def test_no_department_sees_the_case_of_another() -> None:
    officers = [
        accounts.actor_by_username(each.username)
        for each in content.officers()
        if each.role == "approver"
    ]
    some = Case.objects.select_related("department").order_by("id")[::3]
    for case in some:
        for officer in officers:
            own = case.department_id in officer.departments(Permission.CASES_REVIEW)
            if own:
                assert access.get_case_for(officer, case.id).id == case.id
            else:
                with pytest.raises(NotFound):
                    access.get_case_for(officer, case.number)


@pytest.mark.usefixtures("county")
def test_nobody_sees_the_draft_or_case_of_a_stranger() -> None:
    stranger = accounts.actor_by_username("xujinfeng")
    for case in access.visible_to(SYSTEM).select_related("application"):
        if case.application.applicant_id != stranger.person_id:
            with pytest.raises(NotFound):
                access.get_application_for(stranger, case.application_id)


@pytest.mark.usefixtures("county")
def test_no_department_opens_the_paper_or_result_of_another() -> None:
    officers = {
        accounts.actor_by_username(name) for name in ("fire1", "housing1", "civil1", "police1")
    }
    results = Case.objects.filter(result__isnull=False, department__code="market")
    assert results.exists()
    for case in results:
        for officer in officers:
            with pytest.raises(NotFound):
                services.result_document(case_id=case.id, actor=officer)
    elder = Evidence.objects.filter(
        stored_object__isnull=False, application__offer_name="居民身份证换领"
    )
    assert elder.exists()
    for paper in elder:
        for officer in officers - {accounts.actor_by_username("police1")}:
            with pytest.raises(NotFound):
                services.evidence_content(evidence_id=paper.id, actor=officer)


@pytest.mark.usefixtures("county")
def test_a_session_of_one_department_gets_404_for_the_case_of_another() -> None:
    case = Case.objects.select_related("application").filter(part="fire_general")[0]
    stranger, owner = Client(), Client()
    stranger.force_login(accounts.user_by_username("market1"))
    owner.force_login(accounts.user_by_username("fire1"))
    opened = 0
    for page in pages_naming(CASE_PARAMETERS):
        address = page.of(case)
        own = owner.get(address).status_code
        opened += own == 200
        if own == 405:
            own = owner.post(address, {}).status_code
        if own == 405:
            own = owner.put(address, {}).status_code
        if address.startswith("/api/"):  # a session is nobody there, whoever's it is
            assert own == 401, address
            continue
        refused = {404, 405, 403} if own == 403 else {404, 405}  # a page for no approver at all
        assert stranger.get(address).status_code in refused, address
        assert stranger.post(address, _CLAIM).status_code in refused, address
    assert opened
    assert Case.objects.get(id=case.id).claimed_by_id == case.claimed_by_id


_CLAIM = {"action": "claim", "field": "id_number", "reason": "verify_identity"}


@pytest.mark.usefixtures("county")
def test_the_ledger_holds_every_contact_that_the_cases_tell_of() -> None:
    """Counted from cases and events alone, beside the ledger."""
    kinds = Counter(Contact.objects.values_list("kind", flat=True))
    windowed = Application.objects.filter(number__isnull=False, channel="window")
    assert kinds["intake"] + kinds["on_the_spot"] == windowed.count()
    trips = HandOut.objects.values("case__application", "at").distinct()
    here = Case.objects.filter(
        application__channel="window", ended_at=F("submitted_at"), state="delivered"
    )
    assert kinds["on_the_spot"] == here.values("application").distinct().count()
    assert kinds["hand_out"] == trips.count() - kinds["on_the_spot"]
    told = CaseEvent.objects.filter(action="correct", actor_name__gt="")
    citizens = User.objects.filter(kind="citizen").values("id")
    at_windows = told.exclude(actor_id__in=citizens)  # an agent does it from home
    assert kinds["correction"] == at_windows.count() < told.count()


@pytest.mark.usefixtures("county")
def test_visits_are_the_contacts_at_least_two_hours_apart() -> None:
    ids = list(Application.objects.values_list("id", flat=True))
    counted = hall.visits_of_many(ids)
    merged = 0
    for contacts in counted.values():
        trips = [each for each in contacts.contacts if each.kind != ContactKind.HOME_VISIT]
        merged += len(trips) - contacts.count
        assert contacts.count <= len(trips)
        assert (contacts.count == 0) == (not trips)
    went = Contact.objects.exclude(kind=ContactKind.HOME_VISIT).count()
    assert sum(each.count for each in counted.values()) == went - merged
    others = Contact.objects.exclude(person=F("application__applicant")).count()
    assert merged <= 2 + others, "an application counts the most that one side made"


@pytest.mark.usefixtures("county")
def test_everything_belongs_where_it_is_kept() -> None:
    passed_up = Case.objects.exclude(region_id="339921000000")
    assert [each.region_id for each in passed_up] == ["339900000000"] * 2
    elsewhere = Case.objects.exclude(department=F("item_version__item__department"))
    assert set(elsewhere) == set(passed_up)
    others = Contact.objects.exclude(person=F("application__applicant"))
    assert others and not others.exclude(kind=ContactKind.CONSENT).exists()
    assert not HandOut.objects.exclude(case__state="delivered").exists()
    kept = StoredObject.objects.exclude(owner_kind=OwnerKind.DEPARTMENT)
    owners = {(each.owner_kind, each.owner_id) for each in kept}
    sides = {(each.owner.kind.value, each.owner.id) for each in Application.objects.all()}
    assert owners <= sides
    for paper in Evidence.objects.filter(stored_object__isnull=False).select_related(
        "stored_object", "application"
    ):
        assert paper.stored_object is not None
        assert paper.stored_object.owner_id == paper.application.owner.id
    assert not Result.objects.exclude(case__state__in=["issued", "delivered"]).exists()


@pytest.mark.usefixtures("county")
def test_every_foreign_key_leads_somewhere() -> None:
    """The constraints are deferred, and this transaction is never committed."""
    with connection.cursor() as cursor:
        cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")
        cursor.execute("SET CONSTRAINTS ALL DEFERRED")


@pytest.mark.usefixtures("county")
def test_every_window_saw_somebody_and_most_needed_one_trip() -> None:
    seen = set(Contact.objects.values_list("service_point__code", flat=True))
    assert len(seen) > 10
    per = Contact.objects.values("application").annotate(n=Count("id"))
    assert 0 < sum(each["n"] > 1 for each in per) < len(per) / 3


@pytest.mark.usefixtures("county")
def test_one_shop_will_be_visited_together_and_one_was_with_a_dissent() -> None:
    shops = JointAct.objects.filter(application__offer_code="YJS-339921-001")
    planned, unwritten, done = shops.order_by("-state", "-on")
    assert (planned.state, unwritten.state, done.state) == ("planned", "planned", "done")
    assert unwritten.on < today() < planned.on
    assert not unwritten.findings.exists()
    assert planned.events.filter(move="move").exists()
    verdicts = dict(done.findings.values_list("case__part", "verdict"))
    assert verdicts == {"food": "passed", "fire_general": "failed", "sign": "passed"}
    assert Case.objects.get(application=done.application, part="sign").state == "delivered"
    assert Case.objects.get(application=done.application, part="fire_general").state == "refused"
    for act in (planned, unwritten, done):
        folded = fold_act([act_happening(each) for each in act.events.order_by("seq")])
        assert (act.state, act.last_seq, act.on) == (folded.state, folded.last_seq, folded.slot.on)
    ids = [planned.application_id, done.application_id]
    assert [each.count for each in hall.visits_of_many(ids).values()] == [0, 0]


@pytest.mark.usefixtures("county")
def test_the_director_reads_what_the_ledger_and_the_cases_say() -> None:
    """The figures of the page beside a count that knows nothing of its statements."""
    of = period(PeriodKind.NINETY_DAYS, today=today())
    shown = figures_of(figure_rows(reach_of(accounts.actor_by_username("supervisor")), of)).now
    ended = list(Application.objects.filter(ended_at__isnull=False))
    trips = [each.count for each in hall.visits_of_many([row.id for row in ended]).values()]
    assert shown.closed.count == len(ended) > 50
    assert shown.closed.within_one == sum(count <= 1 for count in trips) < len(trips)
    assert shown.closed.none == trips.count(0)
    assert shown.closed.visits == sum(trips)
    assert shown.closed.coverage.percent == 100
    here = Case.objects.filter(region_id="339921000000")
    decided = list(here.filter(decided_at__isnull=False, promised_due__isnull=False))
    kept = [c for c in decided if _day(c) <= _due(c) or _waited_for_money(c)]
    assert shown.decided.promised == len(decided)
    assert shown.decided.on_time == len(kept) < len(decided)


def _waited_for_money(case: Case) -> bool:
    """Whether the last day of the promise, and all after it, went into waiting for the payer."""
    days = {e.action: local_date(e.effective_at) for e in case.events.all()}
    return [days.get(f"fee_{each}") for each in ("asked", "settled")] == [_due(case), _day(case)]


def _day(case: Case) -> date:
    assert case.decided_at is not None
    return local_date(case.decided_at)


def _due(case: Case) -> date:
    assert case.promised_due is not None
    return case.promised_due


def collected_from(clerk: Actor) -> list[Case]:
    """What lies ready where the clerk sits; at some places less lies than in the whole county."""
    issued = Case.objects.filter(state="issued", application__collection="window")
    place = clerk.service_point_id
    found = [
        case
        for case in issued.select_related("application")
        if case.application.collection_point_id in (place, None)
    ]
    assert place is not None and len(found) < issued.count()
    return found


@pytest.mark.usefixtures("county")
def test_the_out_window_is_gone_through_page_by_page() -> None:
    clerk = accounts.actor_by_username("clerk3")
    waiting = {case.application_id for case in collected_from(clerk)}
    assert len(waiting) > 6
    seen, after = [], ""
    while lines := case_queries.out_window(actor=clerk, after=after, limit=3):
        seen += [line.application_id for line in lines]
        after = str(lines[-1].application_id)
    assert seen == sorted(waiting)


@pytest.mark.usefixtures("county")
def test_the_page_of_the_out_window_says_that_there_are_more(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr("onevisit.portal.web.staff.out.MOST_AT_ONCE", 4)
    clerk, numbers = Client(), []
    clerk.force_login(accounts.user_by_username("clerk3"))
    address: str | None = reverse("portal:out")
    pages = 0
    while address:
        page = clerk.get(address).content.decode()
        numbers += re.findall(r"AL\d{8}-\d{5,}", page)
        onward = re.search(r'rel="next" href="([^"]+)"', page)
        assert ('<span class="tag">4+</span>' in page) == bool(onward)
        address = onward and onward.group(1).replace("&amp;", "&")
        pages += 1
    assert pages > 1
    issued = collected_from(accounts.actor_by_username("clerk3"))
    assert sorted(numbers) == sorted({str(case.application.number) for case in issued})
    assert clerk.get(reverse("portal:out"), {"after": "nonsense"}).status_code == 200


@pytest.mark.usefixtures("county")
def test_helpers_were_let_in_each_way_and_filed_for_two_old_people() -> None:
    people = {each.name: key for key, each in content.people().items()}
    given = Authority.objects.filter(basis="helper").select_related("principal", "helper")
    ways = {each.way: people[each.principal.name] for each in given if each.ended_at is None}
    assert ways == {"code": "fangxiaoe", "window": "chuguanrong", "account": "dingmaocai"}
    (taken_back,) = given.filter(ended_at__isnull=False)
    assert (people[taken_back.principal.name], taken_back.ended_why) == (
        "zhangbingkun",
        "withdrawn",
    )
    filed = Party.objects.filter(authority__basis="helper").select_related("person")
    trips = {people[each.person.name]: hall.visits_of(each.application_id) for each in filed}
    assert {key: made.count for key, made in trips.items()} == {"fangxiaoe": 0, "chuguanrong": 2}
    assert {each.kind.value for each in trips["chuguanrong"].contacts} == {"entrust", "at_helper"}
    for each in filed:
        history = CaseEvent.objects.filter(case__application=each.application_id)
        acted = set(history.exclude(action="submit").values_list("actor_id", flat=True))
        assert each.signed_by_id not in acted
