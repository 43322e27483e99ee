"""The embedded PostgreSQL: both kinds of binaries, odd paths, crashes, two starters at once.

Every test has its own data folder; none touches the server the other tests use.
"""

import os
import shutil
import signal
import stat
import subprocess
import sys
from pathlib import Path

import psycopg
import pytest

from onevisit.config import demo_secrets, embedded
from onevisit.config.embedded import binaries, place, process
from onevisit.config.embedded.errors import EmbeddedError
from tests.config.private import connect, remove_state

AS_ROOT = os.geteuid() == 0


def available(source: str) -> bool:
    return any(item.source == source for item in binaries._candidates())


def use(monkeypatch: pytest.MonkeyPatch, source: str) -> None:
    if not available(source):
        pytest.skip(f"no {source} PostgreSQL on this machine")
    monkeypatch.setenv("ONEVISIT_POSTGRES", source)


@pytest.mark.parametrize("source", ["system", "wheel"])
def test_it_starts_keeps_its_data_and_survives_a_crash(
    source: str, var: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    use(monkeypatch, source)
    assert place.find(var).state == var
    assert embedded.ensure_running(var)
    assert not embedded.ensure_running(var)
    with connect(var) as connection:
        connection.execute("CREATE TABLE kept (word text)")
        connection.execute("INSERT INTO kept VALUES ('一次办')")
        shown = connection.execute("SHOW server_encoding").fetchone()
    assert shown == ("UTF8",)

    where = place.find(var)
    pid = process.running_pid(where)
    assert pid is not None
    os.kill(pid, signal.SIGKILL)
    assert process.wait_gone(where, pid, 20)
    assert embedded.ensure_running(var)
    with connect(var) as connection:
        assert connection.execute("SELECT word FROM kept").fetchone() == ("一次办",)
    assert embedded.stop(var)
    assert not (where.data / "postmaster.pid").exists()
    assert embedded.status(var).startswith("stopped")


def test_a_stale_process_number_that_belongs_to_a_stranger_does_not_stop_the_start(
    var: Path,
) -> None:
    embedded.ensure_running(var)
    where = place.find(var)
    pid = process.running_pid(where)
    assert pid is not None
    os.kill(pid, signal.SIGKILL)
    assert process.wait_gone(where, pid, 20)
    lock = where.data / "postmaster.pid"
    stranger = str(os.getppid())
    lines = lock.read_text().splitlines()
    lock.write_text("\n".join([stranger, *lines[1:]]) + "\n")
    assert process.running_pid(where) is None
    assert embedded.ensure_running(var)


def test_a_removed_socket_is_noticed_and_the_server_started_anew(var: Path) -> None:
    embedded.ensure_running(var)
    (place.find(var).socket / f".s.PGSQL.{place.PORT}").unlink()
    assert embedded.ensure_running(var)
    with connect(var) as connection:
        assert connection.execute("SELECT 1").fetchone() == (1,)


def test_two_processes_starting_at_once_share_one_server(var: Path) -> None:
    command = [sys.executable, "-m", "onevisit.config.embedded", "start"]
    environment = {**os.environ, "ONEVISIT_VAR": str(var)}
    starters = [
        subprocess.Popen(command, env=environment, stdout=subprocess.PIPE, text=True)
        for _number in range(3)
    ]
    said = {starter.communicate(timeout=120)[0] for starter in starters}
    assert [starter.returncode for starter in starters] == [0, 0, 0]
    assert len(said) == 1
    assert said.pop().startswith("running: ")


def test_it_listens_on_a_private_socket_only_and_asks_for_a_password(var: Path) -> None:
    embedded.ensure_running(var)
    where = place.find(var)
    assert stat.S_IMODE(where.socket.stat().st_mode) == 0o700
    assert stat.S_IMODE((var / demo_secrets.FILE_NAME).stat().st_mode) == 0o600
    with connect(var) as connection:
        assert connection.execute("SHOW listen_addresses").fetchone() == ("",)
    with pytest.raises(psycopg.OperationalError, match="password"):
        psycopg.connect(
            host=str(where.socket), user=place.OWNER, password="wrong", dbname=place.DATABASE
        )


def test_failed_statements_leave_no_values_in_the_log(var: Path) -> None:
    embedded.ensure_running(var)
    with connect(var) as connection:
        connection.execute("CREATE TABLE person (number text UNIQUE)")
        connection.execute("INSERT INTO person VALUES ('33992119900307123X')")
        with pytest.raises(psycopg.errors.UniqueViolation):
            connection.execute("INSERT INTO person VALUES ('33992119900307123X')")
    log = place.find(var).log.read_text(encoding="utf-8")
    assert "duplicate key" in log
    assert "33992119900307123X" not in log


def test_folders_we_did_not_make_keep_their_permissions(tmp_path: Path) -> None:
    closed = tmp_path / "closed"
    closed.mkdir(mode=0o700)
    var = closed / "var"
    try:
        embedded.ensure_running(var)
        assert stat.S_IMODE(closed.stat().st_mode) == 0o700
        where = place.find(var)
        if AS_ROOT:
            assert where.account is not None
            assert where.data.stat().st_uid == where.account.uid
    finally:
        embedded.stop(var)
        remove_state(var)


def test_root_with_a_private_environment_gives_the_server_its_own_copy_of_the_wheel(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    if not AS_ROOT:
        pytest.skip("only root hands the server to another account")
    use(monkeypatch, "wheel")
    package = binaries._wheel_folders()[0].parents[1]
    closed = tmp_path / "closed"
    closed.mkdir(mode=0o700)
    for part in (package, package.with_name(f"{package.name}.libs")):
        shutil.copytree(part, closed / part.name, symlinks=True)
    monkeypatch.setattr(
        binaries, "_wheel_folders", lambda: list((closed / package.name).glob("pginstall*/bin"))
    )
    var = closed / "var"
    try:
        assert embedded.ensure_running(var)
        kept = binaries.remembered(place.find(var))
        assert kept is not None
        assert Path(kept.folder).is_relative_to(place.find(var).state)
        assert stat.S_IMODE(closed.stat().st_mode) == 0o700
    finally:
        embedded.stop(var)
        remove_state(var)


def test_data_of_another_major_version_is_refused_with_a_reason(
    var: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    embedded.ensure_running(var)
    embedded.stop(var)
    where = place.find(var)
    made_by = binaries.remembered(where)
    assert made_by is not None
    binaries.remember(where, binaries.Binaries(made_by.folder, 9, "system"))
    with pytest.raises(EmbeddedError, match="was made by PostgreSQL 9"):
        embedded.ensure_running(var)


def test_a_half_made_data_folder_is_made_anew(var: Path) -> None:
    where = place.find(var)
    place.prepare(where)
    rubbish = where.data / "base"
    rubbish.mkdir()
    place.own(rubbish, where.account)
    assert embedded.ensure_running(var)


def test_an_unknown_choice_is_refused(var: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("ONEVISIT_POSTGRES", "docker")
    with pytest.raises(EmbeddedError, match="system or wheel"):
        binaries.choose(place.find(var))
