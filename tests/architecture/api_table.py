"""Who may call which operation of the API: one row for each, as in ``url_table``.

Every visitor calls with a token that has every scope they could have. A call without the scope is
refused (403), without a token too (401); what does not belong to the caller does not exist (404).
"""

from typing import Any

from tests.architecture.visitors import (
    ARCHIVISTS,
    CITIZENS,
    EVERYONE,
    REVIEWERS,
    Page,
    Who,
)

NOBODY: frozenset[Who] = frozenset()
MEMBERS = (
    CITIZENS | REVIEWERS | ARCHIVISTS | {Who.CLERK, Who.SUPERVISOR, Who.GOVERNMENT_HEAD}
)  # whom some scope fits
OTHERS = frozenset({Who.OTHER_CITIZEN})
FIRST = frozenset({Who.CITIZEN})
OTHER_OFFICE = frozenset({Who.OTHER_APPROVER})


def public(args: str = "", method: str = "get") -> Page:
    """Anybody, without a token too."""
    return Page(EVERYONE, args=args, method=method)


def only(*who: Who, hidden: frozenset[Who] = NOBODY, args: str = "", method: str = "get") -> Page:
    """These; to who is `hidden` it does not exist, all others lack the scope."""
    return Page(frozenset(who), hidden=hidden, args=args, method=method)


def filling(args: str, method: str) -> Page:
    """The citizen whose draft it is, and the clerk at whose window it was begun."""
    return only(Who.CITIZEN, Who.CLERK, hidden=OTHERS, args=args, method=method)


def receiving(method: str) -> Page:
    """The clerk at whose window it was begun."""
    return only(Who.CLERK, args="draft", method=method)


def following(args: str) -> Page:
    """The citizen whose it is, who may look up, and the department that handles it."""
    seeing = {Who.CITIZEN, Who.CLERK, Who.SUPERVISOR, Who.APPROVER, Who.HEAD}
    return only(*seeing, hidden=OTHERS | OTHER_OFFICE, args=args)


def drawn(args: str) -> Page:
    """The citizen whose drawings they are, and the departments that review them."""
    return only(Who.CITIZEN, *REVIEWERS, hidden=OTHERS, args=args)


def reviewing(args: str = "case", method: str = "post") -> Page:
    """The officers of the department."""
    return only(Who.APPROVER, Who.HEAD, hidden=OTHER_OFFICE, args=args, method=method)


def accepting() -> Page:
    """The approvers of the department; the window only what it was delegated, and this is not."""
    return only(Who.APPROVER, hidden=OTHER_OFFICE, args="case", method="post")


