"""A receiver that fetches batches from a folder and puts its answers beside them 前置机.

``settings.REPORT_FOLDER/out`` gets ``batch-000001.zip``; ``…/in`` is looked through for
``batch-000001.answers.csv`` (or ``.jsonl``) with the columns ``row_guid``, ``status`` (``1`` taken,
anything else refused) and ``reason``. Files appear whole: they are written under another name
first, and the other side is asked to do the same.
"""

from collections.abc import Sequence
from pathlib import Path

from django.conf import settings

from onevisit.catalogue.rules.importing.reading import Record, read_csv, read_jsonl, survey
from onevisit.kernel.errors import Invalid
from onevisit.reporting.adapters.receiver import Answer, Parcel, ReceiverAway

_TAKEN = frozenset({"1", "accepted", "成功"})
_READERS = {".csv": read_csv, ".jsonl": read_jsonl}


class FolderReceiver:
    """A shared folder; who may read it is a matter of its rights."""

    demonstration = False

    def deliver(self, parcel: Parcel) -> None:
        """Put the file there, whole or not at all; the same again changes nothing."""
        try:
            folder = Path(settings.REPORT_FOLDER) / "out"
            folder.mkdir(parents=True, exist_ok=True)
            unfinished = folder / f".{parcel.name}.part"
            unfinished.write_bytes(parcel.content)
            unfinished.chmod(0o640)
            unfinished.replace(folder / parcel.name)
        except OSError:
            raise ReceiverAway from None

    def answers(self, number: int) -> Sequence[Answer]:
        """What stands in the file of answers; nothing while there is none."""
        folder = Path(settings.REPORT_FOLDER) / "in"
        for suffix, read in _READERS.items():
            path = folder / f"batch-{number:06d}.answers{suffix}"
            if path.is_file():
                try:
                    found = list(read(path, survey(path).encoding))
                except (OSError, Invalid):
                    raise ReceiverAway from None
                return [_answer(each) for each in found if isinstance(each, Record)]
        return ()


def _answer(record: Record) -> Answer:
    said = {name: str(value or "").strip() for name, value in record.values.items()}
    accepted = said.get("status", "").lower() in _TAKEN
    return Answer(said.get("row_guid", ""), accepted, said.get("reason", "")[:200])
