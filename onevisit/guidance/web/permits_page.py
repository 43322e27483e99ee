"""我要开店，要办哪些证: from a kind of business to the list of its permits."""

from collections.abc import Mapping
from dataclasses import dataclass

import lucide
from django.contrib.sessions.backends.base import SessionBase
from django.http import QueryDict
from django.urls import reverse
from django.utils.translation import gettext as _

from onevisit.catalogue import queries as catalogue
from onevisit.catalogue.queries import Listing
from onevisit.catalogue.queries.asking import question_field
from onevisit.catalogue.rules.activities import Activity, PermitNeed
from onevisit.catalogue.rules.definition import Question
from onevisit.directory import queries as directory
from onevisit.guidance.rules.permits import PermitLine, Permits, at_most_working, permits
from onevisit.guidance.rules.questions import read_answer
from onevisit.guidance.rules.situation import Answer, Answers
from onevisit.guidance.web import answers as kept
from onevisit.guidance.web.cards import time_text
from onevisit.guidance.web.things import Thing, days, thing
from onevisit.kernel.calendar import DayUnit
from onevisit.kernel.errors import Invalid, NotFound
from onevisit.ui.fields import FieldView
from onevisit.ui.icons import icon
from onevisit.ui.wordings import text_for

SESSION_KEY = "guidance.permits"
"""Where a visitor's answers are kept: code of the kind of business → question → answer."""


@dataclass(frozen=True)
class Kind:
    """One kind of business to choose."""

    name: str
    about: str
    icon: str
    url: str


@dataclass(frozen=True)
class KindsPage:
    """All of them."""

    kinds: list[Kind]
    trail: list[tuple[str, str]]


@dataclass(frozen=True)
class Row:
    """One permit in the list; `url` is empty where it is not done here; `together`: it can be done
    at the same time as another one.
    """

    number: int
    name: str
    office: str
    time: str
    url: str
    online: bool
    together: bool
    basis: str
    note: str


@dataclass(frozen=True)
class Wanted:
    """The whole list once everything is answered."""

    before: list[Row]
    after: list[Row]
    spared: list[tuple[str, str]]
    here: int
    total: int
    days: str


@dataclass(frozen=True)
class PermitsPage:
    """One kind of business: its questions, and the list when they are answered. `together` is the
    bundle that does most of it in one go.
    """

    name: str
    about: str
    fields: list[FieldView]
    errors: list[tuple[str, str]]
    wanted: Wanted | None
    together: Thing | None
    trail: list[tuple[str, str]]


def kinds_page() -> KindsPage:
    """Every kind of business."""
    kinds = [
        Kind(
            each.name,
            each.about,
            _icon(each.icon),
            reverse("guidance:permits-of", args=[each.code]),
        )
        for each in (known.activity for known in catalogue.activities())
    ]
    return KindsPage(kinds, [(_("开店要办哪些证"), "")])


def _icon(name: str) -> str:
    """What is no icon must not break the page."""
    try:
        icon(name)
    except lucide.IconDoesNotExist:
        return "store"
    return name


def permits_page(code: str, session: SessionBase, sent: QueryDict | None = None) -> PermitsPage:
    """The page of the kind of business `code`; what was `sent` is kept if all of it can be read.

    Raises NotFound `catalogue.no_such_activity`.
    """
    known = catalogue.activity(code)
    activity = known.activity
    answers = _kept(session, activity)
    errors: dict[str, str] = {}
    if sent is not None:
        answers, errors = _read(activity, answers, sent)
        if not errors:
            _keep(session, activity, answers)
    listings = catalogue.answering_items(activity.needs, known.region)
    limits = {
        key: at_most_working(each.promise, each.promise_unit) for key, each in listings.items()
    }
    found = permits(activity, answers, limits)
    together = _bundle(activity.bundle)
    whole = not found.open and not errors
    if whole and together is not None and sent is not None:
        _carry(session, together, answers)
    return PermitsPage(
        name=activity.name,
        about=activity.about,
        fields=[_field(each, answers, sent, errors) for each in found.asked],
        errors=[(f"f-{key}", text) for key, text in errors.items()],
        wanted=_wanted(found, listings) if whole else None,
        together=together,
        trail=[(_("开店要办哪些证"), reverse("guidance:permits")), (activity.name, "")],
    )


