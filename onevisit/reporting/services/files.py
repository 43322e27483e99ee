"""A batch as a file: an archive of tables with a list of what is in it, made from its entries.

The same batch gives the same bytes. In clear it stands in memory, and for a moment in a folder that
only this account may read.
"""

import hashlib
import json
import tempfile
from collections.abc import Iterable
from pathlib import Path

from onevisit.catalogue.rules.exchange.codecs import moment
from onevisit.catalogue.rules.exchange.writers import FileForm, Folder, zipped
from onevisit.kernel.clock import SHANGHAI
from onevisit.reporting.adapters.receiver import Parcel
from onevisit.reporting.models import Batch, Entry
from onevisit.reporting.rules.tables import TABLES

MANIFEST = "manifest.json"


def parcel_of(batch: Batch) -> Parcel:
    """The batch as it goes; one query."""
    entries = batch.entries.select_related("row").order_by("place")
    return parcel(batch, entries)


def parcel(batch: Batch, entries: Iterable[Entry]) -> Parcel:
    """The same with its entries at hand."""
    with tempfile.TemporaryDirectory(prefix="report-") as place:
        folder, target = Path(place) / "tables", Path(place) / "batch.zip"
        _write(folder, batch, entries)
        zipped(folder, target)
        content = target.read_bytes()
    name = f"batch-{batch.number:06d}.zip"
    return Parcel(batch.number, name, content, hashlib.sha256(content).hexdigest())


def _write(folder: Path, batch: Batch, entries: Iterable[Entry]) -> None:
    form = FileForm(batch.form)
    at = moment(batch.made_at.astimezone(SHANGHAI))
    with Folder(folder, form) as tables:
        for entry in entries:
            table, cells = TABLES[entry.row.table], entry.cells
            told = [cells.get(name, "") for name in table.columns]
            sync = (entry.operation, at, str(batch.number), batch.source)
            tables.write(table, [entry.row.row_guid, *told, *sync])
        counts = dict(tables.counts)
    listed = {
        each.name: hashlib.sha256(each.read_bytes()).hexdigest()
        for each in sorted(folder.iterdir())
    }
    manifest = {
        "batch": batch.number,
        "made_at": at,
        "source": batch.source,
        "rows": counts,
        "sha256": listed,
    }
    text = json.dumps(manifest, ensure_ascii=False, indent=1, sort_keys=True)
    (folder / MANIFEST).write_text(text + "\n", encoding="utf-8")
