"""The Containerfile, walked through without a container engine: every path, every command of ours.

What it takes from outside (the base image, pip's downloads, useradd) is not run here.
"""

import http.server
import json
import os
import re
import shlex
import shutil
import subprocess
import sys
import threading
from collections.abc import Iterator
from fnmatch import fnmatch
from pathlib import Path

import pytest

from onevisit.config import safety

ROOT = Path(__file__).resolve().parents[2]
TEXT = (ROOT / "Containerfile").read_text(encoding="utf-8")
Step = tuple[str, str]


def steps() -> list[Step]:
    """Instructions with their arguments, continued lines joined, comments left out."""
    lines = [line for line in TEXT.splitlines() if line.strip() and not line.startswith("#")]
    joined = "\n".join(lines).replace("\\\n", " ")
    found = [line.split(maxsplit=1) for line in joined.splitlines()]
    return [(word, " ".join(rest.split())) for word, rest in found]


def stage(number: int) -> list[Step]:
    """The instructions of a stage, from its FROM on."""
    starts = [n for n, (word, _) in enumerate(steps()) if word == "FROM"]
    return steps()[starts[number] : [*starts, None][number + 1]]


def environment(number: int) -> dict[str, str]:
    given = [rest for word, rest in stage(number) if word == "ENV"]
    return dict(pair.split("=", 1) for rest in given for pair in shlex.split(rest))


def copied() -> list[str]:
    """What goes in from the checkout."""
    lists = [rest.split()[:-1] for word, rest in steps() if word == "COPY" and "--from" not in rest]
    return [name for names in lists for name in names]


def ours() -> list[str]:
    """The commands of the build that run the product's own code."""
    return [rest for word, rest in stage(0) if word == "RUN" and "manage.py" in rest]


@pytest.fixture(scope="module")
def built(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Path]:
    """The build stage's folder: only what is copied, and what its commands make."""
    app = tmp_path_factory.mktemp("image") / "app"
    app.mkdir()
    for name in copied():
        source, target = ROOT / name, app / name
        target.parent.mkdir(parents=True, exist_ok=True)
        if source.is_dir():
            ignored = shutil.ignore_patterns("__pycache__", "*.mo")
            shutil.copytree(source, target, ignore=ignored)
        else:
            shutil.copy(source, target)
    for command in ours():
        run(placed(command, app), app)
    yield app
    shutil.rmtree(Path(compiled(app), *app.parts[1:]), ignore_errors=True)


def compiled(app: Path) -> str:
    """Where packages lie that the tests have compiled already, else a folder beside."""
    return sys.pycache_prefix or str(app.parent / "compiled")


def placed(command: str, app: Path) -> str:
    """The same command with this interpreter and this folder in the place of the image's."""
    changed = command.replace("/venv/bin/python", shlex.quote(sys.executable))
    return changed.replace("/tmp/var", str(app.parent / "var")).replace("/app", str(app))


