"""Reads of applications and cases: frozen views, few queries, keyset pages."""

from onevisit.cases.queries.calendar import (
    MovedLine,
    NoticeLine,
    Report,
    calendar_notice,
    calendar_notices,
    calendar_years,
    recount_report,
    trial,
)
from onevisit.cases.queries.case import CaseView, case_view
from onevisit.cases.queries.clocks import ClockView, clock_explanation, clock_what_if
from onevisit.cases.queries.coming import who_must_have_come
from onevisit.cases.queries.commitments import (
    ObligationLine,
    ObligationView,
    OwnObligation,
    ToMend,
    obligation_case,
    obligation_view,
    obligations,
    to_mend,
    turn_of,
)
from onevisit.cases.queries.concerned import about_of, cases_named, helper_of, others_of
from onevisit.cases.queries.deputies import AwayLine, AwayView, away, colleagues
from onevisit.cases.queries.desks import DeskLine, desk
from onevisit.cases.queries.drafts import DraftView, ReceiptView, draft_of, draft_view, receipt_view
from onevisit.cases.queries.ending import Ending, caller_about, ending_of
from onevisit.cases.queries.extensions import (
    ExtensionLine,
    WaitingExtension,
    extensions_waiting,
)
from onevisit.cases.queries.figures import OpenCases, ended_between, most_applied, open_by_state
from onevisit.cases.queries.following import Following, to_follow
from onevisit.cases.queries.joint import CaseVisit, DeskVisit, JointView, visits_on_desk
from onevisit.cases.queries.lists import (
    ApplicationLine,
    OutLine,
    look_up,
    my_applications,
    out_window,
)
from onevisit.cases.queries.notices import (
    CorrectionView,
    GapLine,
    GapsOfCase,
    correction_view,
)
from onevisit.cases.queries.owed import OwedLine, ReminderLine, owed
from onevisit.cases.queries.own import offer_names, require_own
from onevisit.cases.queries.own_visits import OwnVisit, own_visits
from onevisit.cases.queries.paging import ListPage
from onevisit.cases.queries.parties import (
    InvitationLine,
    PartyView,
    RoleLine,
    invitations_for,
    party_view,
)
from onevisit.cases.queries.posting import (
    ParcelLine,
    ToSendLine,
    may_choose,
    parcel_of,
    parcels_at,
    parcels_of,
    to_send,
)
from onevisit.cases.queries.signing import signing_digest
from onevisit.cases.queries.status import CaseStatus, StatusView, status_view
from onevisit.cases.queries.supervised import Supervisable, supervisable
from onevisit.cases.queries.window import (
    MOST_WAITING,
    WaitingLine,
    WindowLine,
    WindowTask,
    WindowWaiting,
    drafts_of,
    taken_in_today,
    waiting_for_window,
    window_drafts,
)
from onevisit.cases.queries.within import (
    KeptApplication,
    KeptCase,
    KeptPaper,
    KeptResult,
    kept_applications,
    kept_cases,
    kept_papers,
    kept_results,
)

__all__ = [
    "MOST_WAITING",
    "ApplicationLine",
    "AwayLine",
    "AwayView",
    "CaseStatus",
    "CaseView",
    "CaseVisit",
    "ClockView",
    "CorrectionView",
    "DeskLine",
    "DeskVisit",
    "DraftView",
    "Ending",
    "ExtensionLine",
    "Following",
    "GapLine",
    "GapsOfCase",
    "InvitationLine",
    "JointView",
    "KeptApplication",
    "KeptCase",
    "KeptPaper",
    "KeptResult",
    "ListPage",
    "MovedLine",
    "NoticeLine",
    "ObligationLine",
    "ObligationView",
    "OpenCases",
    "OutLine",
    "OwedLine",
    "OwnObligation",
    "OwnVisit",
    "ParcelLine",
    "PartyView",
    "ReceiptView",
    "ReminderLine",
    "Report",
    "RoleLine",
    "StatusView",
    "Supervisable",
    "ToMend",
    "ToSendLine",
    "WaitingExtension",
    "WaitingLine",
    "WindowLine",
    "WindowTask",
    "WindowWaiting",
    "about_of",
    "away",
    "calendar_notice",
    "calendar_notices",
    "calendar_years",
    "caller_about",
    "case_view",
    "cases_named",
    "clock_explanation",
    "clock_what_if",
    "colleagues",
    "correction_view",
    "desk",
    "draft_of",
    "draft_view",
    "drafts_of",
    "ended_between",
    "ending_of",
    "extensions_waiting",
    "helper_of",
    "invitations_for",
    "kept_applications",
    "kept_cases",
    "kept_papers",
    "kept_results",
    "look_up",
    "may_choose",
    "most_applied",
    "my_applications",
    "obligation_case",
    "obligation_view",
    "obligations",
    "offer_names",
    "open_by_state",
    "others_of",
    "out_window",
    "owed",
    "own_visits",
    "parcel_of",
    "parcels_at",
    "parcels_of",
    "party_view",
    "receipt_view",
    "recount_report",
    "require_own",
    "signing_digest",
    "status_view",
    "supervisable",
    "taken_in_today",
    "to_follow",
    "to_mend",
    "to_send",
    "trial",
    "turn_of",
    "visits_on_desk",
    "waiting_for_window",
    "who_must_have_come",
    "window_drafts",
]
