"""The audit page says in Chinese whatever the services of this room put on record."""

import re
from collections.abc import Iterator
from datetime import timedelta

from onevisit.accounts.rules import Actor
from onevisit.audit.queries import Shown, access_log, trail
from onevisit.audit.rules import Filter
from onevisit.audit.web.rows import row_of
from onevisit.audit.web.wordings import action_labels, fact_names, value_names
from onevisit.cases import queries, services
from onevisit.cases.models import Application, Case, JointPhoto
from onevisit.cases.rules.deputies import Away
from onevisit.cases.rules.discrepancies import Source
from onevisit.cases.rules.joint import Verdict
from onevisit.cases.rules.obligations import Check
from onevisit.cases.rules.submission import SentHome
from onevisit.cases.web.wordings import ACTIONS
from onevisit.delivery.rules import Mark
from onevisit.kernel import clock
from tests.cases import posting
from tests.cases.committed import check, granted, granted_at_window
from tests.cases.corrections import NAME, PLAN, ask, hand_in, mend, notified
from tests.factories import cases as make
from tests.factories import joint
from tests.factories.cases import County

CODES_OF_THE_CATALOGUE = {
    "offer",
    "material",
    "materials",
    "commitments",
    "number",
    "step",
    "field",
    "fields",
}
"""Facts that name something of the catalogue or a number: shown as they are."""
ELSEWHERE = {
    "cases.recount",
    "cases.redo",
    "cases.pass_up",
    "cases.from_below",
    "cases.regulate",
    "cases.acknowledge",
    "cases.report_finding",
    "cases.set_route",
    "cases.end_route",
    "cases.terminate",
    "cases.void",
    "cases.ruled_upheld",
    "cases.ruled_unlawful",
    "cases.ruled_changed",
    "cases.ruled_annulled",
    "cases.ruled_again",
    "cases.recount_obligation",
    "cases.enter_notice",
    "cases.confirm_notice",
    "cases.withdraw_notice",
    "cases.hand_over",
    "cases.fee_asked",
    "cases.destroy",
    "cases.write_letter_text",
    "cases.send_letter_text_back",
    "cases.put_letter_text_in_force",
    "cases.drawings_open",
    "cases.drawings_comment",
    "cases.drawings_tell",
    "cases.drawings_revise",
    "cases.drawings_check",
    "cases.drawings_close",
    "cases.mend_asked",
    "cases.mend_over",
    "cases.mend_longer",
    "cases.drawings_more",
    "cases.drawings_more_answer",
    "cases.take_hand",
    "cases.visit_ask",
    "cases.visit_keep",
    "cases.consult_ask",
    "cases.consult_answer",
    "cases.consult_withdraw",
    "cases.stand_by",
    "cases.keep_original",
    "cases.return_original",
    "cases.prepare_result",
    "cases.move_to_competent",
    "cases.roll_forward",
    "cases.start_again",
    "cases.apply_again",
    "cases.fee_settled",
    "cases.name_party",
    "cases.remove_party",
    "cases.release_party",
    "cases.agree",
    "cases.decline_party",
    "cases.withdraw_consent",
    "cases.void_consent",
    "cases.fill_as_party",
}
"""Put on record by jobs and for other rooms; told where they are tested."""
CODE = re.compile(r"[a-z][a-z_.]*")


def everything_happens(here: County) -> None:
    """Each verb of the room once at least."""
    application = make.submitted(here)
    licence, food, fire, sign, drain = (make.case_of(application, part) for part in make.PARTS)
    services.claim(case_id=licence.id, actor=here.officer(licence))
    services.release(case_id=licence.id, actor=here.officer(licence))
    make.decide(here, licence)
    make.decide(here, food, "refuse")
    services.not_accept(case_id=fire.id, reason="不归这里。", actor=here.officer(fire))
    corrected_and_lapsed(here)
    looked_at_first(here)
    make.review(here, sign)
    extended(here, sign, drain)
    services.suspend(
        case_id=sign.id,
        reason="要听证。",
        until=clock.today() + timedelta(days=9),
        actor=here.officer(sign),
    )
    services.resume(case_id=sign.id, actor=here.officer(sign))
    services.withdraw(case_id=drain.id, actor=here.citizen)
    paper = make.filled_draft(here, here.other_citizen).evidence.get()
    services.remove_evidence(evidence_id=paper.id, actor=here.other_citizen)
    services.discard_draft(application_id=paper.application_id, actor=here.other_citizen)
    at_window(here, application)
    signed_by_two(here)
    handed_over(here)
    visited(here)
    settled(here)
    posted(here)


