"""Rows of the catalogue. What must always hold is a constraint; a published version never
changes again (trigger).
"""

from onevisit.catalogue.models.activities import BusinessActivity
from onevisit.catalogue.models.editing import DraftChange, DraftTyping
from onevisit.catalogue.models.enablers import Enabler, EnablerChange
from onevisit.catalogue.models.exchange import (
    ENDED,
    WORKABLE,
    ChunkKind,
    ExchangeChunk,
    ExchangeRow,
    ExchangeRun,
    RowRole,
    RunKind,
    RunState,
)
from onevisit.catalogue.models.history import VersionEvent
from onevisit.catalogue.models.linting import LintCount, LintRun, Waiver
from onevisit.catalogue.models.names import Alias
from onevisit.catalogue.models.points import PointList
from onevisit.catalogue.models.registers import (
    Fund,
    NegativeEntry,
    Power,
    PowerDuty,
    PowerEntry,
)
from onevisit.catalogue.models.retiring import Retirement
from onevisit.catalogue.models.rewriting import Rewriting, RewrittenItem
from onevisit.catalogue.models.things import Bundle, CatalogueEntry, Item, Listed
from onevisit.catalogue.models.unifying import (
    AdoptedItem,
    Adoption,
    Comparison,
    DeviationCount,
    DeviationDay,
    Standard,
    StandardChange,
    StandardDraft,
)
from onevisit.catalogue.models.versions import (
    BundleVersion,
    DefinitionRef,
    ItemVersion,
    Version,
)
from onevisit.catalogue.rules.versions import VersionState

__all__ = [
    "ENDED",
    "WORKABLE",
    "AdoptedItem",
    "Adoption",
    "Alias",
    "Bundle",
    "BundleVersion",
    "BusinessActivity",
    "CatalogueEntry",
    "ChunkKind",
    "Comparison",
    "DefinitionRef",
    "DeviationCount",
    "DeviationDay",
    "DraftChange",
    "DraftTyping",
    "Enabler",
    "EnablerChange",
    "ExchangeChunk",
    "ExchangeRow",
    "ExchangeRun",
    "Fund",
    "Item",
    "ItemVersion",
    "LintCount",
    "LintRun",
    "Listed",
    "NegativeEntry",
    "PointList",
    "Power",
    "PowerDuty",
    "PowerEntry",
    "Retirement",
    "Rewriting",
    "RewrittenItem",
    "RowRole",
    "RunKind",
    "RunState",
    "Standard",
    "StandardChange",
    "StandardDraft",
    "Version",
    "VersionEvent",
    "VersionState",
    "Waiver",
]
