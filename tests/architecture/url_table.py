"""Who may open which page: one row for every URL of the house.

A URL that is not listed here fails the test, and so does a row without a URL. Rows are written with
the few makers below; ``args`` names an entry of ``World.args`` (see ``world.py``), so that the page
is asked for with things that belong to ``CITIZEN`` and to the department of ``APPROVER``.
"""

from dataclasses import dataclass, replace
from enum import StrEnum


class Who(StrEnum):
    """The eighteen visitors."""

    GUEST = "guest"
    CITIZEN = "citizen"
    OTHER_CITIZEN = "other citizen"
    CLERK = "clerk"
    GREETER = "greeter"
    APPROVER = "approver"
    OTHER_APPROVER = "approver of another department"
    HEAD = "head"
    GOVERNMENT_HEAD = "head of the government"
    SUPERVISOR = "supervisor"
    ADMIN = "admin"
    CURATOR = "catalogue officer"
    CASHIER = "cashier"
    STEWARD = "data steward"
    ARCHIVIST = "archivist"
    ARCHIVE_HEAD = "head of the archive"
    HELPER = "helper"
    ACTING = "helper in the name of the citizen"


EVERYONE = frozenset(Who)
CITIZENS = frozenset({Who.CITIZEN, Who.OTHER_CITIZEN})
PERSONS = CITIZENS | {Who.ACTING}
"""Who comes through the citizens' door."""
STAFF = EVERYONE - PERSONS - {Who.GUEST}
QUEUERS = frozenset({Who.CLERK, Who.GREETER})
APPROVERS = frozenset({Who.APPROVER, Who.OTHER_APPROVER})
ARCHIVISTS = frozenset({Who.ARCHIVIST, Who.ARCHIVE_HEAD})
OPERATORS = frozenset({Who.SUPERVISOR, Who.ADMIN})
REVIEWERS = APPROVERS | {Who.HEAD}


@dataclass(frozen=True)
class Page:
    """One row. Who is not allowed gets 404 when ``hidden``, else 403; a guest is sent to login.

    ``method`` is ``get`` or ``post``, for the API any; a POST is sent with ``World.data[args]`` or
    nothing: for who is allowed any answer but a refusal counts (an empty form is answered with its
    errors).
    """

    allowed: frozenset[Who]
    hidden: frozenset[Who] = frozenset()
    args: str = ""
    method: str = "get"

    def post(self) -> "Page":
        """The same, asked for with POST."""
        return replace(self, method="post")


def public(args: str = "") -> Page:
    """Anybody."""
    return Page(EVERYONE, args=args)


def members(args: str = "") -> Page:
    """Anybody signed in."""
    return Page(EVERYONE - {Who.GUEST}, args=args)


def citizens(args: str = "") -> Page:
    """Any person signed in, and who acts for one; staff are told that this is not their door."""
    return Page(PERSONS, args=args)


def themselves(args: str = "") -> Page:
    """Any person signed in; nobody in another's name."""
    return Page(CITIZENS, args=args)


def helping(args: str = "") -> Page:
    """Helpers, also in the name of somebody; for citizens there is no such page."""
    return Page(frozenset({Who.HELPER, Who.ACTING}), hidden=CITIZENS, args=args)


def own(args: str) -> Page:
    """The person it belongs to and their helper; to another person it does not exist."""
    return Page(
        frozenset({Who.CITIZEN, Who.ACTING}), hidden=frozenset({Who.OTHER_CITIZEN}), args=args
    )


def asked(args: str) -> Page:
    """Whoever was named as a party; nobody agrees in another's name."""
    return Page(frozenset({Who.CITIZEN}), hidden=frozenset({Who.OTHER_CITIZEN}), args=args)


def staff(*who: Who, args: str = "") -> Page:
    """Some of the staff (all when none is named); for citizens there is no such page."""
    return Page(frozenset(who) or STAFF, hidden=PERSONS, args=args)