def run(command: str, app: Path, **more: str) -> subprocess.CompletedProcess[str]:
    """In a shell, as RUN does, without the environment of the tests."""
    kept = {"PATH": os.environ["PATH"], "LANG": "C.UTF-8", "PYTHONPYCACHEPREFIX": compiled(app)}
    done = subprocess.run(
        ["/bin/sh", "-c", command],
        cwd=app,
        env={**kept, **more},
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 0, done.stderr
    return done


def test_everything_it_copies_is_there_and_reaches_the_builder() -> None:
    assert {"requirements/runtime.txt", "manage.py", "onevisit"} <= set(copied())
    ignored = (ROOT / ".dockerignore").read_text(encoding="utf-8").splitlines()
    let_in = [line[1:] for line in ignored if line.startswith("!")]
    assert "*" in ignored
    for name in copied():
        assert (ROOT / name).exists(), name
        assert name in let_in, f"{name} is copied, but .dockerignore keeps it from the builder"
    assert sorted(let_in) == sorted(copied())


def test_packages_come_with_digests_only() -> None:
    (install,) = [rest for word, rest in stage(0) if word == "RUN" and " install " in rest]
    assert "--require-hashes" in install and "--no-deps" in install
    assert "-r requirements/runtime.txt" in install
    lock = (ROOT / "requirements" / "runtime.txt").read_text(encoding="utf-8")
    assert all("--hash=sha256:" in block for block in re.split(r"\n(?=\S)", lock.strip()))


def test_nothing_secret_goes_in() -> None:
    named = set(environment(1)) | set(environment(0))
    assert not named & {"SECRET_KEY", "FIELD_KEYS", "BLIND_INDEX_KEYS", "DATABASE_URL"}
    assert not [rest for word, rest in steps() if word == "ARG" and "IMAGE" not in rest]
    assert not [name for name in copied() if fnmatch(name, "var*") or name == "."]


def test_it_runs_as_nobody_special_with_one_writable_folder() -> None:
    last = stage(1)
    (user,) = [rest for word, rest in last if word == "USER"]
    uid, gid = user.split(":")
    assert int(uid) >= 10000 and int(gid) >= 10000
    after = last[last.index(("USER", user)) :]
    assert not [word for word, _ in after if word in ("RUN", "COPY", "ADD")]
    assert environment(1)["ONEVISIT_VAR"] in [rest for word, rest in last if word == "VOLUME"]
    assert not Path(environment(1)["ONEVISIT_VAR"]).is_relative_to("/app")


def test_its_commands_make_pages_and_translations(built: Path) -> None:
    assert (built / "onevisit/locale/en/LC_MESSAGES/django.mo").exists()
    manifest = json.loads((built / "static" / "staticfiles.json").read_text())
    assert "ui/app.css" in manifest["paths"]
    assert all((built / "static" / path).exists() for path in manifest["paths"].values())
    assert not list(built.rglob("secrets.json"))


def test_what_it_starts_is_there_and_refuses_to_start_without_secrets(built: Path) -> None:
    (start,) = [json.loads(rest) for word, rest in stage(1) if word == "CMD"]
    assert start[:3] == ["python", "-m", "onevisit.config.server"]
    command = " ".join([shlex.quote(sys.executable), *start[1:3], "--help"])
    said = run(command, built).stdout
    assert all(option in said for option in start if option.startswith("--"))
    settings = environment(1)["DJANGO_SETTINGS_MODULE"]
    ask = f"{shlex.quote(sys.executable)} -c 'import {settings}'"
    with pytest.raises(AssertionError, match="set in the environment"):
        run(ask, built)
    assert safety.SECRET_LENGTH >= 50


def test_its_static_files_are_those_it_serves(built: Path) -> None:
    ask = "from django.conf import settings; print(settings.STATIC_ROOT)"
    more = {
        "DJANGO_SETTINGS_MODULE": "onevisit.config.settings.demo",
        "ONEVISIT_VAR": str(built.parent / "var"),
        "ONEVISIT_STATIC": str(built / "static"),
    }
    said = run(f'{shlex.quote(sys.executable)} -c "{ask}"', built, **more).stdout
    assert said.strip() == str(built / "static")
    assert environment(1)["ONEVISIT_STATIC"] == "/app/static"


def test_it_lives_without_the_embedded_database(built: Path) -> None:
    (gone,) = [rest.split()[-1] for word, rest in stage(0) if "pip uninstall" in rest]
    module = gone.replace("-", "_")
    kept = "onevisit/config/embedded/binaries.py"
    users = [path for path in (built / "onevisit").rglob("*.py") if module in path.read_text()]
    assert [path.relative_to(built).as_posix() for path in users] == [kept]
    assert f"import {module}" not in (built / kept).read_text()


class _Answering(http.server.BaseHTTPRequestHandler):
    status = 200

    def do_GET(self) -> None:
        self.send_response(self.status if self.path == "/healthz" else 404)
        self.end_headers()

    def log_message(self, *_args: object) -> None:
        """Quiet."""


@pytest.mark.parametrize(("status", "healthy"), [(200, True), (500, False)])
def test_its_health_check_asks_the_address_that_answers(status: int, healthy: bool) -> None:
    (check,) = [rest for word, rest in stage(1) if word == "HEALTHCHECK"]
    command = json.loads(check[check.index("CMD") + 3 :])
    (start,) = [json.loads(rest) for word, rest in stage(1) if word == "CMD"]
    port = start[start.index("--port") + 1]
    handler = type("Handler", (_Answering,), {"status": status})
    with http.server.HTTPServer(("127.0.0.1", 0), handler) as server:
        threading.Thread(target=server.serve_forever, daemon=True).start()
        code = command[2].replace(f":{port}/", f":{server.server_port}/")
        assert code != command[2]
        done = subprocess.run([sys.executable, "-c", code], capture_output=True, check=False)
        server.shutdown()
    assert (done.returncode == 0) is healthy
