"""`manage.py api_token make | list | revoke | machine`: tokens for programs, by the operator."""

from argparse import ArgumentParser
from datetime import timedelta
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from onevisit.accounts import queries, services
from onevisit.accounts.rules import SYSTEM, StaffDraft
from onevisit.accounts.rules.tokens import ApiScope, TokenDraft, scopes_named
from onevisit.directory import queries as directory
from onevisit.kernel import clock
from onevisit.kernel.errors import DomainError
from onevisit.ui.wordings import text_for


class Command(BaseCommand):
    """The token itself is written to standard output once, alone on its line; nobody can read it
    again.
    """

    help = "Make, list and revoke tokens for programs; create the login of a department's system."

    def add_arguments(self, parser: ArgumentParser) -> None:
        """One verb, and what it needs."""
        verbs = parser.add_subparsers(dest="verb", required=True)
        make = verbs.add_parser("make", help="make a token for a login and print it")
        make.add_argument("user", help="the login's user name")
        make.add_argument("--scope", action="append", default=[], choices=[*map(str, ApiScope)])
        make.add_argument("--name", default="api", help="what it is for, as lists show it")
        make.add_argument("--days", type=int, default=90)
        listed = verbs.add_parser("list", help="list tokens, newest first")
        listed.add_argument("user", nargs="?", default="")
        revoke = verbs.add_parser("revoke", help="end a token at once")
        revoke.add_argument("prefix", help="the eight characters after ovt_")
        machine = verbs.add_parser("machine", help="create the login of a department's system")
        machine.add_argument("user")
        machine.add_argument("--name", required=True)
        machine.add_argument("--role", required=True)
        machine.add_argument("--department", help="code of the department")
        machine.add_argument("--region", help="12 digits; everywhere when left out")
        machine.add_argument("--service-point", help="code of the place of a window's machine")

    def handle(self, *args: Any, **options: Any) -> None:
        """Do it as the system; the trail says so. A refusal ends with its words."""
        verb = {"make": self._make, "list": self._list, "revoke": self._revoke}.get(
            options["verb"], self._machine
        )
        try:
            verb(options)
        except DomainError as error:
            raise CommandError(text_for(error) or error.code) from error

    def _make(self, options: dict[str, Any]) -> None:
        user = queries.user_by_username(options["user"])
        draft = TokenDraft(
            user_id=user.id,
            name=options["name"],
            scopes=scopes_named(options["scope"]),
            life=timedelta(days=options["days"]),
        )
        made = services.issue_token(draft, actor=SYSTEM)
        self.stdout.write(made.text)
        self.stderr.write(f"token {made.prefix}, valid until {made.expires_at:%Y-%m-%d %H:%M}")

    def _list(self, options: dict[str, Any]) -> None:
        now = clock.now()
        for each in queries.tokens(username=options["user"]):
            used = f"{each.last_used_at:%Y-%m-%d %H:%M}" if each.last_used_at else "never used"
            self.stdout.write(
                f"{each.prefix}  {each.state_at(now):<8} until {each.expires_at:%Y-%m-%d}"
                f"  {used:<16}  {each.username}  {','.join(each.scopes)}  {each.name}"
            )

    def _revoke(self, options: dict[str, Any]) -> None:
        services.revoke_token(options["prefix"], actor=SYSTEM)
        self.stderr.write(f"token {options['prefix']} revoked")

    def _machine(self, options: dict[str, Any]) -> None:
        department, point = options["department"], options["service_point"]
        draft = StaffDraft(
            username=options["user"],
            name=options["name"],
            role=options["role"],
            department_id=directory.department_by_code(department).id if department else None,
            region=options["region"] or None,
            service_point_id=directory.service_point_by_code(point).id if point else None,
        )
        services.create_machine(draft, actor=SYSTEM)
        self.stderr.write(f"login {draft.username} created; it has no password")
