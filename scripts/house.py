#!/usr/bin/env python3
"""What ``make`` does, in plain Python 3.11 without any package: environment, demo, tests, checks.

Paths with blanks and Chinese characters are welcome, so nothing here goes through a shell.
"""

import hashlib
import importlib.util
import os
import shutil
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
VENV = ROOT / ".venv"
PYTHON = VENV / "bin" / "python"
REQUIREMENTS = ROOT / "requirements"
OLDEST_PYTHON = (3, 11)
BROWSERS = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable")
IN_CI = os.environ.get("CI", "").lower() in ("1", "true", "yes")


def say(text: str) -> None:
    """One line for the person at the terminal, at once."""
    print(text, flush=True)


def fail(text: str) -> None:
    """Say why and end."""
    sys.exit(f"error: {text}")


def run(*command: object, **environment: str) -> int:
    """Run a program in the checkout; returns its status."""
    arguments = [str(part) for part in command]
    return subprocess.run(
        arguments, cwd=ROOT, env={**os.environ, **environment}, check=False
    ).returncode


def must(*command: object, **environment: str) -> None:
    """Run a program; end with its status when it fails."""
    status = run(*command, **environment)
    if status != 0:
        sys.exit(status)


# -- environment ---------------------------------------------------------------------------------


def keep_compiled() -> None:
    """Let every Python started from here keep what it compiled, beside the environment.

    Where a machine forbids compiled files among the sources, each process would compile all of
    Django and the house again: a second of processor time.
    """
    os.environ.pop("PYTHONDONTWRITEBYTECODE", None)
    os.environ.setdefault("PYTHONPYCACHEPREFIX", str(VENV / "compiled"))


def environment(*groups: str) -> None:
    """The virtual environment with exactly the locked packages of the groups."""
    make_venv()
    for group in groups:
        install(group)


def make_venv() -> None:
    """Create .venv unless there is a working one."""
    if works(PYTHON):
        return
    if sys.version_info < OLDEST_PYTHON:
        fail(f"Python 3.11 or newer is needed; this is {sys.version.split()[0]}")
    if importlib.util.find_spec("ensurepip") is None:
        version = f"{sys.version_info[0]}.{sys.version_info[1]}"
        fail(
            f"this Python cannot make virtual environments (ensurepip is missing); "
            f"on Debian or Ubuntu: apt install python{version}-venv"
        )
    say("Creating .venv …")
    if VENV.exists():
        shutil.rmtree(VENV)
    must(sys.executable, "-m", "venv", VENV)


def works(python: Path) -> bool:
    """Whether this interpreter exists, is new enough and has pip."""
    if not python.exists():
        return False
    code = f"import sys, pip; sys.exit(sys.version_info < {OLDEST_PYTHON})"
    done = subprocess.run([str(python), "-c", code], capture_output=True, check=False)
    return done.returncode == 0


def install(group: str) -> None:
    """Install one lock file; nothing to do, and no network, when it did not change."""
    lock = REQUIREMENTS / f"{group}.txt"
    digest = hashlib.sha256(lock.read_bytes()).hexdigest()
    stamp = VENV / f".installed-{group}"
    if stamp.exists() and stamp.read_text() == digest:
        return
    say(f"Installing the {group} packages (only when their list changes) …")
    must(
        *(PYTHON, "-m", "pip", "install", "--require-hashes", "--no-deps"),
        *("--disable-pip-version-check", "-qq", "--progress-bar=off", "-r", lock),
    )
    stamp.write_text(digest)


# -- targets -------------------------------------------------------------------------------------


def demo() -> None:
    """Prepare and serve the demonstration county on 127.0.0.1:8000."""
    environment("runtime")
    os.chdir(ROOT)
    os.execv(PYTHON, [str(PYTHON), "manage.py", "demo", *sys.argv[2:]])


def test() -> None:
    """Run every test but the browser's."""
    environment("runtime", "dev")
    started = start_database()
    arguments = sys.argv[2:] or ["--ignore=tests/browser"]
    status = run(PYTHON, "-m", "pytest", "-q", "-n", "2", *arguments)
    finish_database(started)
    sys.exit(status)


def golden() -> None:
    """Write the golden files anew."""
    environment("runtime", "dev")
    must(PYTHON, "-m", "pytest", "-q", "--update-golden", "--ignore=tests/browser", *sys.argv[2:])


def check() -> None:
    """Everything that can be said without running the product."""
    environment("runtime", "dev")
    started = start_database()
    manage = (PYTHON, "manage.py")
    lint = "import sys; from importlinter.cli import lint_imports_command; lint_imports_command()"
    steps: list[tuple[str, tuple[object, ...]]] = [
        ("ruff", (PYTHON, "-m", "ruff", "check", ".")),
        ("format", (PYTHON, "-m", "ruff", "format", "--check", ".")),
        ("types", (PYTHON, "-m", "mypy")),
        ("imports", (PYTHON, "-c", lint, "--no-logo")),
        ("migrations", (*manage, "makemigrations", "--check", "--dry-run")),
        ("system", (*manage, "check")),
        ("translations", (*manage, "messages", "check")),
        ("licences", (PYTHON, "scripts/supply.py", "check")),
    ]
    failed = []
    for name, command in steps:
        say(f"── {name}")
        if run(*command) != 0:
            failed.append(name)
    finish_database(started)
    if failed:
        fail(f"check: {', '.join(failed)}")
    say("── all checks passed")


