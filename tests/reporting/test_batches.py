"""From the act to the platform above: every change once, in order, whatever fails in between."""

import hashlib
import json
import os
import socket
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from io import StringIO
from pathlib import Path
from uuid import UUID

import pytest
from django.core.management import call_command
from django.db import IntegrityError, transaction

from onevisit.audit.models import AccessEntry
from onevisit.cases import services as cases
from onevisit.cases.models import Application, Case
from onevisit.config import demo_secrets
from onevisit.kernel import clock
from onevisit.kernel.errors import Conflict, Invalid, Refused
from onevisit.kernel.ids import new_id
from onevisit.reporting import queries, services
from onevisit.reporting.models import Batch, Due, Entry, Happened, Row
from onevisit.reporting.rules.changes import HELD, KEPT
from onevisit.reporting.sandbox.serving import Sandbox
from tests.factories import cases as make
from tests.factories.cases import County
from tests.factories.parallel import at_once
from tests.reporting.conftest import later

pytestmark = pytest.mark.django_db


def reported() -> services.Reported:
    """What the worker does each minute."""
    services.plan()
    return services.report()


def held(sandbox: Sandbox, table: str) -> list[dict[str, str]]:
    """The rows of a table as the other side holds them."""
    return [cells for name, _guid, cells in sandbox.books.rows() if name == table]


def applied(here: County) -> tuple[Application, Case]:
    application = make.submitted(here)
    return application, make.case_of(application, "sign")


def test_a_case_goes_up_as_rows_and_then_only_what_changed(here: County, sandbox: Sandbox) -> None:
    _, case = applied(here)
    assert reported() == services.Reported(made=1, sent=1, answered=1)
    assert not Happened.objects.exists()
    assert not Due.objects.exists()
    (row,) = [r for r in held(sandbox, "up_pro_accept") if r["project_no"] == case.number]
    assert (row["cd_operation"], row["cd_batch"], row["accept_date"]) == ("I", "1", "")
    assert row["applyer_page_code"] == make.resident_id(1)
    assert reported() == services.Reported()
    cases.accept(case_id=case.id, actor=here.officer(case))
    assert reported().sent == 1
    said = [(e.row.table, e.operation) for e in Entry.objects.filter(batch__number=2)]
    assert sorted(said) == [
        ("up_pro_accept", "U"),
        ("up_pro_process", "I"),
        ("up_pro_process", "I"),  # accepted, and the review began with it
        ("up_pro_process", "U"),  # the end of the step before
    ]
    (row,) = [r for r in held(sandbox, "up_pro_accept") if r["project_no"] == case.number]
    assert row["accept_date"] == "2026-11-16 09:30:00"


def test_what_has_no_code_of_the_province_is_not_sent_and_said_until_it_has_one(
    here: County, sandbox: Sandbox, settings, tmp_path: Path
) -> None:
    def province(**more: object) -> None:
        """Its file, as somebody who looks after it writes it."""
        (tmp_path / "here.json").write_text(json.dumps({"name": "here", **more}))

    settings.REPORT_PROFILE = str(tmp_path / "here.json")
    province(cases={"way": {"upload": ""}}, confirmed={"way": ["scan", "upload"]})
    application, case = applied(here)
    assert reported().sent == 1
    sent = held(sandbox, "up_pro_material")
    assert sent and {row["get_type"] for row in sent} <= {"", "3", "4", "5"}
    cases.accept(case_id=case.id, actor=here.officer(case))
    assert reported().sent == 1  # what else happens to the case is not held up
    view = queries.codes_view(here.supervisor)
    (lack,) = view.withheld
    assert (str(lack.coded), lack.cases) == ("way=upload", application.cases.count())
    lines = {str(each.coded): each for each in view.lines}
    assert [lines[f"way={way}"].confirmed for way in ("scan", "upload", "fetched")] == [
        *(True, False, False)  # nothing is confirmed of what has no code
    ]
    out = StringIO()
    call_command("report", codes=True, stdout=out)
    assert "way=upload\tno code" in out.getvalue()
    assert f"not sent: {lack.cases} cases" in out.getvalue()
    province(cases={"way": {"upload": "07"}})
    assert reported().sent == 1
    assert "07" in {row["get_type"] for row in held(sandbox, "up_pro_material")}
    assert not Due.objects.exists()
    two_officers_record_what_the_province_answers(here, province)
    province(cases={"id_kind": {"resident_id": ""}})
    _other, waiting = applied(here)
    assert reported().sent == 0  # nothing of a case goes without its first row
    assert Due.objects.get(case=waiting).lacks == ["id_kind=resident_id"]
    province(cases={"way": {"carried": "7"}})
    with pytest.raises(Invalid, match="profile_malformed"):
        queries.codes_view(here.supervisor)