API: dict[str, Page] = {
    "api:api-root": Page(NOBODY, hidden=EVERYONE),
    "api:openapi": public(),
    "api:problem": public("problem"),
    "api:me": only(*MEMBERS),
    "api:find-person": only(Who.CLERK, method="post"),
    "api:departments": public(),
    "api:service-points": public(),
    "api:abilities": public(),
    "api:offers": public(),
    "api:offer": public("offer"),
    "api:definition": public("offer"),
    "api:form-schema": public("offer"),
    "api:document-schema": public("offer_kind"),
    "api:visits-list": public(),
    "api:public-list": public("public_list"),
    "api:register-list": public("kept_list"),
    "api:search": public(),
    "api:questions": public("offer", "post"),
    "api:checklist": public("offer", "post"),
    "api:figures": public("offer", "post"),
    "api:visits-why": public("offer"),
    "api:begin": only(*CITIZENS, Who.CLERK, method="post"),
    "api:applications": only(*CITIZENS),
    "api:appointments": only(*CITIZENS),
    "api:draft": filling("draft", "get"),
    "api:discard": filling("draft", "delete"),
    "api:save-answers": filling("draft", "patch"),
    "api:save-form": filling("draft", "patch"),
    "api:collection": filling("draft", "put"),
    "api:attach": filling("draft", "post"),
    "api:commit": filling("draft", "post"),
    "api:submit": filling("draft", "post"),
    "api:remove": filling("api_draft_paper", "delete"),
    "api:evidence": following("paper"),
    "api:correction": filling("taken_in", "get"),
    "api:correct-fields": filling("taken_in", "patch"),
    "api:correct": filling("taken_in", "post"),
    "api:look-up": only(Who.CLERK, Who.SUPERVISOR),
    "api:status": following("api_affair"),
    "api:visits": following("api_affair"),
    "api:withdraw": only(Who.CITIZEN, hidden=OTHERS, args="case", method="post"),
    "api:result": following("granted"),
    "api:clock": following("api_clock"),
    "api:cases": only(*REVIEWERS),
    "api:tasks": only(*REVIEWERS),
    "api:case": only(
        Who.APPROVER, Who.HEAD, Who.CLERK, Who.SUPERVISOR, hidden=OTHER_OFFICE, args="case"
    ),
    "api:claim": reviewing(),
    "api:release": reviewing(),
    "api:verdict": reviewing("api_verdict", "put"),
    "api:opinion": reviewing(),
    "api:suspend": reviewing(),
    "api:resume": reviewing(),
    "api:accept": accepting(),
    "api:not-accept": accepting(),
    "api:gaps": accepting(),
    "api:pre-review": accepting(),
    "api:decide": only(Who.APPROVER, hidden=OTHER_OFFICE, args="case", method="post"),
    "api:settle": receiving("post"),
    "api:note-reading": receiving("post"),
    "api:letter": following("case_letter"),
    "api:commitment-letter": following("pledged"),
    "api:obligation-letter": following("ordered"),
    "api:verify": public(),
    "api:extensions": only(Who.HEAD, Who.GOVERNMENT_HEAD),
    "api:extend": reviewing(),
    "api:answer-extension": only(Who.HEAD, args="asked", method="post"),
    "api:propose": only(hidden=OTHER_OFFICE, args="case", method="post"),  # one signs here: 403
    "api:take-back": only(Who.APPROVER, hidden=OTHER_OFFICE, args="case", method="delete"),
    "api:confirm": only(Who.HEAD, args="case", method="post"),
    "api:send-back": only(Who.HEAD, args="case", method="post"),
    "api:site-visits": only(*REVIEWERS),
    "api:events": only(*REVIEWERS),
    "api:drawing-reviews": only(*REVIEWERS),
    "api:drawing-review": drawn("drawing"),
    "api:drawing-file": drawn("drawing_file"),
    "api:drawing-letter": drawn("drawing_letter"),
    "api:drawing-more-letter": drawn("drawing"),
    "api:drawing-more": only(Who.CITIZEN, hidden=OTHERS, args="drawing", method="post"),
    "api:drawing-more-answer": reviewing("drawing"),
    "api:drawing-comments": only(*REVIEWERS, args="drawing", method="put"),
    "api:drawing-checks": only(*REVIEWERS, args="drawing", method="post"),
    "api:plan-visit": reviewing(),
    "api:move-visit": reviewing("case", "patch"),
    "api:cancel-visit": reviewing(),
    "api:keep-visit": reviewing(),
    "api:ask-other-time": only(
        Who.CITIZEN, hidden=CITIZENS - {Who.CITIZEN}, args="appointment", method="post"
    ),
    "api:attend-visit": reviewing("case", "put"),
    "api:find": reviewing(),
    "api:bags": only(Who.CLERK),
    "api:bag": only(Who.CLERK, args="bag"),
    "api:papers-here": only(Who.CLERK),
    "api:bag-pack": only(Who.CLERK, method="post"),
    "api:bag-send": only(Who.CLERK, args="bag", method="post"),
    "api:bag-unpack": only(Who.CLERK, args="bag", method="post"),
    "api:bag-receive": only(Who.CLERK, args="bag", method="post"),
    "api:bag-settle": only(Who.CLERK, method="post"),
    "api:lockers": only(Who.CLERK),
    "api:to-lay-in": only(Who.CLERK),
    "api:stays": only(Who.CLERK),
    "api:stay-reserve": only(Who.CLERK, method="post"),
    "api:stay": only(Who.CLERK, args="stay"),
    "api:stay-open": only(Who.CLERK, args="stay", method="post"),
    "api:stay-lay-in": only(Who.CLERK, args="stay", method="post"),
    "api:stay-release": only(Who.CLERK, args="stay", method="post"),
    "api:stay-take-out": only(Who.CLERK, args="stay", method="post"),
    "api:to-send": only(Who.CLERK),
    "api:parcels": only(Who.CLERK),
    "api:pack": only(Who.CLERK, method="post"),
    "api:parcel": only(Who.CLERK, args="parcel"),
    "api:label": only(Who.CLERK, args="parcel"),
    "api:hand-over": only(Who.CLERK, args="parcel", method="post"),
    "api:mark-parcel": only(Who.CLERK, args="parcel", method="post"),
    "api:parcels-of": following("api_affair"),
    "api:choose-again": only(Who.CITIZEN, Who.CLERK, hidden=OTHERS, args="taken_in", method="put"),
    "api:projects": only(*CITIZENS),
    "api:project-new": only(*CITIZENS, method="post"),
    "api:project": only(Who.CITIZEN, hidden=OTHERS, args="project"),
    "api:project-kinds": public(),
    "api:desk-projects": only(Who.CLERK, Who.SUPERVISOR, *REVIEWERS),
    "api:desk-project": only(
        Who.CLERK, Who.SUPERVISOR, Who.APPROVER, Who.HEAD, hidden=OTHER_OFFICE, args="project"
    ),
    "api:project-begin": only(Who.CITIZEN, hidden=OTHERS, args="project", method="post"),
    "api:archive-packages": only(*ARCHIVISTS),
    "api:archive-search": only(*ARCHIVISTS, method="post"),
    "api:archive-package": only(*ARCHIVISTS, args="package"),
    "api:archive-content": only(*ARCHIVISTS, args="package"),
    "api:archive-hold": only(Who.ARCHIVIST, args="package", method="post"),
    "api:archive-release": only(*ARCHIVISTS, args="package", method="post"),
    "api:archive-transfers": only(*ARCHIVISTS),
    "api:archive-transfer-new": only(Who.ARCHIVIST, method="post"),
    "api:archive-transfer": only(*ARCHIVISTS, args="transfer"),
    "api:archive-export": only(Who.ARCHIVIST, args="transfer"),
    "api:archive-receive": only(Who.ARCHIVIST, args="transfer", method="post"),
    "api:archive-return": only(Who.ARCHIVIST, args="transfer", method="post"),
    "api:occasions": only(*CITIZENS),
    "api:occasion": only(*CITIZENS, args="occasion"),
    "api:rate": only(*CITIZENS, args="occasion", method="post"),
    "api:mandates": only(*CITIZENS),
    "api:mandate-request": only(*CITIZENS, method="post"),
    "api:mandate-sign": only(*CITIZENS, method="post"),
    "api:mandate-accept": only(Who.OTHER_CITIZEN, hidden=FIRST, args="offered", method="post"),
    "api:mandate-decline": only(Who.OTHER_CITIZEN, hidden=FIRST, args="offered", method="post"),
    "api:mandate-end": only(Who.CITIZEN, hidden=OTHERS, args="offered", method="post"),
    "api:obligations": only(*REVIEWERS),
    "api:obligation": reviewing("obligation", "get"),
    "api:check": reviewing("obligation"),
    "api:waiting": only(Who.CLERK),
    "api:hand-out": only(Who.CLERK, method="post"),
}

