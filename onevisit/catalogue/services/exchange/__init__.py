"""The national tables both ways: runs that go on where they stopped, and what became of rows."""

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

__all__ = [
    "Exported",
    "Line",
    "LinkedForm",
    "Selection",
    "as_csv",
    "as_json",
    "begin_import",
    "carry_on",
    "export_catalogue",
    "export_cpsv",
    "import_national",
    "lines",
]