def two_officers_record_what_the_province_answers(
    here: County, province: Callable[..., None]
) -> None:
    """It counts once another has checked it, for the number it was about, until taken back."""

    def record(*codes: str, holds: bool = True) -> UUID:
        said = {"codes": codes, "holds": holds, "why": "省里 11 月 20 日复函。"}
        return services.record_codes(**said, actor=here.supervisor)  # type: ignore[arg-type]

    def confirmed() -> bool:
        lines = {str(each.coded): each for each in queries.codes_view(here.supervisor).lines}
        return lines["way=upload"].confirmed

    def printed() -> str:
        out = StringIO()
        call_command("report", codes=True, stdout=out)
        return out.getvalue()

    second = replace(here.supervisor, user_id=new_id(), name="钟二")
    for codes, holds in ((), True), (("way=none",), True), (("way=upload",), False):
        with pytest.raises(Invalid, match="no_codes"):
            record(*codes, holds=holds)
    with pytest.raises(Refused):
        services.record_codes(codes=["way=upload"], holds=True, why="函。", actor=here.clerk)
    written = record("way=upload", "way=scan")
    with pytest.raises(Conflict, match="waits"):
        record("way=paper")
    with pytest.raises(Refused, match="own"):
        services.confirm_codes(answer_id=written, actor=here.supervisor)
    assert not confirmed() and "2 codes wait for a second officer" in printed()
    services.confirm_codes(answer_id=written, actor=second)
    assert confirmed() and f"{here.supervisor.name}, 钟二: 省里 11 月 20 日复函。" in printed()
    province(cases={"way": {"upload": "08"}})
    assert not confirmed()  # what was confirmed is another number
    again = record("way=upload")
    province(cases={"way": {"upload": "07"}})
    with pytest.raises(Conflict, match="codes_changed"):
        services.confirm_codes(answer_id=again, actor=second)
    services.return_codes(answer_id=again, why="号变了。", actor=here.supervisor)
    assert confirmed()
    services.confirm_codes(answer_id=record("way=upload", holds=False), actor=second)
    assert not confirmed()
    states = [each.state for each in queries.codes_view(second).answers]
    assert states == ["confirmed", "returned", "confirmed"]


def test_what_is_kept_of_a_batch_shows_nobody_and_each_export_is_on_record(
    here: County, sandbox: Sandbox
) -> None:
    applied(here)
    reported()
    secret = make.resident_id(1).encode()
    assert not any(secret in bytes(entry.cells_sealed) for entry in Entry.objects.all())
    assert here.citizen.person_id in set(
        AccessEntry.objects.filter(what="reporting.batch").values_list(
            "subject_person_id", flat=True
        )
    )


def test_an_answer_lost_after_a_batch_was_taken_does_not_send_it_twice(
    here: County, sandbox: Sandbox
) -> None:
    applied(here)
    sandbox.lose = True
    assert reported().sent == 0
    assert Batch.objects.get().problem == "reporting.away"
    with later(timedelta(minutes=1)):
        assert reported() == services.Reported(sent=1, answered=1)
    assert [row["given"] for row in sandbox.books.all("SELECT given FROM batch")] == [2]
    assert len(sandbox.books.rows()) == Row.objects.exclude(held="").count() > 0


def test_a_kill_between_sending_and_writing_it_down_goes_on(
    here: County, sandbox: Sandbox, monkeypatch
) -> None:
    applied(here)

    def killed(*_args: object) -> None:
        raise KeyboardInterrupt

    with monkeypatch.context() as patch:
        patch.setattr("onevisit.reporting.services.sending._locked", killed)
        with pytest.raises(KeyboardInterrupt):
            reported()
    assert reported().sent == 0  # still held by whoever was killed
    with later(HELD):
        assert reported() == services.Reported(sent=1, answered=1)


def test_what_the_other_side_lost_goes_again_from_there_on(here: County, sandbox: Sandbox) -> None:
    _, case = applied(here)
    services.plan()
    services.collect()
    Batch.objects.update(state="sent", sent_at=Batch.objects.get().made_at)  # and never came
    other = make.submitted(here, here.other_citizen, code=here.card_code)
    services.plan()
    services.collect()
    done = services.report()
    assert [(b.state, b.problem) for b in Batch.objects.order_by("number")] == [
        ("answered", "")
    ] * 2
    assert done.answered == 2
    numbers = {row["project_no"] for row in held(sandbox, "up_pro_accept")}
    assert {case.number, other.cases.get().number} <= numbers


