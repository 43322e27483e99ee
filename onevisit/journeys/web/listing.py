"""The public list of everything by visits: the page, and its spreadsheet."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from urllib.parse import urlencode
from uuid import UUID

from django.http import QueryDict
from django.urls import reverse
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from onevisit.directory import queries as directory
from onevisit.journeys import queries
from onevisit.journeys.queries import Audience, ByVisits, Group, Wanted
from onevisit.journeys.rules.expanding import GapKind
from onevisit.kernel import clock
from onevisit.kernel.sheets import Cell

PAGE = 30
LONGEST = 60
_TOLD = 3
_GROUPS: dict[Group, Promise] = {
    Group.ZERO: gettext_lazy("一次都不用跑"),
    Group.ONE: gettext_lazy("最多跑 1 次"),
    Group.MORE: gettext_lazy("要跑 2 次以上"),
    Group.UNKNOWN: gettext_lazy("还算不出来"),
}
_AUDIENCES: dict[Audience, Promise] = {
    Audience.PERSON: gettext_lazy("个人办的"),
    Audience.BUSINESS: gettext_lazy("企业和单位办的"),
}


@dataclass(frozen=True)
class Asked:
    """What the address asks for, made safe: what is unknown is dropped."""

    words: str
    department: str
    group: Group | None
    audience: Audience | None
    after: str

    def url(self, at: str, **changes: str) -> str:
        """The same list with other filters, from its first page."""
        said = {
            "q": self.words,
            "department": self.department,
            "visits": self.group or "",
            "for": self.audience or "",
        }
        query = urlencode({key: text for key, text in (said | changes).items() if text})
        return f"{at}?{query}" if query else at


@dataclass(frozen=True)
class Choice:
    """A filter as a link."""

    label: str
    url: str
    current: bool


@dataclass(frozen=True)
class Line:
    """One line of the page; `why_url` shows the trips."""

    name: str
    url: str
    why_url: str
    notes: list[str]
    figure: str
    good: bool


@dataclass(frozen=True)
class ListPage:
    """What the template draws."""

    asked: Asked
    groups: list[Choice]
    audiences: list[Choice]
    lines: list[Line]
    offices: list[tuple[str, str]]
    first_url: str
    next_url: str
    here: str
    files: list[tuple[str, str]]
    lacking: int
    missing: list[tuple[str, int]]
    trail: list[tuple[str, str]]


def read_asked(given: QueryDict) -> Asked:
    """What may be asked of the list."""
    group, audience = given.get("visits", ""), given.get("for", "")
    return Asked(
        words=" ".join(given.get("q", "").split())[:LONGEST],
        department=given.get("department", "")[:80],
        group=Group(group) if group in list(Group) else None,
        audience=Audience(audience) if audience in list(Audience) else None,
        after=given.get("after", "")[:80],
    )


def list_page(asked: Asked) -> ListPage:
    """One page of it. Four queries; five where what cannot be worked out is looked at."""
    here = reverse("journeys:list")
    offices = directory.departments()
    wanted = _wanted(asked)
    names = {each.id: each.short_name or each.name for each in offices}
    held = queries.departments_listed()
    counts = queries.group_counts(wanted)
    lines = queries.by_visits(wanted, after=asked.after, limit=PAGE + 1)
    shown = lines[:PAGE]
    lacking, missing = 0, dict[GapKind, int]()
    if asked.group is Group.UNKNOWN:
        lacking, missing = queries.missing_counts(wanted)
    return ListPage(
        asked=asked,
        groups=_groups(asked, here, counts),
        audiences=_audiences(asked, here),
        lines=[_line(each, names) for each in shown],
        offices=[(each.code, names[each.id]) for each in offices if held.get(each.id)],
        first_url=asked.url(here) if asked.after else "",
        next_url=asked.url(here, after=shown[-1].code) if len(lines) > PAGE else "",
        here=here,
        files=[
            (form.upper(), asked.url(reverse(f"journeys:list-{form}"))) for form in ("csv", "xlsx")
        ],
        lacking=lacking,
        missing=[(queries.told_kind(kind), n) for kind, n in missing.items()],
        trail=[(_("政务清单"), reverse("guidance:lists")), (_("跑动次数清单"), "")],
    )


def _groups(asked: Asked, here: str, counts: dict[Group, int]) -> list[Choice]:
    every = _("全部 %(n)s") % {"n": sum(counts.values())}
    return [
        Choice(every, asked.url(here, visits=""), asked.group is None),
        *(
            Choice(f"{name} {counts[group]}", asked.url(here, visits=group), asked.group is group)
            for group, name in _GROUPS.items()
        ),
    ]


def _audiences(asked: Asked, here: str) -> list[Choice]:
    return [
        Choice(_("不分对象"), asked.url(here, **{"for": ""}), asked.audience is None),
        *(
            Choice(str(name), asked.url(here, **{"for": each}), asked.audience is each)
            for each, name in _AUDIENCES.items()
        ),
    ]


def rows(asked: Asked) -> tuple[list[str], Iterator[Sequence[Cell]]]:
    """The heads and the rows of the spreadsheet."""
    heads = [
        _("编码"),
        _("名称"),
        _("部门"),
        _("最多跑几次（算出）"),
        _("最少跑几次（算出）"),
        _("另去别的单位"),
        _("连先办的材料在内"),
        _("声明的次数"),
        _("为什么算不出来"),
        _("哪天算的"),
        _("平均跑几次（按近一年申请的情形）"),
        _("按多少件申请平均"),
        _("情形合不上的申请"),
        _("每一方"),
    ]
    names = {each.id: each.name for each in directory.departments()}
    return heads, (_cells(row, names) for row in queries.all_by_visits(_wanted(asked)))


def _cells(row: ByVisits, names: dict[UUID, str]) -> list[Cell]:
    on = clock.local_date(row.computed_at) if row.computed_at and row.fresh else None
    return [
        row.code,
        row.name,
        names.get(row.department_id, ""),
        row.worst,
        row.best,
        row.external,
        row.lived,
        row.declared,
        "" if row.worst is not None else _unknown(row, most=None),
        "" if on is None else on.isoformat(),
        None if row.expected.mean is None else f"{row.expected.mean:.2f}",
        row.expected.of,
        row.expected.unfit,
        _("；").join(_sides(row)),
    ]


def _wanted(asked: Asked) -> Wanted:
    known = {each.code: each.id for each in directory.departments()}
    return Wanted(asked.words, known.get(asked.department), asked.group, asked.audience)


def _line(row: ByVisits, names: dict[UUID, str]) -> Line:
    notes = [names.get(row.department_id, ""), *_notes(row)]
    return Line(
        name=row.name,
        url=reverse("guidance:guide", args=[row.code]),
        why_url=reverse("journeys:why", args=[row.code]),
        notes=[each for each in notes if each],
        figure="" if row.worst is None else _("跑 %(n)s 次") % {"n": row.worst},
        good=row.worst == 0,
    )


def _notes(row: ByVisits) -> Iterator[str]:
    if row.worst is None:
        yield _unknown(row, most=_TOLD)
        return
    if row.declared is not None and row.declared != row.worst:
        yield _("目录里声明的是 %(n)s 次") % {"n": row.declared}
    if row.external:
        yield ngettext("另去别的单位 %(n)s 次", "另去别的单位 %(n)s 次", row.external) % {
            "n": row.external
        }
    if row.lived is not None and row.lived > row.worst:
        yield _("连要先去办的材料在内，跑 %(n)s 次") % {"n": row.lived}
    if row.expected.mean is not None:
        yield _("按近一年 %(n)s 件申请的情形，平均跑 %(mean)s 次") % {
            "n": row.expected.of,
            "mean": f"{row.expected.mean:.2f}",
        }
    yield from _sides(row)
    if row.stuck:
        yield _("有一种情形办不成")


def _sides(row: ByVisits) -> Iterator[str]:
    """Each of several parties."""
    for each in row.sides:
        name = queries.told_party(each.party)
        if each.worst is None:
            yield _("%(name)s：不知道") % {"name": name}
        elif each.lived in (None, each.worst):
            yield _("%(name)s：%(n)s 次") % {"name": name, "n": each.worst}
        else:
            yield _("%(name)s：%(n)s 次，连先办的材料在内 %(lived)s 次") % {
                "name": name,
                "n": each.worst,
                "lived": each.lived,
            }


def _unknown(row: ByVisits, *, most: int | None) -> str:
    if not row.fresh:
        return _("内容刚改过，正在重新算")
    if row.gaps:
        told = list(dict.fromkeys(map(queries.told_gap, row.gaps)))
        rest = len(told) - len(told[:most])
        more = _("；还有 %(n)s 处") % {"n": rest} if rest else ""
        return _("缺：%(what)s") % {"what": _("；").join(told[:most])} + more
    return _("没有一种情形办得成")
