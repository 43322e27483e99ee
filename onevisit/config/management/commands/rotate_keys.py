"""``manage.py rotate_keys``: seal personal data and keys of files under the current key."""

from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError, CommandParser

from onevisit.config import databases, rotation
from onevisit.kernel.crypto import SealBroken


class Command(BaseCommand):
    """May be stopped and started again at any time, beside a running server."""

    help = "Seal everything anew under FIELD_KEY_CURRENT; --check only says which keys are used."

    def add_arguments(self, parser: CommandParser) -> None:
        """Whether to change anything, and how much at once."""
        parser.add_argument("--check", action="store_true", help="only say which keys are used")
        parser.add_argument("--batch", type=int, default=rotation.BATCH, help="rows at once")

    def handle(self, *args: Any, **options: Any) -> None:
        """Fails while an old key is in use after a whole run, or a key is not listed."""
        if not options["check"]:
            if databases.role() != "owner":
                raise CommandError("rotate_keys needs ONEVISIT_DB_ROLE=owner (the default)")
            self._refuse_unknown()
            for column in rotation.SEALED:
                self._reseal(column, max(options["batch"], 1))
        self._report(whole=not options["check"])

    def _refuse_unknown(self) -> None:
        unknown = set(rotation.totals()) - set(settings.FIELD_KEYS)
        if unknown:
            raise CommandError(f"data lies under keys that FIELD_KEYS does not list: {unknown}")

    def _reseal(self, column: rotation.Sealed, batch: int) -> None:
        done = 0
        try:
            for number in rotation.reseal(column, batch=batch):
                done += number
                self.stdout.write(f"{column.label}: {done} sealed anew")
                self.stdout.flush()
        except SealBroken as broken:
            found = f"{column.label} holds a value that does not open: {broken}"
            raise CommandError(f"{found}; what was done stays, nothing is lost") from broken

    def _report(self, *, whole: bool) -> None:
        current = settings.FIELD_KEY_CURRENT
        left = 0
        for key, number in sorted(rotation.totals().items()):
            if key == current:
                self.stdout.write(f"{key}: {number} values, current")
            elif number:
                left += number
                self.stdout.write(f"{key}: {number} values, still needed")
            else:
                self.stdout.write(f"{key}: used by nothing; take it out of FIELD_KEYS")
        if whole and left:
            raise CommandError("somebody still writes with an old key: restart every server, rerun")
