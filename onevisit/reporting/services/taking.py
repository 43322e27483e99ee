"""Taking what an office gives back: each row once, through the services of cases, in the name of
its officer; what is refused is answered with why.
"""

import hashlib
import logging
import tempfile
from collections.abc import Callable, Iterator
from itertools import islice
from pathlib import Path
from uuid import UUID

from django.conf import settings
from django.db import OperationalError, transaction

from onevisit.accounts import queries as accounts
from onevisit.accounts.rules import Actor
from onevisit.audit import services as audit
from onevisit.cases import services as cases
from onevisit.cases.queries.reported import case_in_department, open_steps_of
from onevisit.catalogue.rules.exchange.writers import FileForm, Folder
from onevisit.catalogue.rules.importing.reading import (
    Broken,
    Record,
    read_csv,
    read_jsonl,
    survey,
)
from onevisit.kernel import clock, rows
from onevisit.kernel.alone import alone
from onevisit.kernel.errors import DomainError, Invalid, NotFound
from onevisit.reporting import errors
from onevisit.reporting.models import Office, OfficeFile, OfficeLine
from onevisit.reporting.rules.offices import (
    MOST_MEGABYTES,
    MOST_ROWS,
    AnswersTable,
    LineState,
    OfficeEvent,
    Said,
    read,
)
from onevisit.reporting.services.giving import folder_of, give, put
from onevisit.ui.wordings import wording

_READERS = {".csv": read_csv, ".jsonl": read_jsonl}
_LOCK = "reporting.offices"
_log = logging.getLogger(__name__)


def exchange_files() -> tuple[int, int]:
    """Take what offices gave back, then give what they are to have; how many files of each."""
    return take(), give()


def take() -> int:
    """Take every file that lies in a folder; returns how many. Nothing where another is at it."""
    taken = 0
    with alone(_LOCK) as mine:
        for office in Office.objects.order_by("id") if mine else ():
            for path in _waiting(office):
                try:
                    taken += _take(office, path)
                except (OSError, NotFound) as error:  # an officer who left is no officer
                    _log.warning("an office's file cannot be taken: %s", type(error).__name__)
    return taken


def _waiting(office: Office) -> list[Path]:
    folder = folder_of(office, "in")
    found = (each for each in folder.iterdir() if each.is_file() and not each.is_symlink())
    return sorted(each for each in found if each.suffix.lower() in _READERS and each.name[0] != ".")


def _take(office: Office, path: Path) -> bool:
    """One file: noted, its rows done one by one, answered, put away. After a kill it goes on."""
    content = path.read_bytes() if path.stat().st_size <= MOST_MEGABYTES << 20 else b""
    sha256 = hashlib.sha256(content or path.name.encode()).hexdigest()
    known = OfficeFile.objects.filter(office=office, outward=False, sha256=sha256).first()
    if known is None:
        known = OfficeFile(
            office=office, outward=False, name=path.name[:120], sha256=sha256, at=clock.now()
        )
        rows.insert([known])
    fresh = known.done_at is None
    if fresh:
        _work(known, path if content else None)
    put(folder_of(office, "out"), f"{path.stem}.answers.{settings.OFFICE_FORM}", _answers(known))
    path.replace(folder_of(office, "done") / f"{sha256[:12]}-{path.name}")
    return fresh


def _work(file: OfficeFile, path: Path | None) -> None:
    actor = accounts.actor_for(accounts.user_by_id(file.office.user_id))
    done = set(file.lines.values_list("place", flat=True))
    try:
        for record in _records(path):
            if record.row not in done:
                _do(file, record, actor)
    except Invalid as error:
        file.problem = error.code
    file.rows = file.lines.count()
    file.refused = file.lines.filter(state=LineState.REFUSED).count()
    file.done_at = clock.now()
    with transaction.atomic():
        rows.update(file, ("rows", "refused", "done_at", "problem"))
        audit.record(
            action="reporting.take_file",
            target_type="reporting.office",
            target_id=file.office_id,
            actor=actor,
            department_id=file.office.department_id,
            facts={"rows": file.rows, "refused": file.refused},
        )


def _records(path: Path | None) -> Iterator[Record | Broken]:
    if path is None:
        raise errors.file_too_big(MOST_MEGABYTES)
    yield from islice(_READERS[path.suffix.lower()](path, survey(path).encoding), MOST_ROWS)


