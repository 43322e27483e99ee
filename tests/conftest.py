"""What every test stands on: a real PostgreSQL, golden files, a private vault.

ONEVISIT_TEST_DB names the test database (default ``test_onevisit``), so that several people can
test in one checkout; each xdist worker adds its own suffix.
"""

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from django.core.management import call_command
from pytest_django import DjangoDbBlocker, Settings

from onevisit.config import embedded, grants

GOLDEN = Path(__file__).parent / "golden"


def pytest_addoption(parser: pytest.Parser) -> None:
    """The one switch that rewrites golden files."""
    parser.addoption("--update-golden", action="store_true", help="rewrite tests/golden")


def pytest_configure(config: pytest.Config) -> None:
    """Start the database before Django first connects."""
    embedded.ensure_running_if_used()


@pytest.fixture(scope="session")
def django_db_setup(django_db_setup: None, django_db_blocker: DjangoDbBlocker) -> Iterator[None]:
    """The test database with the runtime role's rights, as production has them."""
    with django_db_blocker.unblock():
        call_command("createcachetable", verbosity=0)
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
