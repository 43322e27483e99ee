"""From an error's code to what a person is told.

Each room keeps ``WORDINGS`` (code → message, ``%(fact)s`` for facts) in ``web/wordings.py``.
"""

import logging
from collections.abc import Mapping
from datetime import date, datetime
from functools import lru_cache
from importlib import import_module
from importlib.util import find_spec

from django.apps import apps
from django.utils.functional import Promise

from onevisit.kernel.errors import Conflict, DomainError
from onevisit.ui.formatting import joined, local_date, local_datetime

logger = logging.getLogger(__name__)


@lru_cache(maxsize=1)
def wordings() -> Mapping[str, str | Promise]:
    """Every wording of every installed room. Raises ValueError if two rooms word one code."""
    found: dict[str, str | Promise] = {}
    for config in apps.get_app_configs():
        for code, message in _of(config.name).items():
            if code in found:
                raise ValueError(f"{code} is worded twice")
            found[code] = message
    return found


@lru_cache(maxsize=8)
def collected(name: str) -> Mapping[str, str | Promise]:
    """The tables of this name in the wordings of all rooms, in one."""
    found: dict[str, str | Promise] = {}
    for config in apps.get_app_configs():
        found.update(_of(config.name, name))
    return found


def action_words(action: str) -> str:
    """What an action of the trail is called, the action itself where no room names it."""
    return str(collected("ACTIONS").get(action, action))


def _of(app: str, name: str = "WORDINGS") -> Mapping[str, str | Promise]:
    if not app.startswith("onevisit.") or find_spec(f"{app}.web") is None:
        return {}
    if find_spec(f"{app}.web.wordings") is None:
        return {}
    told: Mapping[str, str | Promise] = getattr(import_module(f"{app}.web.wordings"), name, {})
    return told


def wording(code: str, facts: Mapping[str, object] | None = None) -> str:
    """The message for ``code``, empty where there is none or a fact it names is missing."""
    message = wordings().get(code)
    if message is None:
        logger.error("no wording for %s", code)
        return ""
    shown = {name: _shown(value) for name, value in (facts or {}).items()}
    try:
        return str(message) % shown
    except (KeyError, ValueError, TypeError):
        logger.exception("the wording of %s does not fit its facts", code)
        return ""


def text_for(error: DomainError) -> str:
    """What to tell whoever met ``error``; empty where its room has no words for it."""
    return wording(error.code, error.facts)


def _shown(value: object) -> object:
    """A fact as it is read; codes of other wordings are told in their words."""
    if isinstance(value, datetime):
        return local_datetime(value)
    if isinstance(value, date):
        return local_date(value)
    if isinstance(value, str) and all(each in wordings() for each in value.split(", ")):
        return joined(wordings()[each] for each in value.split(", "))
    return value


def status_in_place(error: DomainError | None) -> int:
    """What a page answers with that is drawn again with the error in it: 200 without one, 409 for
    a conflict, else 422.
    """
    if error is None:
        return 200
    return 409 if isinstance(error, Conflict) else 422
