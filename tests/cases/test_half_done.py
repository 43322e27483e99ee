"""Killed between any two statements, no service leaves anything half-done."""

import os
from collections.abc import Callable
from datetime import date, timedelta
from uuid import UUID

import pytest
from django.db import connection, transaction

from onevisit.accounts.rules import Actor
from onevisit.cases import services
from onevisit.cases.models import Application, Case, CaseEvent
from onevisit.cases.queries.signing import signing_digest
from onevisit.cases.services.sweeping import sweep_application
from onevisit.hall.models import Contact
from onevisit.kernel import clock
from tests.cases.corrections import NAME, NOTE, ask, hand_in, mend, notified
from tests.cases.statements import Cut, dying_before, raise_cut, snapshot
from tests.cases.wholeness import assert_whole, issued_at_window, window_application
from tests.factories import cases as make
from tests.factories.cases import County

Deed = Callable[[], object]
Prepared = Callable[[County], Deed]

MOST = 80
"""No service sends more statements."""


def _draft(here: County) -> Deed:
    return lambda: services.start_application(
        offer_code=make.BUNDLE, actor=here.citizen, answers={"shop.area": 80}
    )


def _answers(here: County) -> Deed:
    application = make.filled_draft(here)
    return lambda: services.save_answers(
        application_id=application.id, answers={"shop.area": 90}, actor=here.citizen
    )


def _form(here: County) -> Deed:
    application = make.filled_draft(here)
    return lambda: services.save_form(
        application_id=application.id, values={"shop.name": "新"}, actor=here.citizen
    )


def _submit(here: County) -> Deed:
    application = make.filled_draft(here)
    return lambda: services.submit(
        application_id=application.id,
        actor=here.citizen,
        signed_digest=signing_digest(application),
        version=application.version,
    )


def _remove(here: County) -> Deed:
    application = make.filled_draft(here)
    evidence = application.evidence.get()
    return lambda: services.remove_evidence(evidence_id=evidence.id, actor=here.citizen)


def _attach(here: County) -> Deed:
    application = make.filled_draft(here)
    return lambda: services.attach_file(
        application_id=application.id,
        material="plan",
        upload=make.upload(9),
        name="图.png",
        actor=here.citizen,
    )


def _case(here: County, part: str = "sign") -> Case:
    return make.case_of(make.submitted(here), part)


def _accept(here: County) -> Deed:
    case = _case(here)
    return lambda: services.accept(case_id=case.id, actor=here.officer(case))


def _not_accept(here: County) -> Deed:
    case = _case(here)
    return lambda: services.not_accept(
        case_id=case.id, reason="不归本局管。", actor=here.officer(case)
    )


def _reviewed(here: County, part: str = "sign") -> tuple[UUID, Actor]:
    case = _case(here, part)
    make.review(here, case)
    return case.id, here.officer(case)


def _claim(here: County) -> Deed:
    case_id, officer = _reviewed(here)
    return lambda: services.claim(case_id=case_id, actor=officer)


def _opinion(here: County) -> Deed:
    case = _case(here)
    officer = here.officer(case)
    services.accept(case_id=case.id, actor=officer)
    return lambda: services.give_opinion(
        case_id=case.id, step="review", text="符合。", actor=officer
    )


def _suspend(here: County) -> Deed:
    case_id, officer = _reviewed(here)
    return lambda: services.suspend(
        case_id=case_id, reason="检测", until=date(2026, 12, 1), actor=officer
    )


def _resume(here: County) -> Deed:
    case_id, officer = _reviewed(here)
    services.suspend(case_id=case_id, reason="检测", until=date(2026, 12, 1), actor=officer)
    return lambda: services.resume(case_id=case_id, actor=officer)


def _approve(here: County) -> Deed:
    case_id, officer = _reviewed(here)
    return lambda: services.decide(
        case_id=case_id, outcome="approve", reason="符合。", actor=officer
    )


def _refuse_first(here: County) -> Deed:
    """A refusal that starts the part that waited."""
    application = make.submitted(here)
    food, licence = make.case_of(application, "food"), make.case_of(application, "licence")
    services.accept(case_id=food.id, actor=here.officer(food))
    make.review(here, licence)
    return lambda: services.decide(
        case_id=licence.id, outcome="refuse", reason="不符合。", actor=here.officer(licence)
    )


def _decide_last(here: County) -> Deed:
    """The decision that ends the application."""
    application = make.submitted(here)
    for part in make.PARTS[:-1]:
        make.decide(here, make.case_of(application, part))
    last = make.case_of(application, make.PARTS[-1])
    make.review(here, last)
    return lambda: services.decide(
        case_id=last.id, outcome="approve", reason="", actor=here.officer(last)
    )


def _withdraw(here: County) -> Deed:
    case = _case(here)
    return lambda: services.withdraw(case_id=case.id, actor=here.citizen)