def test_a_row_on_its_way_is_not_said_again_before_it_is_answered(
    here: County, sandbox: Sandbox
) -> None:
    _, case = applied(here)
    services.plan()
    services.collect()
    cases.accept(case_id=case.id, actor=here.officer(case))
    services.plan()
    assert services.collect() == 0
    assert Due.objects.filter(case=case).exists()
    entry = Entry.objects.filter(row__case=case).first()
    assert entry is not None
    with pytest.raises(IntegrityError, match="entry_one_on_its_way"), transaction.atomic():
        again = Batch.objects.get()
        again.id, again.number = entry.id, 2
        again.save(force_insert=True)
        Entry.objects.filter(id=entry.id).update(outcome="accepted")
        entry.id, entry.batch = case.id, again
        entry.save(force_insert=True)
        Entry.objects.filter(batch__number=1, row=entry.row).update(outcome="")
    reported()
    assert reported().made == 1
    assert not Due.objects.exists()


def test_what_was_refused_waits_for_a_person_or_for_a_change(
    here: County, sandbox: Sandbox, monkeypatch
) -> None:
    monkeypatch.setattr(
        "onevisit.reporting.sandbox.serving.why_not",
        lambda table, row, knows: "不收" if row["project_no"] == case.number else "",
    )
    _, case = applied(here)
    reported()
    refused = Row.objects.exclude(refused="")
    count = refused.count()
    assert {row.case_id for row in refused} == {case.id}
    assert (Batch.objects.get().refused, count > 0) == (count, True)
    Due.objects.create(case=case, since=Batch.objects.get().made_at)
    assert reported().made == 0  # the same as it was refused
    row = refused.filter(table="up_pro_accept").get()
    with pytest.raises(Refused):
        services.resend(row_id=row.id, actor=here.officer(case))
    monkeypatch.undo()
    services.resend(row_id=row.id, actor=here.supervisor)
    assert reported().made == 1
    assert Entry.objects.get(batch__number=2).operation == "I"
    with pytest.raises(Conflict, match="not_refused"):
        services.resend(row_id=row.id, actor=here.supervisor)
    cases.accept(case_id=case.id, actor=here.officer(case))
    reported()
    assert Row.objects.get(id=row.id).held
    assert not Entry.objects.filter(batch__number=3, outcome="refused").exists()


def test_without_a_receiver_nothing_is_made_and_nothing_is_lost(here: County, settings) -> None:
    settings.REPORT_RECEIVER = ""
    applied(here)
    assert not reported()
    assert Due.objects.count() == 5
    assert not Batch.objects.exists()


def test_what_was_answered_long_ago_names_nobody_any_more(here: County, sandbox: Sandbox) -> None:
    applied(here)
    reported()
    assert services.forget() == 0
    with later(KEPT):
        assert services.forget() == 1
        assert services.forget() == 0
    assert not Entry.objects.exclude(cells_sealed=None).exists()
    with pytest.raises(Conflict, match="forgotten"):
        services.open_batch(number=1, actor=here.supervisor)
    with later(KEPT):
        assert reported() == services.Reported()  # and nothing goes again for it


@pytest.fixture
def there(transactional_db: None) -> Iterator[County]:
    """The county, committed."""
    with clock.travel(make.MONDAY):
        yield make.county()


@pytest.mark.django_db(transaction=True)
def test_two_workers_at_once_say_everything_once(there: County, sandbox: Sandbox) -> None:
    applied(there)
    results = at_once(reported, reported)
    assert not [each for each in results if isinstance(each, Exception)]
    reported()
    assert [row["given"] for row in sandbox.books.all("SELECT given FROM batch")] == [1]
    assert set(Entry.objects.values_list("operation", "outcome")) == {("I", "accepted")}


def test_the_other_side_runs_as_a_process_of_its_own(
    here: County, settings, tmp_path: Path
) -> None:
    """As the demonstration's server starts it, with the demonstration's own secrets."""
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    told = {
        **os.environ,
        "DJANGO_SETTINGS_MODULE": "onevisit.config.settings.demo",
        "ONEVISIT_VAR": str(tmp_path),
        "ONEVISIT_REPORT_PORT": str(port),
    }
    secret = demo_secrets.load(tmp_path)["secret_key"]
    settings.REPORT_SECRET = hashlib.sha256(f"reports {secret}".encode()).hexdigest()
    settings.REPORT_ORIGIN = f"http://127.0.0.1:{port}"
    command = [sys.executable, "-m", "onevisit.reporting.sandbox", "--end-with-parent"]
    process = subprocess.Popen(command, env=told)
    try:
        while process.poll() is None and not answers(port):
            time.sleep(0.05)
        with clock.travel(datetime.fromtimestamp(time.time(), UTC)):
            applied(here)
            assert reported() == services.Reported(made=1, sent=1, answered=1)
    finally:
        process.terminate()
        assert process.wait() == 0


def answers(port: int) -> bool:
    """Whether somebody listens there."""
    with socket.socket() as tried:
        return tried.connect_ex(("127.0.0.1", port)) == 0
