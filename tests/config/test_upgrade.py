"""The database and the vault as the first version left them, brought to this one.

``kept/first_version.tar.gz`` holds a dozen invented applications in every state that version knew,
made by its own code and services with the keys of the tests, and packed as a backup. A later
version that is released adds its own; none is ever made anew.
"""

import json
import shutil
import tarfile
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

import pytest
from django.contrib.contenttypes.models import ContentType
from django.core.management import call_command
from django.db import connection
from django.db.migrations.executor import MigrationExecutor
from django.test import Client
from pytest_django import DjangoDbBlocker, Settings

from onevisit.accounts import queries as accounts
from onevisit.accounts.models import User
from onevisit.accounts.rules import Actor, Permission, totp
from onevisit.accounts.services import open_secret
from onevisit.cases import queries, services
from onevisit.cases.models import Application, Case, CaseEvent
from onevisit.cases.rules.letters import letter_kind
from onevisit.cases.rules.tasks import ASSESSING
from onevisit.kernel import clock
from onevisit.kernel.clock import SHANGHAI
from tests.config.elsewhere import Elsewhere, empty_place, is_kept, keep
from tests.factories.made_by import digest

pytestmark = pytest.mark.django_db(transaction=True)

KEPT = Path(__file__).parent / "kept" / "first_version.tar.gz"
LEFT_ON = datetime(2026, 11, 21, 10, 30, tzinfo=SHANGHAI)
OLD_PASSWORD = "An-Old-Password-1"
MAY_GROW = {
    *("auth_permission", "django_content_type", "kernel_calendarday", "kernel_calendaryear"),
    "cases_numberseries",
}
"""Tables that preparing the database fills by itself, or that go on counting what was counted."""
FORGOTTEN = {"accounts_loginfailure"}
"""Tables a later version took away on purpose: counters of failed tries live for minutes."""


@dataclass(frozen=True)
class Old:
    """An old house: where it is, what was said as it was brought to this version, what was counted
    in it before, and again right after.
    """

    place: Elsewhere
    backup: Path
    told: str
    before: dict[str, int]
    after: dict[str, int]


