"""A factory is being built: its project is half way, and nobody has to be asked whose time it
took.
"""

from demo.founding import County
from demo.schedule import Days, Telling, at
from demo.stories import End, Fate, Story, Visit
from onevisit.accounts.rules import Actor
from onevisit.cases import queries
from onevisit.cases import services as cases
from onevisit.cases.rules.joint import Verdict
from onevisit.projects import services
from onevisit.projects.services import ProjectDraft

_KIND, _OWNER, _COMPANY, _FACTORY = "industrial", "shenzhiyuan", "o7", "factory"
_WRITTEN, _REGISTERED, _HANDED_IN = 34, 30, 10
_NAME = "企业投资工业项目（备案类）"
_BASIS = "国办发〔2019〕11 号《关于全面开展工程建设项目审批制度改革的实施意见》"
_WHY = (
    "照国务院办公厅的文件分四个阶段。",
    "工程建设许可可以和用地同时办，再压缩两个阶段的时限。",
)
_SURVEYED, _STUDIED = (28, 20), (24, 12)
_CAME, _RESTAURATEUR, _RESTAURANTS = 26, "gaoyuan", "o4"
_START, _FINISH = "YJS-339921-007", "YJS-339921-009"
_FIRST = "first"
SITES = {
    _FACTORY: "云溪镇工业园 YX-2026-14 号地块",
    _FIRST: "云溪镇工业园 YX-2024-03 号地块",
}
_DRAWING = "施工图联合审查"
_REVIEWED, _SAID, _TOLD = 4, 3, 2

PHASES: list[dict[str, object]] = [
    {
        "key": "land",
        "name": "立项用地规划许可",
        "lead": "land",
        "limit": 12,
        "items": ["331004001000", "331004002000", "330715003000", "330115031000"],
        "offers": [_START],
    },
    {
        "key": "planning",
        "name": "工程建设许可",
        "lead": "land",
        "limit": 20,
        "items": ["330115032000", "330116001000", "331016002000", "330104003000", "330119004000"],
        "offers": [_START],
    },
    {
        "key": "permit",
        "name": "施工许可",
        "lead": "housing",
        "limit": 12,
        "items": ["332017040000", "330117002000"],
        "offers": [_START],
        "outside": ["332017040000"],
    },
    {
        "key": "finish",
        "name": "竣工验收",
        "lead": "housing",
        "limit": 12,
        "items": [
            "330715040000",
            "330117050000",
            "331017051000",
            "331004005000",
            "331017052000",
        ],
        "offers": [_FINISH],
    },
]
"""What an industrial project of a company goes through; the drawings are reviewed by a third
party.
"""


def told(county: County, days: Days) -> Telling:
    """The kind is written and put in force, the project registered; surveyors and engineers do
    their part. A shorter limit waits for its second officer.
    """
    keeper, second = county.actors["catalogue"], county.actors["catalogue2"]
    yield at(days.back(_WRITTEN), 30)
    version = services.write_kind(
        code=_KIND, name=_NAME, basis=_BASIS, phases=PHASES, why=_WHY[0], actor=keeper
    )
    yield at(days.back(_WRITTEN), 200)
    services.put_kind_in_force(version_id=version, since=days.back(_REGISTERED), actor=second)
    yield at(days.back(_REGISTERED), 90)
    owner = county.applicant(STORY)
    code = services.register(
        draft=ProjectDraft(
            name="云溪轴承年产 10 万套精密轴承项目",
            site=SITES[_FACTORY],
            kind=_KIND,
            nature="01",
            organisation_id=county.companies[_COMPANY],
        ),
        actor=owner,
    )
    county.projects[_FACTORY] = code
    county.projects[_FIRST] = services.register(
        draft=ProjectDraft(
            name="云溪轴承一期厂房项目",
            site=SITES[_FIRST],
            kind=_KIND,
            nature="01",
            organisation_id=county.companies[_COMPANY],
        ),
        actor=owner,
    )
    yield from _at_a_window(county, days)
    yield at(days.back(_STUDIED[1]), 100)
    _engaged(days, code, owner)
    yield at(days.back(1), 280)
    services.write_kind(
        code=_KIND, name=_NAME, basis=_BASIS, phases=_shorter(), why=_WHY[1], actor=keeper
    )


