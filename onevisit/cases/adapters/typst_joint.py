"""Papers of several departments as PDF/A, each from its own template in the frame of letters."""

import json
from collections.abc import Mapping
from datetime import date
from pathlib import Path
from typing import Final

from onevisit.cases.errors import letter_unprintable
from onevisit.cases.rules.joint_papers import JointPaper
from onevisit.ui.typesetting import Unprintable, qr, typeset, without_controls

_TEMPLATES: Final = Path(__file__).with_name("letters")
_DRAWN: Final = {JointPaper.VISIT: JointPaper.ACCEPTANCE}
"""Which is drawn by the template of another."""


def render_paper(
    paper: JointPaper, facts: Mapping[str, object], *, address: str, demo: bool
) -> bytes:
    """A4 pages from facts; the same facts and address give the same bytes. Raises Conflict
    `cases.letter_unprintable` for a character the font does not have.
    """
    told = without_controls({**facts, "made_of": ""})
    inputs = {
        "facts": json.dumps(told, ensure_ascii=False),
        "text": json.dumps({"title": facts["title"]}, ensure_ascii=False),
        "demo": "yes" if demo else "no",
        "qr": qr(address),
    }
    template = _TEMPLATES / f"{_DRAWN.get(paper, paper)}.typ"
    try:
        return typeset(template, inputs, dated=date.fromisoformat(str(facts["date"])))
    except Unprintable as error:
        raise letter_unprintable() from error