@pytest.fixture(scope="module")
def backup(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """What the first version left."""
    folder = tmp_path_factory.mktemp("kept")
    with tarfile.open(KEPT) as packed:
        packed.extractall(folder, filter="data")
    return folder / "first_version"


@pytest.fixture(scope="module")
def old(
    backup: Path,
    django_db_setup: None,
    django_db_blocker: DjangoDbBlocker,
    pytestconfig: pytest.Config,
) -> Iterator[Old]:
    """Tables as they were, filled, then upgraded in place; the tests of this module share it."""
    told = json.loads((backup / "manifest.json").read_text())
    before = {each["name"]: each["rows"] for each in told["tables"]}
    with django_db_blocker.unblock(), restored(backup, pytestconfig) as (place, said):
        after = counted(place, before.keys() - FORGOTTEN)
        yield Old(place, backup, said, before, after)


@contextmanager
def restored(backup: Path, config: pytest.Config) -> Iterator[tuple[Elsewhere, str]]:
    """The place, and what was said as it was filled; what the same code made before is copied."""
    made_by = digest("onevisit", "requirements", "tests/config/kept", beside=Path(__file__))
    kept = f"{connection.settings_dict['NAME']}_upgraded_{made_by[:12]}"
    beside = config.rootpath / ".pytest_cache" / kept
    var = backup.parent / "var"
    if is_kept(kept) and (beside / "said").exists():
        shutil.copytree(beside / "var", var)
        with empty_place(var, like=kept) as place:
            yield place, (beside / "said").read_text()
        return
    with empty_place(var) as place:
        done = place.manage("restore", str(backup))
        assert done.returncode == 0, done.stderr
        for old in beside.parent.glob(f"{kept.rpartition('_')[0]}_*"):
            shutil.rmtree(old)
        shutil.copytree(var, beside / "var")
        keep(place, kept)
        (beside / "said").write_text(done.stdout)
        yield place, done.stdout


@pytest.fixture
def upgraded(old: Old, db: None, settings: Settings) -> Iterator[Old]:
    """This process speaks to the upgraded house."""
    settings.VAULT_ROOT = old.place.var / "vault"
    here = connection.settings_dict["NAME"]
    connection.close()
    connection.settings_dict["NAME"] = old.place.name
    ContentType.objects.clear_cache()
    try:
        with clock.travel(LEFT_ON):
            yield old
    finally:
        connection.close()
        connection.settings_dict["NAME"] = here
        ContentType.objects.clear_cache()


def counted(place: Elsewhere, tables: set[str]) -> dict[str, int]:
    """Rows by table."""
    each = " UNION ALL ".join(f"SELECT '{name}', count(*) FROM \"{name}\"" for name in tables)
    return dict(place.ask(each))  # type: ignore[arg-type]


def applicant_of(application: Application) -> Actor:
    """Who handed it in, signed in for whom it is for."""
    login = User.objects.get(person_id=application.applicant_id)
    return accounts.actor_for(login, acting_for=application.organisation_id)


def test_nothing_is_lost_and_everything_is_whole(upgraded: Old) -> None:
    assert upgraded.before.keys() == upgraded.after.keys() | FORGOTTEN
    for table, rows in upgraded.after.items():
        kept = upgraded.before[table]
        assert rows == kept or (table in MAY_GROW and rows > kept), table


def test_servers_of_the_version_before_can_still_write(upgraded: Old) -> None:
    """Tables first, servers after: what they do not know may be empty or has a default."""
    told = json.loads((upgraded.backup / "manifest.json").read_text())
    known = {each["name"]: set(each["columns"]) for each in told["tables"]}
    demanded = upgraded.place.ask(
        "SELECT table_name::text, column_name::text FROM information_schema.columns"
        " WHERE table_schema = 'public' AND is_nullable = 'NO' AND column_default IS NULL"
        " AND is_identity = 'NO' AND is_generated = 'NEVER'"
    )
    assert demanded
    new = [(name, it) for name, it in demanded if name in known and it not in known[str(name)]]
    assert new == []


def test_a_backup_of_the_first_version_comes_back_as_this_one(upgraded: Old) -> None:
    """It was filled as it had been: there were no other tables than its own until then."""
    assert "cases_notice" not in upgraded.before
    assert upgraded.place.ask("SELECT to_regclass('cases_notice')") != [(None,)]
    assert "Everything is whole." in upgraded.told
    executor = MigrationExecutor(connection)
    assert executor.migration_plan(executor.loader.graph.leaf_nodes()) == []


def test_applicants_see_what_they_handed_in_and_their_letters(upgraded: Old) -> None:
    drawn = set()
    for application in Application.objects.exclude(state="draft"):
        actor = applicant_of(application)
        view = queries.status_view(application_id=application.id, actor=actor)
        assert view.cases
        assert all(case.reading for case in view.cases)
        for event in CaseEvent.objects.filter(case__application=application).order_by("-seq"):
            kind = letter_kind(event.action)
            if kind is not None and kind not in drawn:
                drawn.add(kind)
                letter = services.letter(
                    case_id=event.case_id, seq=event.seq, actor=actor, address=str
                )
                assert letter.content.startswith(b"%PDF")
    assert {"receipt", "acceptance", "suspension", "refusal", "approval"} <= drawn


def test_drafts_go_on_where_they_were_left(upgraded: Old) -> None:
    draft = Application.objects.get(state="draft", offer_name__contains="社会保障卡")
    actor = applicant_of(draft)
    before = typed(draft, actor)
    values = {**before, "card.bank": "icbc"}
    services.save_form(application_id=draft.id, values=values, actor=actor)
    assert typed(draft, actor) == values


def typed(draft: Application, actor: Actor) -> dict[str, str]:
    """What stands in the fields of the form that one fills in."""
    view = queries.draft_view(application_id=draft.id, actor=actor)
    fields = [line for group in view.groups for line in group.fields]
    return {line.field.key: str(line.value) for line in fields if line.value}


def test_staff_sign_in_with_their_old_password_and_go_on(upgraded: Old) -> None:
    client = Client()
    sent = {"username": "civil1", "password": OLD_PASSWORD}
    assert client.post("/login/", {**sent, "password": "wrong"}).status_code == 422
    assert client.post("/login/", sent)["Location"] == "/login/enrol/"
    client.get("/login/enrol/")
    officer = User.objects.get(username="civil1")
    secret = open_secret(client.session["halfway"]["secret"], officer.id)
    code = totp.hotp(secret, totp.step_of(LEFT_ON))
    assert client.post("/login/enrol/", {"code": code}).status_code == 200
    assert client.get("/desk/").status_code == 200


def test_officers_go_on_with_the_cases_they_have(upgraded: Old) -> None:
    officers = [accounts.actor_for(each) for each in User.objects.filter(kind="staff")]
    for case in Case.objects.filter(state="in_review").exclude(events__action="deem_accepted"):
        officer = next(o for o in officers if may_decide(o, case))
        for each in case.materials.filter(verdict=""):
            services.set_verdict(
                case_id=case.id, material=each.material, verdict="ok", actor=officer
            )
        while task := case.tasks.filter(state="open", kind__in=ASSESSING).first():
            services.give_opinion(case_id=case.id, step=task.step, text="同意。", actor=officer)
        seen = queries.case_view(case_id=case.id, actor=officer)
        services.decide(
            case_id=case.id, outcome="approve", reason="", actor=officer, last_seq=seen.version
        )
        case.refresh_from_db()
        assert case.state in ("issued", "delivered")
    call_command("verify")


def may_decide(officer: Actor, case: Case) -> bool:
    """An officer of the department, the one who claimed the case if somebody did."""
    mine = case.department_id in officer.departments(Permission.CASES_DECIDE)
    return mine and case.claimed_by_id in (None, officer.user_id)


def test_what_waited_for_acceptance_is_watched_as_if_it_had_come_today(upgraded: Old) -> None:
    (case,) = Case.objects.filter(state="submitted")
    assert case.lapses_on == case.intake_due
    with clock.travel(datetime(2026, 12, 18, 9, 0, tzinfo=SHANGHAI)):
        services.sweep()
        services.sweep()
    lapsed = CaseEvent.objects.filter(case=case, action__startswith="deem")
    assert lapsed.count() == 1
