"""Web workers, the background worker and PostgreSQL are killed while people apply: whoever holds a
receipt has applied, nobody has applied twice, and nothing is half-done.
"""

import os
import signal
import threading
import time
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from urllib.parse import urlsplit

import pytest

from onevisit.config import databases
from onevisit.config.embedded import place, process
from tests.browser.stage import Stage, manage, staged_alone
from tests.browser.stubborn import Stubborn

PEOPLE = ("chenxiaolan", "zhouhaisheng", "lihuifang", "zhengyutong")
_LIST = """
from onevisit.cases.models import Application
print(*Application.objects.exclude(submitted_at=None).values_list("number", flat=True))
"""
Alone = tuple[Stage, dict[str, str]]


@pytest.fixture(scope="module")
def alone(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Alone]:
    if databases.is_external():
        pytest.skip("the PostgreSQL of DATABASE_URL is not ours to kill")
    with staged_alone(tmp_path_factory.mktemp("alone"), workers=2) as built:
        yield built


def children(pid: int, *, of: str) -> list[int]:
    """Processes of the server whose command line has the word."""
    found = []
    for each in Path("/proc").iterdir():
        try:
            parent = int((each / "stat").read_text().rpartition(")")[2].split()[1])
            command = (each / "cmdline").read_text()
        except (OSError, ValueError, IndexError):
            continue
        if parent == pid and of in command:
            found.append(int(each.name))
    return found


def kill_web_worker(stage: Stage, _environment: dict[str, str]) -> None:
    os.kill(children(stage.pid, of="spawn_main")[0], signal.SIGKILL)


def kill_background_worker(stage: Stage, _environment: dict[str, str]) -> None:
    for pid in children(stage.pid, of="onevisit.config.worker"):
        os.kill(pid, signal.SIGKILL)


def kill_database(_stage: Stage, environment: dict[str, str]) -> None:
    pid = process.running_pid(place.find(Path(environment["ONEVISIT_VAR"])))
    assert pid is not None
    os.kill(pid, signal.SIGKILL)
    manage(environment, "postgres", "start")


FAULTS = (kill_web_worker, kill_background_worker, kill_database)


def test_who_holds_a_receipt_has_applied_once_whatever_was_killed_meanwhile(alone: Alone) -> None:
    stage, environment = alone
    port = urlsplit(stage.base).port
    assert port
    people = [Stubborn(port, name) for name in PEOPLE]
    before = submitted(environment)
    over = threading.Event()

    def keep_applying(person: Stubborn) -> None:
        while not over.is_set():
            person.apply()
        person.hang_up()

    with ThreadPoolExecutor(len(people)) as pool:
        running = [pool.submit(keep_applying, person) for person in people]
        try:
            for fault in FAULTS:
                wait_for_receipts(people, more=len(people))
                fault(stage, environment)
            wait_for_receipts(people, more=len(people))
        finally:
            over.set()
        for each in running:
            each.result()
    receipts = [number for person in people for number in person.numbers]
    assert len(receipts) == len(set(receipts))
    assert submitted(environment) - before == set(receipts)
    assert sum(person.tries for person in people) > 0
    assert "Everything is whole" in manage(environment, "verify")
    assert children(stage.pid, of="onevisit.config.worker")


def wait_for_receipts(people: list[Stubborn], *, more: int) -> None:
    """Until this many more receipts are held than now."""
    wanted = sum(len(person.numbers) for person in people) + more
    deadline = time.monotonic() + 60
    while sum(len(person.numbers) for person in people) < wanted:
        assert time.monotonic() < deadline, "nobody gets any further"
        time.sleep(0.1)


def submitted(environment: dict[str, str]) -> set[str]:
    """The numbers of all applications that were submitted."""
    listed = manage(environment, "shell", "--no-imports", "-c", _LIST)
    return set(listed.split())
