"""Whatever a room puts on record is named in words on the audit page."""

import ast
import re

from onevisit.audit.web.wordings import action_labels
from tests.architecture import source

ACTION = re.compile(r"[a-z]+\.[a-z_]+")
RECORDERS = {"record": 0, "Act": 0, "_record": 0, "put_on_trail": 1}


def recorded_actions() -> set[str]:
    """Actions written out where they are recorded; those put together are tested in their room."""
    found: set[str] = set()
    for path in sorted(source.HOUSE.glob("*/services*/**/*.py")) + sorted(
        source.HOUSE.glob("*/services.py")
    ):
        for call in source.nodes(path):
            at = RECORDERS.get(source.called_name(call)) if isinstance(call, ast.Call) else None
            if isinstance(call, ast.Call) and at is not None:
                given = [word.value for word in call.keywords if word.arg == "action"]
                found |= {
                    each.value
                    for each in (given or call.args[at : at + 1])
                    if isinstance(each, ast.Constant) and isinstance(each.value, str)
                }
    return {action for action in found if ACTION.fullmatch(action)}


def test_every_action_on_record_is_named() -> None:
    found = recorded_actions()
    assert {"catalogue.publish", "accounts.appoint"} <= found
    assert sorted(found - action_labels().keys()) == []