def settled(here: County) -> None:
    """A clerk read something else on a paper, and said which is right."""
    begun = services.start_application(
        offer_code=make.BUNDLE,
        actor=here.clerk,
        applicant_id=here.other_citizen.person_id,
        answers={"shop.area": 87},
        channel="window",
    )
    services.save_form(application_id=begun, values={"shop.name": "一家店"}, actor=here.clerk)
    services.note_paper(application_id=begun, material="plan", actor=here.clerk)
    for ticked in (True, False):
        services.check_point(
            application_id=begun, material="plan", point="标了尺寸", ticked=ticked, actor=here.clerk
        )
    services.note_reading(
        application_id=begun,
        material="plan",
        field="shop.name",
        value="另一家店",
        actor=here.clerk,
    )
    services.settle(
        application_id=begun,
        field="shop.name",
        source=Source.DOCUMENT,
        take=False,
        actor=here.clerk,
    )


def posted(here: County) -> None:
    """Sent back by the courier, chosen anew, received; the address forgotten in the end."""
    application, parcel = posting.sent(here)
    services.mark_parcel(parcel_id=parcel, mark=Mark.RETURN, actor=here.clerk, note="absent")
    services.choose_again(
        application_id=application.id,
        collection="courier",
        service_point_id=None,
        actor=here.citizen,
        address=posting.HOME,
    )
    again = services.pack(application_id=application.id, actor=here.clerk)
    services.hand_to_courier(
        parcel_id=again, carrier="sf", tracking_number="SF1234567890123", actor=here.clerk
    )
    services.mark_parcel(parcel_id=again, mark=Mark.DELIVER, actor=here.clerk, note="self")
    with clock.travel(make.MONDAY + timedelta(days=1_000)):
        services.sweep()


def visited(here: County) -> None:
    """A joint site visit with everything that can happen to it."""
    joint.publish(here)
    application = joint.accepted(here, "kitchen", "board")
    joint.plan(here, application)
    kitchen = make.case_of(application, "kitchen")
    ours = {"case_id": kitchen.id, "actor": here.officer(kitchen)}
    for going in (True, False):
        services.join_visit(going=going, **ours)
    services.move_visit(slot=joint.THURSDAY, reason="改期。", **ours)
    services.withdraw(case_id=make.case_of(application, "board").id, actor=here.citizen)
    services.cancel_visit(reason="不用了。", **ours)
    joint.plan(here, application)
    with clock.travel(make.MONDAY + timedelta(days=2)):
        photo = [(make.upload(8), "厨房.png")]
        services.write_finding(verdict=Verdict.PASSED, note="", photos=photo, **ours)
        taken = JointPhoto.objects.get()
        services.visit_photo(photo_id=taken.id, **ours)
    committed(here)


def committed(here: County) -> None:
    """A commitment that was kept, one that was not, and one that nobody checked."""
    day = clock.today() + timedelta(days=5)
    check(here, granted(here), Check.CONFIRM)
    first, second = granted_at_window(here), granted(here)
    granted(here)
    for row in (first, second):
        check(here, row, Check.ORDER, on=day)
    check(here, second, Check.PUT_RIGHT)
    with clock.travel(make.MONDAY + timedelta(days=6)):
        check(here, first, Check.CALL_HEARING, on=day + timedelta(days=9))
        check(here, first, Check.HEAR)
    with clock.travel(make.MONDAY + timedelta(days=20)):
        check(here, first, Check.REVOKE)
    with clock.travel(make.MONDAY + timedelta(days=60)):
        services.sweep()


def corrected_and_lapsed(here: County) -> None:
    """A correction, a limit that ran out in silence, and one that the applicant let pass."""
    application = notified(here)
    services.attach_file(
        application_id=application.id,
        material="report",
        upload=make.upload(31),
        name="报告.png",
        actor=here.citizen,
    )
    mend(here, application)
    hand_in(here, application)
    ask(here, make.case_of(application, "sign"))
    make.submitted(here, here.boss, area=80)
    with clock.travel(make.MONDAY + timedelta(days=40)):
        services.sweep()
    with clock.travel(make.MONDAY + timedelta(days=60)):
        services.sweep()


def looked_at_first(here: County) -> None:
    """One passed, and one sent back and changed."""
    application = make.submitted(here, area=80)
    passed, returned = (make.case_of(application, part) for part in ("licence", "sign"))
    services.pre_pass(case_id=passed.id, actor=here.officer(passed))
    services.pre_return(case_id=returned.id, gaps=(PLAN, NAME), actor=here.officer(returned))
    mend(here, application)
    hand_in(here, application)


