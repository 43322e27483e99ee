"""Rows of applications and cases. What must always hold is a constraint; events are append-only by
trigger.
"""

from onevisit.cases.models.applications import (
    Application,
    Channel,
    Evidence,
    EvidenceKind,
    Party,
    SealedForm,
)
from onevisit.cases.models.calendar import CalendarNotice, Recount, RecountedLimit
from onevisit.cases.models.cases import Case, CaseEvent, CaseMaterial, Task
from onevisit.cases.models.consulting import Consultation
from onevisit.cases.models.deputies import Deputy
from onevisit.cases.models.drawings import DrawingReview, DrawingSeat
from onevisit.cases.models.four_eyes import Extension, Proposal
from onevisit.cases.models.invitations import Invitation, Named
from onevisit.cases.models.joint import JointAct, JointEvent, JointFinding, JointPhoto
from onevisit.cases.models.letter_texts import LetterVersion
from onevisit.cases.models.notices import Gap, Notice, RedCard, Reminder
from onevisit.cases.models.obligations import Obligation, ObligationEvent
from onevisit.cases.models.papers import KeptPaper
from onevisit.cases.models.posting import Lodged, Posted
from onevisit.cases.models.records import HandOut, NumberSeries, Opinion, Result
from onevisit.cases.models.routes import HandOver, Route, SupervisionNote

__all__ = [
    "Application",
    "CalendarNotice",
    "Case",
    "CaseEvent",
    "CaseMaterial",
    "Channel",
    "Consultation",
    "Deputy",
    "DrawingReview",
    "DrawingSeat",
    "Evidence",
    "EvidenceKind",
    "Extension",
    "Gap",
    "HandOut",
    "HandOver",
    "Invitation",
    "JointAct",
    "JointEvent",
    "JointFinding",
    "JointPhoto",
    "KeptPaper",
    "LetterVersion",
    "Lodged",
    "Named",
    "Notice",
    "NumberSeries",
    "Obligation",
    "ObligationEvent",
    "Opinion",
    "Party",
    "Posted",
    "Proposal",
    "Recount",
    "RecountedLimit",
    "RedCard",
    "Reminder",
    "Result",
    "Route",
    "SealedForm",
    "SupervisionNote",
    "Task",
]
