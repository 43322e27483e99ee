"""`manage.py report`: make and send batches, ask for answers; `--codes`: what is not confirmed."""

from argparse import ArgumentParser
from typing import Any

from django.core.management.base import BaseCommand

from onevisit.accounts.rules import SYSTEM
from onevisit.reporting.queries import codes_view
from onevisit.reporting.services import plan, report


class Command(BaseCommand):
    """Run as often as you like; the server does it every minute by itself."""

    help = "Report to the platform above: make batches, send them, ask for answers."

    def add_arguments(self, parser: ArgumentParser) -> None:
        """Only look."""
        parser.add_argument(
            "--codes",
            action="store_true",
            help="send nothing; list the codes that the province has not confirmed, who recorded "
            "which it has, and what was not sent for want of one",
        )

    def handle(self, *args: Any, codes: bool = False, **options: Any) -> None:
        """Report and say what was done."""
        if codes:
            self._codes()
            return
        plan()
        done = report()
        self.stdout.write(
            f"{done.made} batches made, {done.sent} sent, {done.answered} answered in full"
        )

    def _codes(self) -> None:
        view = codes_view(SYSTEM)
        for each in view.open:
            self.stdout.write(f"{each.coded}\t{each.number or 'no code'}")
        for each in view.lines:
            if each.recorded and each.by_record:
                said = each.recorded
                who = f"{said.at:%Y-%m-%d} {said.written_by}, {said.checked_by}: {said.why}"
                self.stdout.write(f"{each.coded}\t{each.number}\tconfirmed {who}")
        if view.waiting:
            who = f"recorded by {view.waiting.written_by_name}: {view.waiting.why}"
            self.stdout.write(f"{len(view.waiting.codes)} codes wait for a second officer, {who}")
        for lack in view.withheld:
            self.stdout.write(f"{lack.coded}\tnot sent: {lack.cases} cases, {lack.number} first")
        self.stdout.write(f"{view.profile}: {len(view.open)} of {len(view.lines)} not confirmed")