def scoped(*who: Who, args: str) -> Page:
    """Staff within their scope; outside it, and for citizens, it does not exist."""
    return Page(frozenset(who), hidden=EVERYONE - frozenset(who) - {Who.GUEST}, args=args)


def of_department(args: str) -> Page:
    """The officers of its department; for those of another it does not exist."""
    return Page(
        frozenset({Who.APPROVER, Who.HEAD}), hidden=PERSONS | {Who.OTHER_APPROVER}, args=args
    )


_MONEY = Page(
    frozenset({Who.CLERK, Who.CASHIER, Who.APPROVER, Who.HEAD}),
    hidden=PERSONS | {Who.OTHER_APPROVER},
    args="order",
)

_CARD = Page(
    frozenset({Who.SUPERVISOR, Who.APPROVER, Who.HEAD}), hidden=PERSONS | {Who.OTHER_APPROVER}
)

PAGES: dict[str, Page] = {
    "set-language": public().post(),
    # config, for machines (what they tell is decided by where one asks from, not by who)
    "healthz": public(),
    "readyz": public(),
    "metrics": public(),
    # ui
    "ui:help": public(),
    "ui:accessibility": public(),
    "ui:privacy": public(),
    "ui:identify": public(),
    "ui:report_error": public(),
    "ui:sitemap": public(),
    "ui:view_mode": public().post(),
    # audit
    "audit:trail": staff(Who.SUPERVISOR, Who.ADMIN),
    "audit:access": staff(Who.SUPERVISOR, Who.ADMIN),
    # oversight
    "oversight:orders": staff(Who.SUPERVISOR, Who.HEAD, Who.GOVERNMENT_HEAD),
    "oversight:order-new": staff(Who.SUPERVISOR),
    "oversight:order": staff(Who.SUPERVISOR, Who.HEAD, Who.GOVERNMENT_HEAD, args="supervision"),
    "oversight:order-letter": staff(
        Who.SUPERVISOR, Who.HEAD, Who.GOVERNMENT_HEAD, args="supervision"
    ),
    "oversight:cards": staff(Who.SUPERVISOR, Who.APPROVER, Who.OTHER_APPROVER, Who.HEAD),
    "oversight:cards-download": staff(Who.SUPERVISOR, Who.APPROVER, Who.OTHER_APPROVER, Who.HEAD),
    "oversight:card": replace(_CARD, args="card"),
    "oversight:card-paper": replace(_CARD, args="card_paper"),
    "oversight:home": staff(Who.SUPERVISOR),
    "oversight:compared": staff(Who.SUPERVISOR),
    "oversight:report-csv": staff(Who.SUPERVISOR),
    "oversight:report-xlsx": staff(Who.SUPERVISOR),
    "oversight:formulas": staff(Who.SUPERVISOR),
    "oversight:list": staff(Who.SUPERVISOR, args="oversight_list"),
    "oversight:download": staff(Who.SUPERVISOR, args="oversight_list"),
    # catalogue
    "catalogue:items": staff(Who.CURATOR),
    "catalogue:item-new": staff(Who.CURATOR),
    "catalogue:bundles": staff(Who.CURATOR),
    "catalogue:bundle-new": staff(Who.CURATOR),
    "catalogue:together": staff(Who.CURATOR),
    "catalogue:book": staff(Who.CURATOR),
    "catalogue:book-template": staff(Who.CURATOR),
    "catalogue:book-items": staff(Who.CURATOR),
    "catalogue:rewriting": staff(Who.CURATOR, args="rewriting"),
    "catalogue:rewriting-take": staff(Who.CURATOR, args="rewriting").post(),
    "catalogue:rewriting-submit": staff(Who.CURATOR, args="rewriting").post(),
    "catalogue:rewriting-cancel": staff(Who.CURATOR, args="rewriting").post(),
    "catalogue:rewriting-undo": staff(Who.CURATOR, args="rewriting").post(),
    "catalogue:draft": staff(Who.CURATOR, args="drafted"),
    "catalogue:draft-begin": staff(Who.CURATOR, args="drafted").post(),
    "catalogue:draft-try": staff(Who.CURATOR, args="drafted"),
    "catalogue:draft-undo": staff(Who.CURATOR, args="drafted").post(),
    "catalogue:draft-typing": staff(Who.CURATOR, args="draft_section").post(),
    "catalogue:draft-typing-drop": staff(Who.CURATOR, args="draft_section").post(),
    "catalogue:draft-section": staff(Who.CURATOR, args="draft_section"),
    "catalogue:enablers": staff(Who.CURATOR, Who.STEWARD),
    "catalogue:enabler-new": staff(Who.STEWARD),
    "catalogue:enabler": staff(Who.CURATOR, Who.STEWARD, args="enabler"),
    "catalogue:exchange": staff(Who.CURATOR),
    "catalogue:exchange-import": staff(Who.CURATOR).post(),
    "catalogue:exchange-export": staff(Who.CURATOR).post(),
    "catalogue:exchange-run": staff(Who.CURATOR, args="exchange_run"),
    "catalogue:exchange-start": staff(Who.CURATOR, args="exchange_run").post(),
    "catalogue:exchange-stop": staff(Who.CURATOR, args="exchange_run").post(),
    "catalogue:exchange-cancel": staff(Who.CURATOR, args="exchange_run").post(),
    "catalogue:exchange-report": staff(Who.CURATOR, args="exchange_run"),
    "catalogue:exchange-file": staff(Who.CURATOR, args="exchange_run"),
    "catalogue:findings": staff(Who.CURATOR),
    "catalogue:findings-department": staff(Who.CURATOR, args="office"),
    "catalogue:finding": staff(Who.CURATOR, args="finding"),
    "catalogue:waive": staff(Who.CURATOR, args="finding").post(),
    "catalogue:withdraw": staff(Who.CURATOR, args="waiver").post(),
    "catalogue:unification": staff(Who.CURATOR),
    "catalogue:unification-compare": staff(Who.CURATOR).post(),
    "catalogue:unification-download": staff(Who.CURATOR, args="deviations"),
    "catalogue:unification-entry": staff(Who.CURATOR, args="entry"),
    "catalogue:standard-begin": staff(Who.CURATOR, args="entry").post(),
    "catalogue:standard-draft": staff(Who.CURATOR, args="standard_draft"),
    "catalogue:standard-allow": staff(Who.CURATOR, args="standard_draft").post(),
    "catalogue:standard-submit": staff(Who.CURATOR, args="standard_draft").post(),
    "catalogue:standard-return": staff(Who.CURATOR, args="standard_draft").post(),
    "catalogue:standard-approve": staff(Who.CURATOR, args="standard_draft").post(),
    "catalogue:standard-undo": staff(Who.CURATOR, args="standard_draft").post(),
    "catalogue:standard-drop": staff(Who.CURATOR, args="standard_draft").post(),
    "catalogue:standard-section": staff(Who.CURATOR, args="standard_section"),
    "catalogue:standard-withdraw": staff(Who.CURATOR, args="standard").post(),
    "catalogue:standard-adopt": staff(Who.CURATOR, args="standard"),
    "catalogue:standard-adopting": staff(Who.CURATOR, args="standard").post(),
    "catalogue:adoption": staff(Who.CURATOR, args="adoption"),
    "catalogue:adoption-submit": staff(Who.CURATOR, args="adoption").post(),
    "catalogue:adoption-undo": staff(Who.CURATOR, args="adoption").post(),
    "catalogue:reviews": staff(Who.CURATOR),
    "catalogue:history": staff(Who.CURATOR, args="finding"),
    "catalogue:retire": staff(Who.CURATOR, args="finding").post(),
    "catalogue:revive": staff(Who.CURATOR, args="finding").post(),
    "catalogue:retire-confirm": staff(Who.CURATOR, args="retirement").post(),
    "catalogue:retire-cancel": staff(Who.CURATOR, args="retirement").post(),
    "catalogue:version": staff(Who.CURATOR, args="version"),
    "catalogue:version-submit": staff(Who.CURATOR, args="version").post(),
    "catalogue:version-approve": staff(Who.CURATOR, args="version").post(),
    "catalogue:version-take-over": staff(Who.CURATOR, args="version").post(),
    "catalogue:version-send-back": staff(Who.CURATOR, args="version").post(),
    "catalogue:version-take-back": staff(Who.CURATOR, args="version").post(),
    "catalogue:registers": staff(Who.CURATOR),
    "catalogue:register": staff(Who.CURATOR, args="register"),
    "catalogue:register-new": staff(Who.CURATOR, args="register"),
    "catalogue:register-import": staff(Who.CURATOR, args="register").post(),
    "catalogue:register-template": staff(Who.CURATOR, args="register"),
    "catalogue:register-row": staff(Who.CURATOR, args="register_row"),
    "catalogue:register-end": staff(Who.CURATOR, args="register_row").post(),
    # ratings
    "ratings:mine": themselves(),
    "ratings:rate": public("occasion"),
    "ratings:call": staff(Who.CLERK, Who.SUPERVISOR, args="taken_in").post(),
    "ratings:rectifications": staff(Who.SUPERVISOR),
    "ratings:rectification": staff(Who.SUPERVISOR, args="rectification"),
    "ratings:note": staff(Who.SUPERVISOR, args="rectification").post(),
    "ratings:phone": staff(Who.SUPERVISOR, args="rectification").post(),
    # notifications
    "notifications:mine": members(),
    "notifications:read": Page(
        frozenset({Who.CITIZEN}), hidden=EVERYONE - {Who.CITIZEN, Who.GUEST}, args="message"
    ).post(),
    "notifications:read-all": members().post(),
    "notifications:choices": themselves(),
    "notifications:address": themselves(args="channel").post(),
    "notifications:sent": staff(Who.CLERK, Who.SUPERVISOR),
    "notifications:retry": staff(Who.CLERK, Who.SUPERVISOR, args="sending").post(),
    "notifications:kinds": staff(Who.CURATOR),
    "notifications:kind": staff(Who.CURATOR, args="message_kind"),
    "notifications:receipt": public("channel").post(),  # believed by its signature alone
    # reporting
    "reporting:home": staff(*OPERATORS),
    "reporting:batch": staff(*OPERATORS, args="batch"),
    "reporting:file": staff(*OPERATORS, args="batch"),
    "reporting:resend": staff(*OPERATORS, args="refused_row").post(),
    "reporting:hooks": staff(*OPERATORS),
    "reporting:subscribe": staff(*OPERATORS).post(),
    "reporting:hook": staff(*OPERATORS, args="hook"),
    "reporting:hook-act": staff(*OPERATORS, args="hook").post(),
    "reporting:call": staff(*OPERATORS, args="hook_call").post(),
    "reporting:offices": staff(*OPERATORS),
    "reporting:join-office": staff(*OPERATORS).post(),
    "reporting:office": staff(*OPERATORS, args="file_office"),
    # archive
    "archive:desk": staff(*ARCHIVISTS),
    "archive:find": staff(*ARCHIVISTS).post(),
    "archive:verifier": staff(*ARCHIVISTS),
    "archive:package": staff(*ARCHIVISTS, args="package"),
    "archive:download": staff(*ARCHIVISTS, args="package"),
    "archive:file": staff(*ARCHIVISTS, args="package_file"),
    "archive:act": staff(Who.ARCHIVIST, args="package").post(),
    "archive:transfers": staff(*ARCHIVISTS),
    "archive:make-transfer": staff(Who.ARCHIVIST).post(),
    "archive:transfer": staff(*ARCHIVISTS, args="transfer"),
    "archive:export": staff(Who.ARCHIVIST, args="transfer"),
    "archive:transfer-act": staff(Who.ARCHIVIST, args="transfer").post(),
    "archive:destructions": staff(*ARCHIVISTS),
    "archive:propose": staff(Who.ARCHIVIST).post(),
    "archive:destruction": staff(*ARCHIVISTS, args="destruction"),
    "archive:answer": staff(Who.ARCHIVE_HEAD, args="destruction").post(),
    # payments
    "payments:orders": citizens(),
    "payments:desk": staff(Who.CLERK, Who.CASHIER, *REVIEWERS),
    "payments:staff-order": _MONEY,
    "payments:act": _MONEY.post(),
    "payments:comparisons": staff(Who.CASHIER),
    "payments:difference": staff(Who.CASHIER, args="difference").post(),
    "payments:statement": staff(Who.CASHIER),
    "payments:notice": public().post(),  # believed by its signature alone
    "payments:order": own("order"),
    "payments:pay": own("order").post(),
    "payments:back": own("order"),
    "payments:ask": own("order").post(),
    # directory
    "directory:places": public(),
    # accounts
    "accounts:login": public(),
    "accounts:login-code": members(),  # whose password was right; who is signed in is led on
    "accounts:login-enrol": members(),
    "accounts:phone": public().post(),
    "accounts:phone-code": members(),
    "accounts:phone-again": members().post(),
    "accounts:register": members(),
    "accounts:real-name": themselves(),
    "accounts:link": themselves(),
    "accounts:link-code": themselves().post(),
    "accounts:password": members(),
    "accounts:tokens": staff(),
    "accounts:tokens-revoke": staff().post(),
    "accounts:logout": public().post(),
    "accounts:act-for": themselves().post(),
    "accounts:demo-logins": public(),
    "accounts:demo-messages": public(),
    "accounts:helper-begin": helping("authority").post(),
    "accounts:helper-end": helping().post(),
    # guidance
    "guidance:search": public(),
    "guidance:sayings": staff(Who.CURATOR),
    "guidance:judge": staff(Who.CURATOR).post(),
    "guidance:bundles": public(),
    "guidance:life": public(),
    "guidance:life-event": public("life_event"),
    "guidance:permits": public(),
    "guidance:permits-of": public("activity"),
    "guidance:departments": public(),
    "guidance:department": public("office"),
    "guidance:power": public("power"),
    "guidance:lists": public(),
    "guidance:list": public("public_list"),
    "guidance:list-download": public("list_file"),
    "guidance:guide": public("offer"),
    "guidance:short": public("offer"),
    "guidance:guide_pdf": public("offer"),
    "guidance:short_pdf": public("offer"),
    "guidance:form_pdf": public("offer"),
    "guidance:form_sample_pdf": public("offer"),
    "guidance:places": public("offer"),
    "journeys:why": public("offer"),
    "journeys:planner": staff(Who.CURATOR, Who.STEWARD, Who.SUPERVISOR),
    "journeys:plan": staff(Who.CURATOR, Who.STEWARD, Who.SUPERVISOR, args="plan"),
    "journeys:plan-cancel": staff(Who.CURATOR, Who.STEWARD, Who.SUPERVISOR, args="plan").post(),
    "journeys:plan-book": staff(Who.CURATOR, Who.STEWARD, Who.SUPERVISOR, args="plan"),
    "journeys:list": public(),
    "journeys:list-csv": public(),
    "journeys:list-xlsx": public(),
    "guidance:checklist_pdf": public("offer"),
    "guidance:carry_on": public("carried"),
    "guidance:questions": public("offer"),
    "guidance:question": public("question"),
    "guidance:answers": public("offer"),
    "guidance:restart": public("offer").post(),
    "guidance:checklist": public("offer"),
    "guidance:draft-figures": staff(Who.CURATOR, args="drafted"),
    "guidance:draft-guide": staff(Who.CURATOR, args="drafted"),
    "guidance:draft-short": staff(Who.CURATOR, args="drafted"),
    "guidance:draft-questions": staff(Who.CURATOR, args="drafted"),
    "guidance:draft-question": staff(Who.CURATOR, args="drafted_question"),
    "guidance:draft-answers": staff(Who.CURATOR, args="drafted"),
    "guidance:draft-restart": staff(Who.CURATOR, args="drafted").post(),
    "guidance:draft-checklist": staff(Who.CURATOR, args="drafted"),
    # cases, for the applicant
    "cases:start": citizens().post(),
    "cases:result_specimen": public("specimen"),
    "cases:verify": public(),
    "cases:parties": own("draft"),
    "cases:consents": citizens(),
    "cases:consent": asked("asked_to_agree"),
    "cases:consent_send": asked("asked_to_agree").post(),
    "cases:consent_paper": asked("agreed_paper"),
    "cases:consent_result": asked("agreed_result"),
    "cases:draft": own("draft"),
    "cases:questions": own("draft"),
    "cases:form": own("draft"),
    "cases:attach": own("draft").post(),
    "cases:evidence": own("draft_file"),
    "cases:remove": own("draft_file"),
    "cases:sign": own("draft"),
    "cases:commit": own("draft_material"),
    "cases:receipt": own("taken_in"),
    "cases:again": own("taken_in").post(),
    "cases:correct": own("taken_in"),
    "cases:changed": own("draft").post(),
    "cases:discard": own("draft"),
    # portal, for citizens
    "portal:home": public(),
    "portal:affairs": citizens(),
    "portal:affair": own("affair"),
    "portal:affair_clock": own("affair_clock"),
    "portal:affair_result": own("affair_result"),
    "portal:affair_letter": own("affair_letter"),
    "portal:affair_promise_letter": own("affair_ordered"),
    "portal:affair_commitment": own("affair_pledged"),
    "portal:affair_again": own("affair_result").post(),
    "portal:affair_withdraw": own("affair"),
    "portal:affair_collection": own("affair"),
    "portal:helpers": themselves(),
    "portal:helpers-withdraw": Page(
        frozenset({Who.CITIZEN}), hidden=frozenset({Who.OTHER_CITIZEN}), args="authority"
    ).post(),
    # portal, for helpers
    "portal:helper": helping(),
    "portal:helper-entrust": helping(),
    "portal:helper-code": helping(),
    # portal, for staff
    "portal:staff-home": staff(),
    "portal:queue": staff(*QUEUERS),
    "portal:queue-column": staff(*QUEUERS),
    "portal:queue-take": staff(*QUEUERS).post(),
    "portal:queue-next": staff(Who.CLERK).post(),
    "portal:queue-ticket": staff(*QUEUERS, args="ticket"),
    "portal:queue-act": staff(*QUEUERS, args="ticket").post(),
    "portal:window": staff(Who.CLERK),
    "portal:window-find": staff(Who.CLERK).post(),
    "portal:window-register": staff(Who.CLERK).post(),
    "portal:window-person": staff(Who.CLERK, args="person"),
    "portal:window-organisation": staff(Who.CLERK, args="person").post(),
    "portal:window-entrust": staff(Who.CLERK, args="person"),
    "portal:window-entrust-withdraw": staff(Who.CLERK, args="person_authority").post(),
    "portal:window-begin": staff(Who.CLERK, args="person").post(),
    "portal:window-file": staff(Who.CLERK, args="paper"),
    "portal:window-page": staff(Who.CLERK, args="paper_page"),
    "portal:window-result": staff(Who.CLERK, args="granted"),
    "portal:intake": staff(Who.CLERK, args="window_draft"),
    "portal:intake-answers": staff(Who.CLERK, args="window_draft").post(),
    "portal:intake-form": staff(Who.CLERK, args="window_draft").post(),
    "portal:intake-address": staff(Who.CLERK, args="window_draft").post(),
    "portal:intake-paper": staff(Who.CLERK, args="window_draft").post(),
    "portal:intake-scan": staff(Who.CLERK, args="window_draft").post(),
    "portal:intake-settle": staff(Who.CLERK, args="window_draft").post(),
    "portal:intake-reading": staff(Who.CLERK, args="window_draft").post(),
    "portal:intake-check": staff(Who.CLERK, args="window_draft").post(),
    "portal:intake-agree": staff(Who.CLERK, args="window_draft").post(),
    "portal:intake-receive": staff(Who.CLERK, args="window_draft").post(),
    "portal:intake-notice": staff(Who.CLERK, args="window_draft"),
    "portal:intake-sheet": staff(Who.CLERK, args="window_draft"),
    "portal:intake-discard": staff(Who.CLERK, args="window_draft").post(),
    "portal:intake-receipt": staff(Who.CLERK, args="taken_in"),
    "portal:window-accept": staff(Who.CLERK, args="window_case").post(),
    "portal:window-refuse": staff(Who.CLERK, args="window_case").post(),
    "portal:window-gaps": staff(Who.CLERK, args="window_case"),
    "portal:window-correct": staff(Who.CLERK, args="taken_in"),
    "portal:out": staff(Who.CLERK),
    "portal:out-find": staff(Who.CLERK).post(),
    "portal:out-receipt": staff(Who.CLERK),
    "portal:out-person": staff(Who.CLERK, args="person"),
    "portal:out-hand": staff(Who.CLERK, args="person").post(),
    "portal:out-result": staff(Who.CLERK, args="granted"),
    "portal:parcels": staff(Who.CLERK),
    "portal:parcel-pack": staff(Who.CLERK, args="to_pack").post(),
    "portal:parcel": staff(Who.CLERK, args="parcel"),
    "portal:parcel-mark": staff(Who.CLERK, args="parcel").post(),
    "portal:parcel-label": staff(Who.CLERK, args="parcel"),
    "portal:desk": staff(*REVIEWERS),
    "portal:desk-obligations": staff(*REVIEWERS),
    "portal:desk-obligation": of_department("obligation"),
    "portal:desk-obligation-letter": of_department("ordered"),
    "portal:desk-commitment": of_department("pledged"),
    "portal:desk-owed": staff(*REVIEWERS),
    "portal:away": staff(*REVIEWERS),
    "portal:desk-case": of_department("case"),
    "portal:desk-act": of_department("case").post(),
    "portal:desk-gaps": of_department("case"),
    "portal:desk-pre-review": of_department("case"),
    "portal:desk-motion": of_department(args="case"),
    "portal:desk-ruling": of_department(args="case"),
    "portal:desk-visit": of_department("case"),
    "portal:desk-visit-photo": of_department("visit_photo"),
    "portal:desk-unmask": of_department("case").post(),
    "portal:desk-result": of_department("granted"),
    "portal:desk-letter": of_department("case_letter"),
    "portal:desk-clock": of_department("case_clock"),
    "portal:desk-file": of_department("case_file"),
    "portal:desk-page": of_department("case_page"),
    "portal:extensions": staff(Who.HEAD, Who.GOVERNMENT_HEAD),
    "portal:extension-answer": staff(Who.HEAD, Who.GOVERNMENT_HEAD, args="asked").post(),
    "portal:calendar": staff(Who.SUPERVISOR, Who.ADMIN),
    "portal:calendar-enter": staff(Who.SUPERVISOR, Who.ADMIN),
    "portal:calendar-year": staff(Who.SUPERVISOR, Who.ADMIN, args="calendar_year"),
    "portal:calendar-notice": staff(Who.SUPERVISOR, Who.ADMIN, args="calendar_notice"),
    "portal:lookup": staff(Who.CLERK, Who.SUPERVISOR),
    "portal:lookup-find": staff(Who.CLERK).post(),
    "portal:lookup-application": staff(Who.CLERK, Who.SUPERVISOR, args="taken_in"),
    "portal:lookup-case": staff(Who.CLERK, Who.SUPERVISOR, args="case"),
    "portal:lookup-result": staff(Who.CLERK, Who.SUPERVISOR, args="granted"),
    "portal:lookup-letter": staff(Who.CLERK, Who.SUPERVISOR, args="case_letter"),
    "portal:lookup-clock": staff(Who.CLERK, Who.SUPERVISOR, args="case_clock"),
    "portal:lookup-file": staff(Who.CLERK, Who.SUPERVISOR, args="case_file"),
    "portal:lookup-page": staff(Who.CLERK, Who.SUPERVISOR, args="case_page"),
}
