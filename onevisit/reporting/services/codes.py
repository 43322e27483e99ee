"""省里的代码: what the province confirmed is written down by one officer, checked by a second."""

from collections.abc import Collection
from contextlib import AbstractContextManager
from uuid import UUID

from onevisit.accounts.rules import Actor, Permission, require
from onevisit.audit.services import record
from onevisit.kernel import two_people
from onevisit.kernel.errors import Conflict
from onevisit.reporting import errors
from onevisit.reporting.models import CodeAnswer
from onevisit.reporting.queries.codes import answers_of, numbers, recorded
from onevisit.reporting.rules.codes import code_lines, coded_of, number_of, to_record

LONGEST_WHY = 200


def record_codes(*, codes: Collection[str], holds: bool, why: str, actor: Actor) -> UUID:
    """Write down that the province confirmed the numbers of `codes` (``set=value``), or takes back
    what was recorded; `why` names its paper. It waits for another officer. Returns its id.

    Raises Refused `accounts.not_permitted`; Invalid `reporting.no_codes`, `reporting.code_why`, and
    as `queries.codes.numbers`; Conflict `two_people.waits`.
    """
    require(actor, Permission.REPORTING_KEEP)
    written = numbers()
    lines = code_lines(written, recorded(answers_of(written)))
    row = CodeAnswer(
        profile=written.name,
        codes=to_record(lines, codes, holds=holds),
        holds=holds,
        why=_reason(why),
    )
    rivals = CodeAnswer.objects.filter(profile=written.name)
    with two_people.writing(row, actor, rivals):
        _record("reporting.record_codes", row, actor)
    return row.id


def confirm_codes(*, answer_id: UUID, actor: Actor) -> None:
    """The second officer has seen the paper too: it counts from now on.

    Raises NotFound `reporting.no_such_answer`; Refused `accounts.not_permitted`, `two_people.own`;
    Conflict `two_people.answered`, `reporting.codes_changed` where the file has other numbers by
    now.
    """
    with _answering(answer_id, actor) as row:
        two_people.require_second(row, actor)
        _require_same(row)
        row.state = "confirmed"
        _record("reporting.confirm_codes", row, actor)


def return_codes(*, answer_id: UUID, why: str, actor: Actor) -> None:
    """Send it back, or take one's own back. Raises as `confirm_codes`, but for who wrote it and
    what the file has, and Invalid `reporting.code_why`.
    """
    with _answering(answer_id, actor) as row:
        row.state, row.reason = "returned", _reason(why)
        _record("reporting.return_codes", row, actor)


def _answering(answer_id: UUID, actor: Actor) -> AbstractContextManager[CodeAnswer]:
    return two_people.answering(
        CodeAnswer.objects.all(),
        answer_id,
        actor,
        missing=errors.no_such_answer,
        allow=lambda _row: require(actor, Permission.REPORTING_KEEP),
    )


def _require_same(row: CodeAnswer) -> None:
    written = numbers()
    now = {coded: number_of(coded_of(coded), written) for coded in row.codes}
    if written.name != row.profile or now != row.codes:
        raise Conflict("reporting.codes_changed")


def _reason(text: str) -> str:
    text = " ".join(text.split())
    if not text or len(text) > LONGEST_WHY:
        raise errors.code_why(LONGEST_WHY)
    return text


def _record(action: str, row: CodeAnswer, actor: Actor) -> None:
    record(
        action=action,
        target_type="reporting.codeanswer",
        target_id=row.id,
        actor=actor,
        facts={"codes": len(row.codes)},
    )
