"""What ``manage.py doctor`` looks at beside the settings: the database, its rights, the vault."""

import shutil
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import timedelta
from pathlib import Path

from django.conf import settings
from django.db import DatabaseError, connection

from onevisit.config import grants, health, rotation, safety, schedule
from onevisit.kernel import clock
from onevisit.kernel.queries import published_notices
from onevisit.ui.site import OWN, site

_LEAST_FREE = 2 * 1024**3
_GRACE = timedelta(minutes=5)
_APART = timedelta(seconds=30)
_REMEDIES = {
    "database": "Start PostgreSQL, or correct DATABASE_URL",
    "migrations": "manage.py prepare_database, as the owner of the tables",
    "vault": "Give the server's account the right to write VAULT_ROOT, and room on the disk",
    "calendar": "manage.py seed_calendar",
}


@dataclass(frozen=True, slots=True)
class Line:
    """One line of the report; ``must``: a broken one is a failure, not only a note."""

    name: str
    ok: bool
    found: str
    remedy: str
    must: bool = True


def of_settings(*, must: bool) -> Iterator[Line]:
    """Every point of ``safety``."""
    values = {name: getattr(settings, name) for name in dir(settings) if name.isupper()}
    for point in safety.points(values):
        found = "; ".join(point.problems) or "holds"
        yield Line(point.name, not point.problems, found, point.remedy, must)


def of_the_house() -> Iterator[Line]:
    """Readiness, the rights of the server's role, calendar, clocks, keys, room on the disk."""
    checks = health.readiness()
    for check in checks:
        yield Line(check.name, check.ok, check.detail, _REMEDIES[check.name])
    if all(check.ok for check in checks):
        yield _role()
        yield _history()
        yield _year()
        yield _clocks()
        yield _keys()
        yield _worker()
    yield _disk()
    yield _site()
    yield _static()


def _site() -> Line:
    """What is not said of an own house stays as in the demonstration, its name first."""
    missing = [] if settings.DEMO else [name for name in OWN if name not in settings.SITE]
    whole = len(missing) == len(OWN)
    found = f"headed by the county of the demonstration: {', '.join(missing)}" if missing else ""
    remedy = "Say all of it in the file" if not whole else "Name a file"
    remedy = f"{remedy} of ONEVISIT_SITE; see docs/how-to/go-to-production.md"
    return Line("who runs the site", not missing, found or str(site().name), remedy, must=False)


def _static() -> Line:
    """Without them pages come without a style, and nothing says why."""
    held = settings.WHITENOISE_USE_FINDERS
    held = held or (Path(settings.STATIC_ROOT) / "staticfiles.json").is_file()
    found = "collected" if held else f"none in {settings.STATIC_ROOT}"
    return Line("static files", held, found, "manage.py collectstatic --noinput")


def _role() -> Line:
    """The server's role may add to history, not rewrite it."""
    remedy = "manage.py prepare_database, as the owner; see docs/how-to/go-to-production.md"
    if not grants.role_exists():
        return Line("runtime role", False, f"no role {grants.RUNTIME_ROLE}", remedy, must=False)
    rewritable = [table for table in sorted(grants.append_only_tables()) if _may_rewrite(table)]
    if rewritable:
        return Line("runtime role", False, f"may rewrite {', '.join(rewritable)}", remedy)
    return Line("runtime role", True, f"{grants.RUNTIME_ROLE} may only add to history", remedy)


def _may_rewrite(table: str) -> bool:
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT has_table_privilege(%s, %s, 'UPDATE, DELETE, TRUNCATE')",
            [grants.RUNTIME_ROLE, table],
        )
        row = cursor.fetchone()
    return bool(row and row[0])


def _history() -> Line:
    """The triggers that keep history also from the owner."""
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT DISTINCT c.relname FROM pg_trigger t JOIN pg_class c ON c.oid = t.tgrelid"
            " WHERE NOT t.tgisinternal AND t.tgenabled IN ('O', 'A')"
        )
        guarded = {name for (name,) in cursor.fetchall()}
    open_tables = sorted(grants.append_only_tables() - guarded)
    found = f"no trigger on {', '.join(open_tables)}" if open_tables else "kept by triggers"
    return Line("history", not open_tables, found, "Apply the migrations anew on a fresh database")


def _year() -> Line:
    """Without the published notice of a year its working days are only guessed from weekdays."""
    try:
        known = {notice.year for notice in published_notices()}
    except DatabaseError:
        known = set()
    year = clock.today().year
    found = f"notice of {year} entered" if year in known else f"no notice of {year}"
    remedy = "Update chinesecalendar, then manage.py seed_calendar"
    return Line("calendar year", year in known, found, remedy, must=False)


def _clocks() -> Line:
    """Limits are counted by this machine's clock; one that runs ahead lets them pass."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT clock_timestamp()")
        (there,) = cursor.fetchone()
    apart = abs(clock.now() - there)
    found = f"{apart.total_seconds():.0f} s from that of the database"
    remedy = "Let both machines follow one time server"
    return Line("clock", apart <= _APART, found, remedy, must=False)


def _worker() -> Line:
    """Somebody does what is due by itself; before the first start nobody did."""
    done, at = schedule.last_done(), clock.now()
    late = sorted(
        job.name
        for job in schedule.JOBS
        if job.name not in done or at - done[job.name] > job.every + _GRACE
    )
    found = f"not done in time: {', '.join(late)}" if late else "jobs are done in time"
    remedy = "Start the server, or python -m onevisit.config.worker where it has --no-worker"
    return Line("background worker", not late, found, remedy, must=False)


def _keys() -> Line:
    """A key that data lies under must be listed; an old one should not be needed for long."""
    counted = rotation.totals()
    unknown = sorted(set(counted) - set(settings.FIELD_KEYS))
    if unknown:
        found = f"data lies under keys not listed: {', '.join(unknown)}"
        return Line("keys", False, found, "Put them back into FIELD_KEYS before anything else")
    old = sorted(key for key, number in counted.items() if number)
    old = [key for key in old if key != settings.FIELD_KEY_CURRENT]
    found = f"old keys in use: {', '.join(old)}" if old else "all under the current key"
    remedy = "manage.py rotate_keys; see docs/how-to/rotate-keys.md"
    return Line("keys", not old, found, remedy, must=False)


def _disk() -> Line:
    folder = Path(settings.VAULT_ROOT)
    while not folder.exists():
        folder = folder.parent
    free = shutil.disk_usage(folder).free
    found = f"{free // 1024**3} GiB free for the vault"
    return Line("disk", free >= _LEAST_FREE, found, "Make room, or a larger disk", must=False)
