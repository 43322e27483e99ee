"""What stands beside the form: everything found in the draft, and how each section stands."""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from django.urls import reverse
from django.utils.translation import gettext as _

from onevisit.catalogue.queries import Draft
from onevisit.catalogue.rules.comparing.changes import name_of
from onevisit.catalogue.rules.editing.sections import layout_of, section_of
from onevisit.catalogue.rules.publishing import Severity
from onevisit.catalogue.web.editor.section import Section
from onevisit.catalogue.web.editor.table import SECTIONS, sections_of
from onevisit.catalogue.web.wordings import WORDINGS
from onevisit.kernel.errors import Problem
from onevisit.ui.fields import Text
from onevisit.ui.wordings import wording

_NUMBER = re.compile(r"/([0-9]+)(?:/|$)")


@dataclass(frozen=True)
class Remark:
    """One finding: what is wrong, what to do, where. `tone` is that of its tag."""

    text: Text
    remedy: Text
    where: str
    section: str
    url: str
    tone: str
    label: str
    found: str = ""


@dataclass(frozen=True)
class Tab:
    """One section in the left column."""

    name: str
    label: Text
    url: str
    current: bool
    tone: str
    state: str


def remarks(view: Draft) -> list[Remark]:
    """Contradictions first, then what blocks, then what should be better; what was let go last."""
    found = [*_problems(view), *_findings(view)]
    order = {"bad": 0, "wait": 1, "ok": 2}
    return sorted(found, key=lambda each: order[each.tone])


def _problems(view: Draft) -> Iterator[Remark]:
    names = _names(view)
    for each in view.problems:
        yield _remark(view, each, names, "bad", _("自相矛盾"))
    for each in view.warnings:
        yield _remark(view, each, names, "wait", _("建议改"))


def _names(view: Draft) -> dict[str, str]:
    """Names by key of all rows: nobody who writes knows the keys (ADR 30)."""
    whole, own = view.whole(view.definition), view.definition
    rows = [
        *(*whole.questions, *whole.materials, *whole.form, *whole.steps, *whole.results),
        *(*own.parties, *getattr(own, "joint_visits", ())),
    ]
    return {each.key: name_of(each) for each in rows}


def _remark(
    view: Draft, problem: Problem, names: Mapping[str, str], tone: str, label: str
) -> Remark:
    section = section_of(problem.place, layout_of(view.definition))
    facts = {at: names.get(str(fact), fact) for at, fact in problem.facts.items()}
    return Remark(
        text=wording(problem.code, facts),
        remedy="",
        where=where(problem.place, section, sections_of(view)),
        section=section,
        url=url_of(view, section, problem.place),
        tone=tone,
        label=label,
    )


def _findings(view: Draft) -> Iterator[Remark]:
    for each in view.findings:
        waiver = view.waivers.get(each.rule)
        blocks = each.severity is Severity.BLOCK
        section = section_of(each.place, layout_of(view.definition))
        yield Remark(
            text=WORDINGS[f"catalogue.rule_{each.rule}"],
            remedy=WORDINGS[f"catalogue.fix_{each.rule}"],
            where=where(each.place, section, sections_of(view)),
            section=section,
            url=url_of(view, section, each.place),
            tone="ok" if waiver else "bad" if blocks else "wait",
            label=_("已豁免") if waiver else _("必须改") if blocks else _("建议改"),
            found=each.found,
        )


def where(place: str, section: str = "", table: Mapping[str, Section] = SECTIONS) -> str:
    """The section a JSON pointer leads to (of an item if none is given), and the row."""
    section = section or section_of(place)
    number = _NUMBER.search(place)
    row = f" {int(number[1]) + 1}" if number else ""
    return f"{table[section].label}{row}" if section in table else place


def url_of(view: Draft, section: str, place: str = "") -> str:
    """The page of a section, at the row of a JSON pointer; empty where there is none."""
    known = section in sections_of(view)
    url = reverse("catalogue:draft-section", args=[view.code, section]) if known else ""
    return url + _row_at(place) if url else ""


def _row_at(place: str) -> str:
    """The row on the page: `/materials/1/name` is at `#list-materials-1`."""
    number = _NUMBER.search(place)
    if number is None:
        return ""
    return f"#list-{place[: number.start()].strip('/').replace('/', '-')}-{number[1]}"


def tabs(view: Draft, current: str) -> list[Tab]:
    """The sections with their states."""
    states = {state.name: state for state in view.sections}
    found = []
    for name, section in sections_of(view).items():
        state = states[name]
        if state.block:
            tone, text = "bad", _("%(n)s 处必须改") % {"n": state.block}
        elif state.warn:
            tone, text = "wait", _("%(n)s 处建议改") % {"n": state.warn}
        elif state.empty:
            tone, text = "", _("还没写")
        else:
            tone, text = "ok", _("齐了")
        url = url_of(view, name)
        found.append(Tab(name, section.label, url, name == current, tone, text))
    return found
