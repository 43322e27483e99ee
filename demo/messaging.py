"""What people are told, by gateways that were joined a few days ago, and what they have read."""

import re
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from django.conf import settings
from django.db import connection

from demo import content
from demo.founding import County
from demo.schedule import Days, Telling, at
from onevisit.accounts import services as people
from onevisit.notifications import services
from onevisit.notifications.adapters.gateway import NotTaken
from onevisit.notifications.adapters.sandbox import SandboxGateway
from onevisit.notifications.rules.channels import Channel, Language
from onevisit.notifications.rules.kinds import Topic
from onevisit.notifications.rules.sending import Reason
from onevisit.notifications.sandbox.books import Books, books_in
from onevisit.notifications.sandbox.serving import behaviour

JOINED = 4
"""Working days ago: what was told before stands in the pages only."""

_WRITER, _ADDRESS = "chenxiaolan", "chen@example.cn"
_UNREACHED, _NO_SUCH_PHONE = "xiedayong", "15480000091"


class Direct(SandboxGateway):
    """A gateway without its process: the same books, asked directly."""

    def _ask(self, verb: str, **said: str) -> dict[str, Any]:
        books = _books()
        if verb == "ask":
            found = books.of(said["key"])
            outcome = found.outcome if found else "unknown"
            return {"key": said["key"], "outcome": outcome}
        if behaviour(said["to"]) == "bad_address":
            raise NotTaken(Reason.BAD_ADDRESS)
        taken, _new = books.take(str(self.channel), said, time.time())
        books.end(taken.key, "delivered")
        return {"reference": taken.reference}


class Sms(Direct):
    """Short messages."""

    channel = Channel.SMS


class Mail(Direct):
    """E-mail."""

    channel = Channel.EMAIL


def _books() -> Books:
    return Books(_place())


def _place() -> Path:
    return books_in(Path(settings.VAR), str(connection.settings_dict["NAME"]))


@contextmanager
def open_books() -> Iterator[None]:
    """New books, asked directly as long as the county is being built."""
    _place().unlink(missing_ok=True)
    usual = settings.MESSAGE_GATEWAYS
    settings.MESSAGE_GATEWAYS = {}
    try:
        yield
    finally:
        settings.MESSAGE_GATEWAYS = usual


def told(county: County, days: Days, founded: int) -> Telling:
    """Every evening what was told goes out; most of what is older than two days was read."""
    for back in range(founded - 1, 0, -1):
        yield at(days.back(back), 500)
        if back == JOINED:
            _join(county)
        services.sweep()
        if back == 2:
            for key in content.people():
                if key in county.actors:
                    services.read_all(actor=county.actors[key])
    yield at(days.today, 3)
    services.sweep()


def _join(county: County) -> None:
    """One proves an address for mail, chooses, and lets helpers read along; the phone of another
    has changed and nobody told us.
    """
    settings.MESSAGE_GATEWAYS = {"sms": f"{__name__}.Sms", "email": f"{__name__}.Mail"}
    writer, unreached = county.actors[_WRITER], county.actors[_UNREACHED]
    services.give_address(channel=Channel.EMAIL, address=_ADDRESS, actor=writer)
    code = re.findall(r"\d{6}", _books().newest(1)[0].body)[0]
    services.prove_address(channel=Channel.EMAIL, code=code, actor=writer)
    services.choose(
        chosen={topic: [Channel.EMAIL] for topic in Topic},
        quiet=("20:30", "08:30"),
        language=Language.ZH,
        copies=True,
        actor=writer,
    )
    if unreached.person_id is not None:
        people.change_phone(person_id=unreached.person_id, phone=_NO_SUCH_PHONE, actor=unreached)