def _hand_out(here: County) -> Deed:
    application = issued_at_window(here)
    ids = list(application.cases.values_list("id", flat=True))
    receiver = here.citizen.person_id
    assert receiver is not None
    return lambda: services.hand_out(
        case_ids=ids, receiver_id=receiver, identified_by="id_card", actor=here.clerk
    )


def _on_the_spot(here: County) -> Deed:
    draft = window_application(here)
    return lambda: services.finish_on_the_spot(application_id=draft, actor=here.clerk)


def _ask(here: County) -> Deed:
    """The last answer of four: the notice goes out."""
    application = make.submitted(here, area=80)
    for part in ("licence", "food"):
        case = make.case_of(application, part)
        services.accept(case_id=case.id, actor=here.officer(case))
    ask(here, make.case_of(application, "drain"), NOTE)
    return lambda: ask(here, make.case_of(application, "sign"))


def _pre_pass(here: County) -> Deed:
    case = _case(here)
    return lambda: services.pre_pass(case_id=case.id, actor=here.officer(case))


def _pre_return(here: County) -> Deed:
    case = _case(here)
    return lambda: services.pre_return(case_id=case.id, gaps=[NAME], actor=here.officer(case))


def _resupply(here: County) -> Deed:
    _pre_return(here)()
    application = Application.objects.get()
    services.correct_fields(
        application_id=application.id, values={"shop.name": "新店名"}, actor=here.citizen
    )
    return lambda: hand_in(here, application)


def _correct_fields(here: County) -> Deed:
    application = notified(here)
    return lambda: services.correct_fields(
        application_id=application.id, values={"shop.name": "新店名"}, actor=here.citizen
    )


def _correct(here: County) -> Deed:
    application = notified(here)
    mend(here, application)
    return lambda: hand_in(here, application)


def _sweep(here: County) -> Deed:
    """Ten working days after: all five are deemed accepted."""
    application = make.submitted(here)

    def deed() -> None:
        with clock.travel(make.MONDAY + timedelta(days=14)):
            sweep_application(application.id)

    return deed


DEEDS: dict[str, Prepared] = {
    "start_application": _draft,
    "save_answers": _answers,
    "save_form": _form,
    "attach_file": _attach,
    "remove_evidence": _remove,
    "submit": _submit,
    "accept": _accept,
    "not_accept": _not_accept,
    "ask_correction": _ask,
    "pre_pass": _pre_pass,
    "pre_return": _pre_return,
    "resupply": _resupply,
    "correct_fields": _correct_fields,
    "correct": _correct,
    "sweep": _sweep,
    "claim": _claim,
    "give_opinion": _opinion,
    "suspend": _suspend,
    "resume": _resume,
    "approve": _approve,
    "refuse_first": _refuse_first,
    "decide_last": _decide_last,
    "withdraw": _withdraw,
    "hand_out": _hand_out,
    "finish_on_the_spot": _on_the_spot,
}

BESIDE = {"attach_file": {"audit_auditentry"}}
"""A file is kept on record before the row that uses it: a cut in between leaves the file alone."""


@pytest.mark.parametrize("name", DEEDS)
def test_a_service_cut_anywhere_leaves_everything_as_it_was(here: County, name: str) -> None:
    deed = DEEDS[name](here)
    before = snapshot()
    for number in range(1, MOST + 1):
        try:
            with transaction.atomic(), dying_before(number, raise_cut):
                deed()
                break  # it has fewer statements: it was done
        except Cut:
            pass
        after = snapshot()
        ignored = BESIDE.get(name, set())
        changed = {table for table in before if after[table] != before[table]} - ignored
        assert not changed, f"statement {number} left {changed}"
    else:
        pytest.fail("never finished")
    assert number > 1
    assert_whole()


@pytest.mark.django_db(transaction=True)
def test_a_process_killed_while_submitting_leaves_a_whole_draft() -> None:
    """A real death, before each statement in turn: the process is gone, not merely unwound."""
    with clock.travel(make.MONDAY):
        here = make.county()
        application = make.filled_draft(here)
        shown = signing_digest(application)

        def deed() -> services.Receipt:
            return services.submit(
                application_id=application.id,
                actor=here.citizen,
                signed_digest=shown,
                version=application.version,
            )

        killed = 0
        while _in_a_child(deed, killed + 1) == KILLED:
            killed += 1
            assert not Case.objects.exists()
            assert not CaseEvent.objects.exists()
            assert not Contact.objects.exists()
            assert Application.objects.get().state == "draft"
        assert killed >= 10
        assert_whole()
        receipt = deed()  # the child after the last did it; this is the same receipt
        assert len(receipt.case_numbers) == 5
        assert Case.objects.count() == 5


KILLED = 77


def _in_a_child(deed: Deed, number: int) -> int:
    """Run in a process of its own that dies before that statement; returns its exit code."""
    connection.close()
    child = os.fork()
    if child == 0:
        try:
            with dying_before(number, lambda: os._exit(KILLED)):
                deed()
            os._exit(0)
        except BaseException:
            os._exit(1)
    _, status = os.waitpid(child, 0)
    return os.waitstatus_to_exitcode(status)
