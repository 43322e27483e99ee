"""An office without an interface: cases go out as files, events come back, each done once."""

import csv
import io
from pathlib import Path

import pytest

from onevisit.accounts import queries as accounts
from onevisit.audit.models import AccessEntry
from onevisit.cases.models import Case, CaseEvent
from onevisit.kernel.errors import Invalid, Refused
from onevisit.reporting import queries, services
from onevisit.reporting.models import OfficeCase, OfficeFile, OfficeLine
from tests.factories import cases as make
from tests.factories.cases import County

pytestmark = pytest.mark.django_db
HEAD = ["event_id", "case_no", "event", "reason", "until", "step", "material"]


@pytest.fixture
def root(tmp_path: Path, settings) -> Path:
    """Where the offices' folders are."""
    settings.OFFICE_ROOT = tmp_path
    return tmp_path / "urban"


@pytest.fixture
def case(here: County, root: Path) -> Case:
    """A case of an office that works by files."""
    services.join_office(
        department_id=here.departments["urban"], username="a-urban", actor=here.supervisor
    )
    return make.case_of(make.submitted(here), "sign")


def exchanged() -> tuple[int, int]:
    """What the worker does each minute: files taken and given."""
    taken = services.take()
    services.plan()
    return taken, services.give()


def given(root: Path, number: int = 1) -> list[dict[str, str]]:
    """The rows of a file as the office reads it."""
    text = (root / "out" / f"cases-{number:06d}.csv").read_text(encoding="utf-8-sig")
    return list(csv.DictReader(io.StringIO(text)))


def put_back(root: Path, name: str, *rows: list[str]) -> None:
    """The office puts a file into its folder."""
    text = io.StringIO()
    csv.writer(text).writerows([HEAD, *rows])
    (root / "in").mkdir(parents=True, exist_ok=True)
    (root / "in" / name).write_text(text.getvalue(), encoding="utf-8")


def answered(root: Path, name: str) -> list[tuple[str, str]]:
    """State and code of each row, as the office is told."""
    text = (root / "out" / f"{name}.answers.csv").read_text(encoding="utf-8-sig")
    return [(row["status"], row["code"]) for row in csv.DictReader(io.StringIO(text))]


def row(number: int, case: Case, event: str, **more: str) -> list[str]:
    """One event of the office's file."""
    said = {"event_id": f"E{number}", "case_no": case.number, "event": event, **more}
    return [said.get(name, "") for name in HEAD]


def whole(case: Case) -> list[list[str]]:
    """A case decided in the office: what it says of it, in order."""
    return [
        row(1, case, "accept"),
        row(2, case, "confirm", material="id_card"),
        row(3, case, "opinion", reason="符合要求。"),
        row(4, case, "approve", reason="准予。"),
    ]


def test_a_case_decided_elsewhere_runs_here_with_its_events_coming_in(
    here: County, root: Path, case: Case
) -> None:
    assert exchanged() == (0, 1)
    (line,) = given(root)
    assert (line["project_no"], line["state"]) == (case.number, "submitted")
    assert line["applyer_page_code"] == make.resident_id(1)
    assert "店名: 吉祥小馆" in line["form"]
    assert AccessEntry.objects.filter(what="reporting.office_file").exists()
    put_back(root, "monday.csv", *whole(case))
    assert exchanged() == (1, 1)
    assert answered(root, "monday") == [("done", "")] * 4
    case.refresh_from_db()
    assert case.state == "delivered"
    officer = here.officers["urban"]
    decided = CaseEvent.objects.get(case=case, action="approve")
    assert (decided.actor_id, decided.actor_name) == (officer.user_id, officer.name)
    assert given(root, 2)[0]["state"] == "delivered"
    assert exchanged() == (0, 0)