def fix() -> None:
    """Repair what can be repaired by machine."""
    environment("runtime", "dev")
    run(PYTHON, "-m", "ruff", "check", "--fix", ".")
    must(PYTHON, "-m", "ruff", "format", ".")


def bench() -> None:
    """What it costs."""
    environment("runtime", "dev")
    started = start_database()
    status = run(PYTHON, "-m", "bench", *sys.argv[2:])
    finish_database(started)
    sys.exit(status)


def browser() -> None:
    """The journeys in a real browser."""
    environment("runtime", "dev", "browser")
    program = find_browser() or install_browser()
    if program is None:
        say("WARNING: browser tests did NOT run: no Chromium here and it cannot be installed")
        sys.exit(0 if IN_CI else 1)
    started = start_database()
    arguments = sys.argv[2:] or ["tests/browser"]
    settings = {"ONEVISIT_BROWSER": program, "ONEVISIT_BROWSER_REQUIRED": "1"}
    status = run(PYTHON, "-m", "pytest", "-q", "-n", "0", *arguments, **settings)
    finish_database(started)
    sys.exit(status)


def find_browser() -> str | None:
    """The system's Chromium, or None."""
    found = (shutil.which(name) for name in BROWSERS)
    return next((path for path in found if path), None)


def install_browser() -> str | None:
    """As root on Debian or Ubuntu: Chromium and Chinese fonts from the system's packages."""
    if os.geteuid() != 0 or shutil.which("apt-get") is None:
        say("No Chromium. As root on Debian or Ubuntu: apt install chromium fonts-noto-cjk")
        return None
    say("Installing Chromium …")
    quiet = {"DEBIAN_FRONTEND": "noninteractive"}
    run("apt-get", "update", "-qq", **quiet)
    packages = ("chromium", "fonts-noto-cjk")
    run("apt-get", "install", "-y", "-qq", "--no-install-recommends", *packages, **quiet)
    return find_browser()


def lock() -> None:
    """Pin anew what requirements/*.in ask for (needs the network)."""
    environment("runtime", "dev")
    if run(PYTHON, "-c", "import uv") != 0:
        must(PYTHON, "-m", "pip", "install", "--quiet", "uv")
    for group in ("runtime", "dev", "browser"):
        must(
            *(PYTHON, "-m", "uv", "pip", "compile", "--quiet", "--generate-hashes", "--upgrade"),
            *("--no-header", "--no-annotate", "--no-emit-index-url", "--no-emit-find-links"),
            *("--python-version", "3.11", f"requirements/{group}.in"),
            *("--output-file", f"requirements/{group}.txt"),
        )
    sbom()


def sbom() -> None:
    """Write the bill of materials of the locked packages."""
    environment("runtime", "dev")
    must(PYTHON, "scripts/supply.py", "write")


def messages() -> None:
    """Bring the translation catalogues up to date."""
    environment("runtime", "dev")
    must(PYTHON, "manage.py", "messages", "extract")


def help_() -> None:
    """List the targets."""
    for name, target in TARGETS.items():
        say(f"  make {name:<9} {(target.__doc__ or '').splitlines()[0]}")


# -- the embedded database -----------------------------------------------------------------------


def start_database() -> bool:
    """Start the embedded PostgreSQL; True if it was not running before."""
    if os.environ.get("DATABASE_URL", "").strip():
        return False
    code = (
        "import sys; from onevisit.config import embedded;"
        "sys.exit(10 if embedded.ensure_running_if_used() else 0)"
    )
    status = run(PYTHON, "-c", code)
    if status not in (0, 10):
        sys.exit(status)
    return status == 10


def finish_database(started: bool) -> None:
    """Stop what was started for this target, unless somebody else uses it by now."""
    if started:
        code = (
            "from onevisit.config import embedded as e; e.stop(e.default_var(), only_if_idle=True)"
        )
        run(PYTHON, "-c", code)


TARGETS: dict[str, Callable[[], None]] = {
    "help": help_,
    "demo": demo,
    "test": test,
    "check": check,
    "fix": fix,
    "bench": bench,
    "golden": golden,
    "browser": browser,
    "lock": lock,
    "sbom": sbom,
    "messages": messages,
}


def main() -> None:
    """Run the target named first on the command line."""
    name = sys.argv[1] if len(sys.argv) > 1 else "help"
    if name not in TARGETS:
        fail(f"unknown target {name}; known: {', '.join(TARGETS)}")
    for folder in (ROOT, VENV, ROOT / "var"):
        if name != "help" and folder.exists() and not os.access(folder, os.W_OK):
            fail(f"{folder} belongs to another user (was make run as root before?)")
    keep_compiled()
    try:
        TARGETS[name]()
    except KeyboardInterrupt:
        sys.exit(130)


if __name__ == "__main__":
    main()
