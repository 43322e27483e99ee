"""A project in the small county: three phases over the restaurant bundle and one more item."""

from collections.abc import Mapping, Sequence
from datetime import timedelta
from uuid import UUID

from onevisit.accounts.rules import Actor, GrantFact, Scope
from onevisit.kernel import clock
from onevisit.kernel.ids import new_id
from onevisit.kernel.types import JsonObject
from onevisit.projects import services
from onevisit.projects.services import ProjectDraft
from tests.factories import cases as make
from tests.factories import parties
from tests.factories.cases import County

KIND = "industrial"
_BOTH = GrantFact("catalogue_officer", Scope())
KEEPER = Actor(user_id=new_id(), name="温静怡", grants=(_BOTH,))
SECOND = Actor(user_id=new_id(), name="陆一鸣", grants=(_BOTH,))


def finish_document() -> JsonObject:
    """What comes last asks for a plan, a licence and a health certificate: all known by then."""
    document = make.item_document("food", 20)
    extra: list[JsonObject] = [
        {"key": "licence_paper", "name": "licence许可证",
         "source": {"kind": "held", "item": "330131001000"}},
    ]  # fmt: skip
    return {**document, "name": "竣工验收", "materials": [*document["materials"], *extra]}  # type: ignore[list-item,misc]


def phases(finish: str) -> list[dict[str, object]]:
    """Two phases of one bundle, and a third."""
    return [
        {"key": "land", "name": "立项", "lead": "market", "limit": 1,
         "items": ["330131001000", "330131002000"], "offers": [make.BUNDLE]},
        {"key": "works", "name": "施工许可", "lead": "fire", "limit": 10,
         "items": ["330131003000", "330131004000", "330131005000"], "offers": [make.BUNDLE],
         "outside": ["330131005000"]},
        {"key": "finish", "name": "竣工验收", "lead": "housing", "limit": 8,
         "items": ["330131020000"], "offers": [finish]},
    ]  # fmt: skip


def written(phases: Sequence[Mapping[str, object]], *, code: str = KIND) -> UUID:
    """A version of the kind that waits for the second officer."""
    return services.write_kind(
        code=code,
        name="企业投资工业项目",
        basis="国办发〔2019〕11 号",
        phases=phases,
        why="照文件分阶段。",
        actor=KEEPER,
    )


def in_force(phases: Sequence[Mapping[str, object]], *, code: str = KIND) -> None:
    """The same in force today, by two officers."""
    today = clock.today()
    with clock.travel(clock.now() - timedelta(days=2)):
        version = written(phases, code=code)
        services.put_kind_in_force(version_id=version, since=today, actor=SECOND)


def registered(here: County) -> tuple[str, str]:
    """The code of a project of the boss's company, and of what is applied for last."""
    finish = parties.publish(here.departments["housing"], finish_document())
    in_force(phases(finish))
    return another(here), finish


def another(here: County) -> str:
    """One more project of that kind."""
    draft = ProjectDraft("年产万套项目", "A-12 地块", KIND, "01", here.organisation)
    return services.register(draft=draft, actor=here.boss)