def _kept(session: SessionBase, activity: Activity) -> dict[str, Answer]:
    """The answers given before that can still be read."""
    stored = session.get(SESSION_KEY)
    mine = stored.get(activity.code) if isinstance(stored, Mapping) else None
    found: dict[str, Answer] = {}
    for question in activity.questions:
        try:
            found[question.key] = read_answer(
                question, mine.get(question.key) if isinstance(mine, Mapping) else None
            )
        except Invalid:
            continue
    return found


def _keep(session: SessionBase, activity: Activity, answers: Answers) -> None:
    stored = session.get(SESSION_KEY)
    others = dict(stored) if isinstance(stored, Mapping) else {}
    others.pop(activity.code, None)
    newest = dict(list(others.items())[-19:])
    session[SESSION_KEY] = {**newest, activity.code: dict(answers)}


def _read(
    activity: Activity, before: Answers, sent: QueryDict
) -> tuple[dict[str, Answer], dict[str, str]]:
    """What was sent, typed, and what is wrong with it. Only what was put is read."""
    answers, errors = dict(before), {}
    for question in permits(activity, before, {}).asked:
        given = sent.getlist(question.key)
        try:
            answers[question.key] = read_answer(question, given or None)
        except Invalid as problem:
            errors[question.key] = text_for(problem)
            continue
        if answers[question.key] is None:
            missing = Invalid("guidance.answer_missing", field=question.key)
            errors[question.key] = text_for(missing)
    return answers, errors


def _field(
    question: Question, answers: Answers, sent: QueryDict | None, errors: Mapping[str, str]
) -> FieldView:
    error = errors.get(question.key, "")
    answer: object = answers.get(question.key)
    if sent is not None and error:
        answer = sent.getlist(question.key) or None
    return question_field(question, answer, name=question.key, error=error)


def _bundle(code: str) -> Thing | None:
    if not code:
        return None
    try:
        return thing(code)
    except NotFound:
        return None


def _carry(session: SessionBase, together: Thing, answers: Answers) -> None:
    """The bundle asks again only what was not said here: the same key is the same question."""
    for question in together.offer.questions:
        answer = answers.get(question.key)
        if answer is None:
            continue
        try:
            readable = read_answer(question, answer)
            kept.remember(session, together.offer, question.key, readable)
        except Invalid:
            continue


def _wanted(found: Permits, listings: Mapping[str, Listing]) -> Wanted:
    ids = {each.department_id for each in listings.values()}
    names = directory.department_names(ids) if ids else {}
    offices = {key: names.get(each.department_id, "") for key, each in listings.items()}
    every = (*found.before, *found.after)
    rows = [_row(at, line, every, listings, offices) for at, line in enumerate(every, 1)]
    return Wanted(
        before=rows[: len(found.before)],
        after=rows[len(found.before) :],
        spared=[(need.name, need.why_not) for need in found.spared],
        here=sum(bool(each.url) for each in rows),
        total=len(rows),
        days="" if found.days is None else days(found.days, DayUnit.WORKING),
    )


def _row(
    number: int,
    line: PermitLine,
    every: tuple[PermitLine, ...],
    listings: Mapping[str, Listing],
    offices: Mapping[str, str],
) -> Row:
    need: PermitNeed = line.need
    here = listings.get(need.key)
    same = [each for each in every if each.begins == line.begins and each is not line]
    return Row(
        number=number,
        name=need.name,
        office=offices[need.key] if here else need.office or _("打 12345 问哪里办"),
        time=_time(need, here),
        url=reverse("guidance:guide", args=[here.code]) if here else "",
        online=here is not None and here.applicable,
        together=bool(same) and line.begins is not None,
        basis=need.basis,
        note=need.note,
    )


def _time(need: PermitNeed, here: Listing | None) -> str:
    if here is not None:
        depth = here.online_depth
        return time_text(here.promise, here.promise_unit, applicable=here.applicable, depth=depth)
    if need.days is None:
        return _("时限问办理单位")
    return time_text(need.days, "", applicable=True)