DIGEST = "0" * 64
BODIES: dict[str, dict[str, Any]] = {
    "api:mandate-accept": {"agreed": True},
    "api:project-begin": {"offer": "none"},
    "api:find-person": {"id_number": "339921199003071231"},
    "api:save-answers": {"answers": {}},
    "api:save-form": {"values": {}},
    "api:collection": {"collection": "online"},
    "api:commit": {"material": "lease"},
    "api:check": {"check": "put_right"},
    "api:drawing-comments": {"comments": [], "ready": False},
    "api:drawing-more": {"more": 1, "why": "放样。"},
    "api:drawing-more-answer": {"allow": True},
    "api:drawing-checks": {"marks": []},
    "api:keep-visit": {"reason": "车已经派了。"},
    "api:ask-other-time": {"on": "2099-01-05", "half": "am", "reason": "那天不在。"},
    "api:submit": {"digest": DIGEST, "version": 1},
    "api:correct-fields": {"values": {}},
    "api:correct": {"digest": DIGEST},
    "api:verdict": {"verdict": "ok"},
    "api:opinion": {"step": "review", "text": "符合要求。"},
    "api:suspend": {"reason": "检测", "until": "2100-01-01"},
    "api:not-accept": {"reason": "不符合条件。"},
    "api:gaps": {
        "gaps": [{"kind": "material", "key": "lease", "reason": "看不清。", "remedy": "重拍。"}]
    },
    "api:decide": {"outcome": "approve"},
    "api:settle": {"field": "shop.name", "source": "register", "take": True},
    "api:note-reading": {"material": "lease", "field": "shop.name", "value": "吉祥小馆"},
    "api:extend": {"reason": "检测排队。"},
    "api:answer-extension": {"grant": True},
    "api:propose": {"outcome": "approve"},
    "api:send-back": {"reason": "材料不全。"},
    "api:plan-visit": {"on": "2100-01-04", "half": "am", "place": "店里", "phone": "0580-5550111"},
    "api:move-visit": {"on": "2100-01-04", "half": "am", "reason": "下雨。"},
    "api:cancel-visit": {"reason": "不用看了。"},
    "api:attend-visit": {"going": True},
    "api:hand-over": {"carrier": "ems", "tracking_number": "EE473124829CN"},
    "api:mark-parcel": {"mark": "unpack"},
    "api:choose-again": {"collection": "window"},
    "api:rate": {"level": 1},
    "api:archive-search": {"holder": "陈小岚"},
    "api:archive-hold": {"reason": "行政诉讼。"},
    "api:archive-release": {"reason": "判决已生效。"},
    "api:archive-transfer-new": {"to_office": "安澜县档案馆"},
    "api:archive-receive": {"receipt": "安档接 12"},
    "api:archive-return": {"reason": "光盘读不出来。"},
}
"""What is sent where an empty body would be refused before anybody asks who sends it."""
