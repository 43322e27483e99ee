"""`manage.py staff add | grant | revoke | seat | reset | close | list`: staff, by the operator.

Also the way to the first administrator of a new house.
"""

import secrets
from argparse import ArgumentParser
from collections.abc import Callable, Mapping
from typing import Any
from uuid import UUID

from django.core.management.base import BaseCommand, CommandError

from onevisit.accounts import queries, services
from onevisit.accounts.rules import ROLES, SYSTEM, GrantDraft, StaffDraft, UserKind
from onevisit.directory import queries as directory
from onevisit.kernel.errors import DomainError
from onevisit.ui.wordings import text_for

_PASSWORD_BYTES = 15


class Command(BaseCommand):
    """A first password is written to standard output once; its owner changes it after signing in,
    and sets up the authenticator then.
    """

    help = "Create, authorise and close logins of staff; take a lost authenticator away."

    def add_arguments(self, parser: ArgumentParser) -> None:
        """One verb, and what it needs."""
        verbs = parser.add_subparsers(dest="verb", required=True)
        add = verbs.add_parser("add", help="create a login with one role and print its password")
        add.add_argument("user")
        add.add_argument("--name", required=True)
        add.add_argument("--post", default="", help="their post in a few words")
        _add_grant(add)
        _add_seat(add)
        for verb, what in (("grant", "give one more role"), ("revoke", "take a role back")):
            changed = verbs.add_parser(verb, help=what)
            changed.add_argument("user")
            _add_grant(changed)
        seat = verbs.add_parser("seat", help="say where somebody sits; nowhere without options")
        seat.add_argument("user")
        _add_seat(seat)
        reset = verbs.add_parser("reset", help="take a lost authenticator away")
        reset.add_argument("user")
        close = verbs.add_parser("close", help="close a login at once")
        close.add_argument("user")
        verbs.add_parser("list", help="list the logins of staff")

    def handle(self, *args: Any, **options: Any) -> None:
        """Do it as the system; the trail says so. A refusal ends with its words."""
        verbs: Mapping[str, Callable[[dict[str, Any]], None]] = {
            "add": self._add,
            "grant": self._grant,
            "revoke": self._revoke,
            "seat": self._seat,
            "reset": self._reset,
            "close": self._close,
            "list": self._list,
        }
        try:
            verbs[options["verb"]](options)
        except DomainError as error:
            raise CommandError(text_for(error) or error.code) from error

    def _add(self, options: dict[str, Any]) -> None:
        password = secrets.token_urlsafe(_PASSWORD_BYTES)
        draft = StaffDraft(
            username=options["user"],
            name=options["name"],
            role=options["role"],
            department_id=_department(options),
            region=options["region"] or None,
            service_point_id=_point(options),
            window=options["window"],
            about=options["post"],
        )
        services.create_staff(draft, password=password, actor=SYSTEM)
        self.stdout.write(password)
        self.stderr.write(f"login {draft.username} created; this is its first password")

    def _grant(self, options: dict[str, Any]) -> None:
        services.grant_role(_grant_of(options), actor=SYSTEM)
        self.stderr.write(f"{options['user']} is {options['role']}")

    def _revoke(self, options: dict[str, Any]) -> None:
        if not services.revoke_role(_grant_of(options), actor=SYSTEM):
            raise CommandError("no such grant is held: name role, department and region as given")
        self.stderr.write(f"{options['user']} is no longer {options['role']}")

    def _seat(self, options: dict[str, Any]) -> None:
        point, window = _point(options), options["window"]
        services.seat(user_id=_user(options), service_point_id=point, window=window, actor=SYSTEM)
        self.stderr.write(f"{options['user']} sits at {options['service_point'] or 'no place'}")

    def _reset(self, options: dict[str, Any]) -> None:
        services.reset_second_factor(user_id=_user(options), actor=SYSTEM)
        self.stderr.write("the next sign-in sets up a new authenticator")

    def _close(self, options: dict[str, Any]) -> None:
        services.close_login(user_id=_user(options), actor=SYSTEM)
        self.stderr.write(f"login {options['user']} closed")

    def _list(self, _options: dict[str, Any]) -> None:
        for each in queries.logins(UserKind.STAFF):
            roles = ",".join(each.roles) or "no role"
            self.stdout.write(f"{each.username}  {each.name}  {roles}  {each.place}")


def _add_grant(parser: ArgumentParser) -> None:
    parser.add_argument("--role", required=True, choices=sorted(ROLES))
    parser.add_argument("--department", help="code of the department; every one when left out")
    parser.add_argument("--region", help="12 digits; everywhere when left out")


def _add_seat(parser: ArgumentParser) -> None:
    parser.add_argument("--service-point", help="code of the place where they sit")
    parser.add_argument("--window", default="", help="its window")


def _user(options: Mapping[str, Any]) -> UUID:
    return queries.user_by_username(options["user"]).id


def _grant_of(options: Mapping[str, Any]) -> GrantDraft:
    region = options["region"] or None
    return GrantDraft(_user(options), options["role"], _department(options), region)


def _department(options: Mapping[str, Any]) -> UUID | None:
    code = options["department"]
    return directory.department_by_code(code).id if code else None


def _point(options: Mapping[str, Any]) -> UUID | None:
    code = options["service_point"]
    return directory.service_point_by_code(code).id if code else None
