"""What every test stands on: a real PostgreSQL, golden files, a private vault.

ONEVISIT_TEST_DB names the test database (default ``test_onevisit``), so that several people can
test in one checkout; each xdist worker adds its own suffix.
"""

import gc
import os
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from django.db import connection, transaction
from django.test import TransactionTestCase
from hypothesis import settings as hypothesis_settings
from pytest_django import DjangoDbBlocker, Settings
from xdist.remote import Producer
from xdist.scheduler.loadscope import LoadScopeScheduling

from onevisit.config import embedded, grants, translations
from tests import connections
from tests.factories.kept import OF_THE_DATABASE
from tests.template import template_database

# A busy machine is slow, not wrong: no test fails for its time. Each run draws other examples, so
# sixty a run find in days what a hundred do, and everybody runs them.
hypothesis_settings.register_profile("house", deadline=None, max_examples=60)
hypothesis_settings.load_profile("house")

GOLDEN = Path(__file__).parent / "golden"

TOGETHER = (
    "tests/demo/",
    "tests/config/test_upgrade.py",
    "tests/config/test_roles.py",
    "tests/config/test_image.py",
    "tests/config/test_settings.py",
    "tests/config/test_backup.py",
    "tests/architecture/",
)
"""A county, an old house, a server, a program built once; what takes longest begins early."""


def pytest_addoption(parser: pytest.Parser) -> None:
    """The one switch that rewrites golden files."""
    parser.addoption("--update-golden", action="store_true", help="rewrite tests/golden")


def pytest_configure(config: pytest.Config) -> None:
    """Start the database before Django first connects; bring the translations up to date."""
    gc.set_threshold(50_000, 20, 100)
    embedded.ensure_running_if_used()
    translations.compile_stale()
    connections.make_quick()


class _OneWorkerEach(LoadScopeScheduling):
    """What shares something dear goes to one worker, first; everything else test by test.

    xdist's own groups are marks that it writes into a test's id, which pytest 9.2 does not keep.
    """

    def _split_scope(self, nodeid: str) -> str:
        return next((each for each in TOGETHER if nodeid.startswith(each)), nodeid)


@pytest.hookimpl(optionalhook=True)
def pytest_xdist_make_scheduler(config: pytest.Config, log: Producer) -> _OneWorkerEach:
    """However the tests are given out."""
    return _OneWorkerEach(config, log)


def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    """With --update-golden only the tests that keep golden files run."""
    if config.getoption("--update-golden"):
        kept = [item for item in items if "golden" in getattr(item, "fixturenames", ())]
        config.hook.pytest_deselected(items=[item for item in items if item not in kept])
        items[:] = kept


def pytest_collection_finish() -> None:
    """What has been read stays until the end: no need to go through it again and again."""
    gc.collect()
    gc.freeze()
    gc.set_threshold(20_000, 20, 100)


def pytest_unconfigure() -> None:
    """What is left is gone through once, not five times as pytest would."""
    gc.collect()
    gc.freeze()


@pytest.hookimpl(trylast=True)
def pytest_sessionfinish(session: pytest.Session) -> None:
    """A browser run where tests were skipped, or none ran, is no browser run."""
    if not os.environ.get("ONEVISIT_BROWSER_REQUIRED"):
        return
    reporter = session.config.pluginmanager.get_plugin("terminalreporter")
    skipped = len(reporter.stats.get("skipped", ())) if reporter else 0
    if skipped or not session.testscollected:
        reporter.write_line(f"ERROR: {skipped} browser tests were skipped", red=True)
        session.exitstatus = pytest.ExitCode.TESTS_FAILED


def _empty_tables(_case: TransactionTestCase) -> None:
    """Between tests that commit; append-only tables refuse that otherwise.

    Rows are deleted, not tables truncated: few hold any, and a truncated table is a new file. What
    the tables were made with stays: making a thousand permissions anew takes longer than a test.
    """
    with transaction.atomic(), connection.cursor() as cursor:
        tables = {*connection.introspection.table_names(cursor)} - OF_THE_DATABASE
        deletes = (f'DELETE FROM "{table}"' for table in sorted(tables))
        cursor.execute("; ".join(("SET LOCAL session_replication_role = replica", *deletes)))


@pytest.fixture(scope="session")
def django_db_modify_db_settings(
    django_db_modify_db_settings: None, django_db_blocker: DjangoDbBlocker
) -> None:
    """The tables are copied, not migrated anew by every worker."""
    with django_db_blocker.unblock():
        connection.settings_dict["TEST"]["TEMPLATE"] = template_database()


@pytest.fixture(scope="session")
def django_db_setup(django_db_setup: None, django_db_blocker: DjangoDbBlocker) -> Iterator[None]:
    """The test database with the runtime role's rights, as production has them."""
    TransactionTestCase._fixture_teardown = _empty_tables
    with django_db_blocker.unblock():
        if not grants.role_exists() and grants.may_create_role():
            grants.create_role(None)
        grants.apply()
    yield


@pytest.fixture(autouse=True)
def private_files(settings: Settings, tmp_path_factory: pytest.TempPathFactory) -> None:
    """No test touches the vault or the reports of the demonstration."""
    base = tmp_path_factory.getbasetemp() / "var"
    settings.VAULT_ROOT = base / "vault"
    settings.REPORTS_ROOT = base / "reports"
    for folder in (settings.VAULT_ROOT, settings.REPORTS_ROOT):
        folder.mkdir(parents=True, exist_ok=True)


@pytest.fixture
def golden(request: pytest.FixtureRequest) -> Callable[[str, str | bytes], None]:
    """``golden("name.txt", produced)``: equal to tests/golden/name.txt, or rewritten on demand."""
    update = bool(request.config.getoption("--update-golden"))

    def compare(name: str, produced: str | bytes) -> None:
        path = GOLDEN / name
        content = produced.encode("utf-8") if isinstance(produced, str) else produced
        if update:
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_bytes(content)
            return
        assert path.exists(), f"{path} is missing; `make golden` writes it"
        expected = path.read_bytes()
        if isinstance(produced, str):
            assert produced == expected.decode("utf-8"), f"{name}: `make golden` accepts the change"
        assert content == expected, f"{name}: `make golden` accepts the change"

    return compare