def test_the_same_file_and_the_same_event_twice_change_nothing(root: Path, case: Case) -> None:
    put_back(root, "a.csv", *whole(case)[:1])
    services.take()
    put_back(root, "again.csv", *whole(case)[:1])
    assert services.take() == 0  # the same bytes under another name
    assert answered(root, "again") == [("done", "")]
    put_back(root, "more.csv", *whole(case)[:2])
    assert services.take() == 1
    assert answered(root, "more") == [("known", ""), ("done", "")]
    assert CaseEvent.objects.filter(case=case, action="accept").count() == 1
    assert not list((root / "in").iterdir())


def test_each_row_is_refused_for_itself_and_the_office_is_told_why(
    here: County, root: Path, case: Case
) -> None:
    other = make.case_of(case.application, "drain")
    put_back(
        root,
        "mixed.csv",
        row(1, case, "approve"),
        row(2, case, "shred"),
        row(3, other, "accept"),
        row(4, case, "suspend", until="morgen", reason="送检"),
        ["", case.number, "accept", "", "", "", ""],
        row(6, case, "accept"),
    )
    services.take()
    assert answered(root, "mixed") == [
        ("refused", "cases.not_possible_now"),
        ("refused", "reporting.row_event_unknown"),
        ("refused", "reporting.case_not_theirs"),
        ("refused", "reporting.row_bad_day"),
        ("refused", "reporting.row_lacks"),
        ("done", ""),
    ]
    (line,) = queries.offices(here.supervisor)
    assert line.refused == 5
    view = queries.office_view(office_id=line.id, actor=here.supervisor)
    assert [each.rows for each in view.files if not each.outward] == [6]


def test_a_kill_in_the_middle_of_a_file_goes_on_with_the_next_row(
    root: Path, case: Case, monkeypatch
) -> None:
    put_back(root, "file.csv", *whole(case))

    def killed(**_said: object) -> None:
        raise KeyboardInterrupt

    with monkeypatch.context() as patch:
        patch.setattr("onevisit.reporting.services.taking.cases.give_opinion", killed)
        with pytest.raises(KeyboardInterrupt):
            services.take()
    assert OfficeLine.objects.count() == 2
    assert services.take() == 1
    assert answered(root, "file") == [("done", "")] * 4
    assert OfficeFile.objects.filter(outward=False).count() == 1


def test_a_kill_before_a_file_is_noted_writes_the_same_number_again(
    root: Path, case: Case, monkeypatch
) -> None:
    def killed(**_said: object) -> None:
        raise KeyboardInterrupt

    services.plan()
    with monkeypatch.context() as patch:
        patch.setattr("onevisit.reporting.services.giving.OfficeFile", killed)
        with pytest.raises(KeyboardInterrupt):
            services.give()
    assert OfficeCase.objects.filter(due=True).exists()
    assert services.give() == 1
    assert [each.name for each in sorted((root / "out").iterdir())] == ["cases-000001.csv"]


def test_only_an_approver_of_the_department_gives_their_name(here: County, root: Path) -> None:
    urban = here.departments["urban"]
    for username in ("nobody", "a-market", "h-urban"):
        with pytest.raises(Invalid, match="no_such_officer"):
            services.join_office(department_id=urban, username=username, actor=here.supervisor)
    with pytest.raises(Refused):
        services.join_office(department_id=urban, username="a-urban", actor=here.clerk)
    first = services.join_office(department_id=urban, username="a-urban", actor=here.supervisor)
    again = services.join_office(department_id=urban, username="b-urban", actor=here.supervisor)
    assert first == again
    (line,) = queries.offices(here.supervisor)
    assert line.officer == accounts.user_by_username("b-urban").display_name


def test_what_is_no_plain_file_in_a_folder_stays_where_it_is(root: Path, case: Case) -> None:
    put_back(root, ".half.csv.part", *whole(case))
    (root / "in" / "link.csv").symlink_to("/etc/hostname")
    assert services.take() == 0
    assert CaseEvent.objects.filter(case=case).count() == 1
