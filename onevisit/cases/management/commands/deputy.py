"""`manage.py deputy`: who stands in for an officer who is away already, by the operator."""

from argparse import ArgumentParser, ArgumentTypeError
from datetime import date
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from onevisit.accounts import queries as accounts
from onevisit.accounts.rules import SYSTEM
from onevisit.cases.rules.deputies import Away
from onevisit.cases.services import AwayDraft, name_deputy
from onevisit.directory import queries as directory
from onevisit.kernel import clock
from onevisit.kernel.errors import DomainError
from onevisit.ui.wordings import text_for


class Command(BaseCommand):
    """For who fell ill in a department without a head: else officer or head do it on the page."""

    help = "Name who stands in for an officer of a department, both days counted."

    def add_arguments(self, parser: ArgumentParser) -> None:
        """Who, for whom, where, until when."""
        parser.add_argument("absent", help="login of the officer who is away")
        parser.add_argument("deputy", help="login of the colleague who stands in")
        parser.add_argument("--department", required=True, help="code of their department")
        parser.add_argument("--since", type=_day, help="first day; today when left out")
        parser.add_argument("--until", type=_day, required=True, help="last day, as 2026-03-09")
        parser.add_argument("--reason", default=Away.OTHER.value, choices=[str(a) for a in Away])

    def handle(self, *args: Any, **options: Any) -> None:
        """Do it as the system; the trail says so. A refusal ends with its words."""
        try:
            draft = AwayDraft(
                absent_id=accounts.user_by_username(options["absent"]).id,
                deputy_id=accounts.user_by_username(options["deputy"]).id,
                department_id=directory.department_by_code(options["department"]).id,
                first_on=options["since"] or clock.today(),
                last_on=options["until"],
                reason=Away(options["reason"]),
            )
            name_deputy(draft, actor=SYSTEM)
        except DomainError as error:
            raise CommandError(text_for(error) or error.code) from error
        self.stderr.write(f"{options['deputy']} stands in for {options['absent']}")


def _day(text: str) -> date:
    found = clock.parse_day(text)
    if found is None:
        raise ArgumentTypeError("a day is written as 2026-03-09")
    return found
