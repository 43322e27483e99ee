"""Writing the files an office is given: numbered, each with the cases that changed since."""

import hashlib
import logging
import tempfile
from pathlib import Path
from uuid import UUID

from django.conf import settings
from django.db import transaction

from onevisit.accounts.rules import SYSTEM
from onevisit.audit import services as audit
from onevisit.cases.queries.reported import forms_of, open_steps_of, reported_cases
from onevisit.catalogue.rules.exchange.writers import FileForm, Folder
from onevisit.kernel import clock, rows
from onevisit.reporting.models import Office, OfficeCase, OfficeFile
from onevisit.reporting.queries.codes import numbers
from onevisit.reporting.rules.offices import CasesTable, cells_of

CASES_AT_ONCE = 200
_log = logging.getLogger(__name__)


def folder_of(office: Office, name: str) -> Path:
    """``in``, ``out`` or ``done`` of an office, made when it is first asked for."""
    folder = Path(settings.OFFICE_ROOT) / office.folder / name
    folder.mkdir(parents=True, exist_ok=True, mode=0o750)
    return folder


def put(folder: Path, name: str, content: bytes) -> None:
    """A file appears whole or not at all. Raises OSError."""
    unfinished = folder / f".{name}.part"
    unfinished.write_bytes(content)
    unfinished.chmod(0o640)
    unfinished.replace(folder / name)


def give() -> int:
    """Write what is due for every office; returns how many files. A folder that cannot be written
    to is tried again with the next run.
    """
    given = 0
    for office_id in Office.objects.filter(cases__due=True).distinct().values_list("id", flat=True):
        try:
            given += _give(office_id)
        except OSError as error:
            _log.warning("an office's folder cannot be written to: %s", type(error).__name__)
    return given


def _give(office_id: UUID) -> int:
    """One file. It is there before it is noted: after a kill the same number is written anew."""
    with transaction.atomic():
        office = Office.objects.select_for_update().get(id=office_id)
        due = OfficeCase.objects.select_for_update().filter(office=office, due=True)
        taken = list(due.order_by("id")[:CASES_AT_ONCE])
        if not taken:
            return 0
        ids, now = [each.case_id for each in taken], clock.now()
        OfficeCase.objects.filter(id__in=[each.id for each in taken]).update(due=False)
        office.last_number += 1
        rows.update(office, ("last_number",))
        name = f"cases-{office.last_number:06d}.{settings.OFFICE_FORM}"
        content = _written(ids)
        put(folder_of(office, "out"), name, content)
        made = OfficeFile(
            office=office,
            outward=True,
            name=name,
            sha256=hashlib.sha256(content).hexdigest(),
            rows=len(ids),
            at=now,
            done_at=now,
        )
        rows.insert([made])
    return 1


def _written(case_ids: list[UUID]) -> bytes:
    cases, steps, forms = reported_cases(case_ids), open_steps_of(case_ids), forms_of(case_ids)
    written, table = numbers(), CasesTable()
    with tempfile.TemporaryDirectory(prefix="office-") as place:
        with Folder(Path(place), FileForm(settings.OFFICE_FORM)) as tables:
            for case in cases:
                cells = cells_of(case, steps.get(case.id, {}), forms.get(case.id, {}), written)
                tables.write(table, cells)
        content = (Path(place) / f"{table.name}.{settings.OFFICE_FORM}").read_bytes()
    audit.record_access(
        what="reporting.office_file",
        actor=SYSTEM,
        subjects=sorted({case.party.person_id for case in cases}),
        target_type="reporting.office",
    )
    return content
