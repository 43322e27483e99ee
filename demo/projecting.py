"""A factory is being built: its project is half way, and nobody has to be asked whose time it
took.
"""

from datetime import date

from demo import content
from demo.founding import County
from demo.schedule import Days, Telling, at
from demo.stories import End, Fate, Story
from onevisit.accounts.rules import SYSTEM
from onevisit.projects import services
from onevisit.projects.services import ProjectDraft

_KIND, _OWNER, _COMPANY, _FACTORY = "industrial", "shenzhiyuan", "o7", "factory"
_REGISTERED, _HANDED_IN = 30, 10
_SURVEYED, _STUDIED = (28, 20), (24, 12)
_START, _FINISH = "YJS-339921-007", "YJS-339921-009"

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
    """The kind is defined, the project registered; surveyors and engineers do their part."""
    yield at(days.back(_REGISTERED), 3)
    services.set_kind(
        code=_KIND,
        name="企业投资工业项目（备案类）",
        region=content.county()["county"],
        since=date(2026, 1, 1),
        basis="国办发〔2019〕11 号《关于全面开展工程建设项目审批制度改革的实施意见》",
        phases=PHASES,
        actor=SYSTEM,
    )
    yield at(days.back(_REGISTERED), 90)
    owner = county.applicant(STORY)
    code = services.register(
        draft=ProjectDraft(
            name="云溪轴承年产 10 万套精密轴承项目",
            site="云溪镇工业园 YX-2026-14 号地块",
            kind=_KIND,
            nature="01",
            organisation_id=county.companies[_COMPANY],
        ),
        actor=owner,
    )
    county.projects[_FACTORY] = code
    yield at(days.back(_STUDIED[1]), 100)
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
        "drawing": Fate(End.REVIEWED, accept=5, work=2),
        "permit": Fate(End.ACCEPTED, accept=4),
    },
)
"""The bundle of the first three phases, with the project half way through."""