def extended(here: County, *cases: Case) -> None:
    """Asked, declined, asked again and granted; in the second after its promise."""
    for case in cases:
        make.review(here, case)
        officer, head = here.officer(case), head_of(here, case)
        late = timedelta(days=15 if case == cases[-1] else 0)
        with clock.travel(make.MONDAY + late):
            services.ask_extension(case_id=case.id, reason="等报告。", actor=officer)
            services.decline_extension(case_id=case.id, reason="不用等。", actor=head)
            services.ask_extension(case_id=case.id, reason="要等。", actor=officer)
            services.grant_extension(case_id=case.id, actor=head)


def handed_over(here: County) -> None:
    """A deputy named and ended, and one case handed to a colleague."""
    case = make.case_of(make.submitted(here, here.boss, area=80), "sign")
    officer, second = here.officers["urban"], here.second_officers["urban"]
    assert officer.user_id is not None and second.user_id is not None
    today = clock.today()
    row = services.name_deputy(
        services.AwayDraft(
            officer.user_id, second.user_id, case.department_id, today, today, Away.LEAVE
        ),
        actor=officer,
    )
    services.end_deputy(deputy_id=row, actor=officer)
    services.claim(case_id=case.id, actor=officer)
    services.pass_on(case_id=case.id, to=second.user_id, reason="出差。", actor=officer)


def signed_by_two(here: County) -> None:
    """Proposed, taken back, sent back, proposed again, and confirmed."""
    case = Case.objects.get(application=make.submitted(here, code=here.two_code))
    make.review(here, case)
    officer, head = here.officer(case), head_of(here, case)
    for outcome in ("approve", "refuse", "approve"):
        services.propose(case_id=case.id, outcome=outcome, reason="已核。", actor=officer)
        if outcome == "refuse":
            services.send_back(case_id=case.id, reason="理由不足。", actor=head)
        elif case.proposals.count() == 1:
            services.take_back(case_id=case.id, actor=officer)
    services.confirm(case_id=case.id, actor=head)


def head_of(here: County, case: Case) -> Actor:
    """The head of the case's department."""
    code = next(c for c, d in here.departments.items() if d == case.department_id)
    return here.heads[code]


def at_window(here: County, seen: Application) -> None:
    """What a clerk puts on record."""
    begun = services.start_application(
        offer_code=make.BUNDLE,
        actor=here.clerk,
        applicant_id=here.other_citizen.person_id,
        answers={"shop.area": 86},
        channel="window",
    )
    services.note_paper(application_id=begun, material="plan", actor=here.clerk)
    for reason in SentHome:
        services.send_home(
            application_id=begun, reason=reason, materials=("plan",), actor=here.clerk
        )
    services.start_application(offer_code=make.BUNDLE, actor=here.other_citizen)
    queries.status_view(application_id=seen.id, actor=here.supervisor)
    queries.receipt_view(application_id=seen.id, actor=here.clerk)
    file = seen.evidence.exclude(stored_object=None).first()
    assert file is not None
    services.evidence_content(evidence_id=file.id, actor=here.clerk)
    licence = make.case_of(seen, "licence")
    queries.case_view(case_id=licence.id, actor=here.officer(licence))
    services.result_document(case_id=licence.id, actor=here.officer(licence))


def codes(entry: Shown) -> Iterator[tuple[str, str]]:
    """Facts whose value is a code to be put into words."""
    for name, value in entry.facts:
        if name not in CODES_OF_THE_CATALOGUE:
            for each in value if isinstance(value, (list, tuple)) else [value]:
                if isinstance(each, str) and CODE.fullmatch(each):
                    yield name, each


def test_every_action_fact_and_value_of_a_case_reads_as_chinese(here: County) -> None:
    everything_happens(here)
    rows, before = [], None
    while True:
        page = trail(Filter(), before=before)
        rows += [row for row in page.rows if row.what.startswith("cases.")]
        before = page.before
        if before is None:
            break
    assert {row.what for row in rows} >= ACTIONS.keys() - ELSEWHERE
    assert {row.what for row in rows} <= action_labels().keys()
    assert {name for row in rows for name, _value in row.facts} <= fact_names().keys()
    spoken = value_names()
    assert [(r.what, *code) for r in rows for code in codes(r) if code[1] not in spoken] == []


def test_who_looked_at_an_application_reads_as_chinese(here: County) -> None:
    everything_happens(here)
    rows = access_log(Filter()).rows
    assert rows
    for row in rows:
        assert not CODE.search(row_of(row).note), row
