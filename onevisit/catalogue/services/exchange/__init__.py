"""The national tables both ways: runs that go on where they stopped, and what became of rows."""

from onevisit.catalogue.services.exchange.asking import (
    ExportWish,
    cancel_run,
    receive_import,
    request_export,
    start_import,
    stop_import,
)
from onevisit.catalogue.services.exchange.cpsv import LinkedForm, export_cpsv
from onevisit.catalogue.services.exchange.exporting import (
    Exported,
    Selection,
    export_catalogue,
)
from onevisit.catalogue.services.exchange.reporting import Line, lines
from onevisit.catalogue.services.exchange.runs import (
    begin_import,
    carry_on,
    import_national,
)
from onevisit.catalogue.services.exchange.telling import as_csv, as_json
from onevisit.catalogue.services.exchange.working import KEPT, forget_exchange, work_exchange

__all__ = [
    "KEPT",
    "ExportWish",
    "Exported",
    "Line",
    "LinkedForm",
    "Selection",
    "as_csv",
    "as_json",
    "begin_import",
    "cancel_run",
    "carry_on",
    "export_catalogue",
    "export_cpsv",
    "forget_exchange",
    "import_national",
    "lines",
    "receive_import",
    "request_export",
    "start_import",
    "stop_import",
    "work_exchange",
]
