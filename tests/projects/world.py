"""A project in the small county: three phases over the restaurant bundle and one more item."""

from datetime import date

from onevisit.accounts.rules import SYSTEM
from onevisit.kernel.types import JsonObject
from onevisit.projects import services
from onevisit.projects.services import ProjectDraft
from tests.factories import cases as make
from tests.factories import parties
from tests.factories.cases import County

KIND = "industrial"


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


def registered(here: County) -> tuple[str, str]:
    """The code of a project of the boss's company, and of what is applied for last."""
    finish = parties.publish(here.departments["housing"], finish_document())
    services.set_kind(
        code=KIND,
        name="企业投资工业项目",
        region=make.REGION,
        since=date(2026, 1, 1),
        basis="国办发〔2019〕11 号",
        phases=phases(finish),
        actor=SYSTEM,
    )
    return another(here), finish


def another(here: County) -> str:
    """One more project of that kind."""
    draft = ProjectDraft("年产万套项目", "A-12 地块", KIND, "01", here.organisation)
    return services.register(draft=draft, actor=here.boss)