def _do(file: OfficeFile, record: Record | Broken, actor: Actor) -> None:
    """A row with what it does in one transaction: done and noted, or neither."""
    line = OfficeLine(file=file, office=file.office, place=record.row, state=LineState.DONE)
    try:
        with transaction.atomic():
            said = _said(record)
            line.key, line.case_number = said.key, said.case_number[:100]
            line.event = said.event
            if _is_known(line):
                line.state = LineState.KNOWN
            else:
                _act(said, file.office, actor)
            rows.insert([line])
            return
    except OperationalError:
        raise
    except DomainError as error:
        line.code, line.facts = error.code[:64], {k: str(v) for k, v in error.facts.items()}
    except Exception:
        _log.exception("a row of an office's file could not be done")
        line.code = "reporting.row_unexpected"
    line.state = LineState.REFUSED
    rows.insert([line])


def _is_known(line: OfficeLine) -> bool:
    held = OfficeLine.objects.filter(office=line.office, key=line.key, state=LineState.DONE)
    return held.exists()


def _said(record: Record | Broken) -> Said:
    if isinstance(record, Broken):
        raise Invalid(record.reason, **dict(record.facts), field=record.field)
    return read(record.values)


def _act(said: Said, office: Office, actor: Actor) -> None:
    """Raises whatever the services of cases refuse; NotFound `reporting.case_not_theirs`."""
    case_id = case_in_department(said.case_number, office.department_id)
    if case_id is None:
        raise NotFound("reporting.case_not_theirs")
    _ACTS[said.event](case_id, said, actor)


def _suspend(case_id: UUID, said: Said, actor: Actor) -> None:
    if said.until is None:
        raise Invalid("reporting.row_lacks", column="until")
    cases.suspend(case_id=case_id, reason=said.reason, until=said.until, actor=actor)


def _opine(case_id: UUID, said: Said, actor: Actor) -> None:
    steps = open_steps_of([case_id]).get(case_id, {})
    step = said.step or (next(iter(steps)) if len(steps) == 1 else "")
    if not step:
        raise Invalid("reporting.row_lacks", column="step")
    cases.give_opinion(case_id=case_id, step=step, text=said.reason, actor=actor)


def _confirm(case_id: UUID, said: Said, actor: Actor) -> None:
    cases.set_verdict(case_id=case_id, material=said.material, verdict="ok", actor=actor)


_ACTS: dict[OfficeEvent, Callable[[UUID, Said, Actor], None]] = {
    OfficeEvent.ACCEPT: lambda case, _said, actor: cases.accept(case_id=case, actor=actor),
    OfficeEvent.NOT_ACCEPT: lambda case, said, actor: cases.not_accept(
        case_id=case, reason=said.reason, actor=actor
    ),
    OfficeEvent.CONFIRM: _confirm,
    OfficeEvent.OPINION: _opine,
    OfficeEvent.SUSPEND: _suspend,
    OfficeEvent.RESUME: lambda case, _said, actor: cases.resume(case_id=case, actor=actor),
    OfficeEvent.APPROVE: lambda case, said, actor: cases.decide(
        case_id=case, outcome="approve", reason=said.reason, actor=actor
    ),
    OfficeEvent.REFUSE: lambda case, said, actor: cases.decide(
        case_id=case, outcome="refuse", reason=said.reason, actor=actor
    ),
}


def _answers(file: OfficeFile) -> bytes:
    """What became of each row, as a table; the same file again is answered the same."""
    table = AnswersTable()
    with tempfile.TemporaryDirectory(prefix="office-") as place:
        with Folder(Path(place), FileForm(settings.OFFICE_FORM)) as tables:
            if file.problem:
                told = wording(file.problem, {"most": MOST_MEGABYTES, "reason": ""})
                tables.write(table, ["0", "", "", "", "refused", file.problem, told])
            for each in file.lines.order_by("place"):
                why = wording(each.code, each.facts) if each.code else ""
                head = (str(each.place), each.key, each.case_number, each.event, each.state)
                tables.write(table, [*head, each.code, why])
        made = Path(place) / f"{table.name}.{settings.OFFICE_FORM}"
        return made.read_bytes() if made.exists() else b""