def _at_a_window(county: County, days: Days) -> Telling:
    """Who runs restaurants comes to have a kitchen registered; nothing is applied for yet."""
    yield at(days.back(_CAME), 60)
    services.register(
        draft=ProjectDraft(
            name="悦享中央厨房项目",
            site="城东街道食品产业园 3 号地块",
            kind=_KIND,
            nature="01",
            organisation_id=county.companies[_RESTAURANTS],
        ),
        actor=county.actors["clerk2"],
        person_id=county.people[_RESTAURATEUR],
    )


def _engaged(days: Days, code: str, owner: Actor) -> None:
    """Third parties did their part."""
    for kind, agency, (begun, ended) in (
        ("survey", "安澜市勘测设计院", _SURVEYED),
        ("study", "浙东环境咨询有限公司", _STUDIED),
    ):
        services.note_engagement(
            code=code,
            kind=kind,
            agency=agency,
            begun_on=days.back(begun),
            ended_on=days.back(ended),
            actor=owner,
        )


def _shorter() -> list[dict[str, object]]:
    """The second version: the works are planned while the land is still being settled."""
    land, planning, permit, finish = PHASES
    return [land, {**planning, "limit": 15, "after": []}, {**permit, "limit": 10}, finish]


STORY = Story(
    "project_start",
    _OWNER,
    _HANDED_IN,
    {
        "land_kind": "ordinary",
        "area_study": "none",
        "env_class": "form",
        "energy_use": 1500,
        "land_area": 30,
    },
    company=_COMPANY,
    project=_FACTORY,
    fates={
        "filing": Fate(accept=0, work=0),
        "title": Fate(accept=1, work=1),
        "land_planning": Fate(accept=1, work=1),
        "planning": Fate(accept=2, work=3),
        "env_general": Fate(
            accept=1,
            work=3,
            pause=5,
            procedure="publication",
            reason="受理后公示 5 个工作日。",
        ),
        "energy_general": Fate(accept=1, work=4),
        "water_general": Fate(accept=1, correct=2, work=3),
        "drawing": Fate(End.CLAIMED, accept=5),
        "permit": Fate(End.ACCEPTED, accept=4),
    },
)
"""The bundle of the first three phases, with the project half way through."""

FINISHED = Story(
    "project_finish",
    _OWNER,
    _HANDED_IN,
    {"fire_class": "special", "is_standard": "no"},
    company=_COMPANY,
    project=_FIRST,
    minute=130,
    fate=Fate(accept=1, work=3),
    fates={"filing": Fate(accept=5, work=1)},
    visit=Visit(
        by="planning_check",
        after=1,
        found={"planning_check": (Verdict.PASSED, ""), "fire": (Verdict.PASSED, "")},
    ),
)
"""The factory built before: everybody came once, and one opinion stands for all."""

_COMMENTS = {
    "housing1": [
        ("结施-07", "must", "二层楼板开洞处没有画加强筋，请补加强筋大样。"),
        ("建施-03", "advice", "卫生间可以再往北挪一跨，采光更好。"),
    ],
    "fire1": [
        ("消施-02", "must", "2 号疏散楼梯净宽 1.05 米，不足 1.10 米，请改。"),
        ("消施-05", "must", "仓库分区 A 没有画消火栓，请按规范补。"),
    ],
    "land1": [],
}


def reviewed(county: County, days: Days) -> Telling:
    """Three departments review the drawings of the factory together; the letter is out."""
    lead = county.actors["housing1"]
    yield at(days.back(_REVIEWED), 60)
    rows = queries.desk(actor=lead).rows
    case = next((row.id for row in rows if row.name == _DRAWING), None)
    if case is None:
        return
    review = cases.open_drawings(
        case_id=case,
        materials=["drawings"],
        departments=[county.departments["fire"], county.departments["land"]],
        days=3,
        mend_days=5,
        special=True,
        actor=lead,
    )
    for n, (officer, comments) in enumerate(_COMMENTS.items()):
        yield at(days.back(_SAID), 60 + 40 * n)
        cases.write_comments(
            review_id=review, comments=comments, ready=True, actor=county.actors[officer]
        )
    yield at(days.back(_TOLD), 30)
    cases.tell_drawings(review_id=review, actor=lead)
