"""Who runs this site: shown on every public page, overridable by the setting ``SITE``, whose ``en``
says the same for pages in English.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, fields, replace
from functools import lru_cache

from django.conf import settings
from django.core.signals import setting_changed
from django.utils.functional import Promise, lazy
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

Text = str | Promise


@dataclass(frozen=True)
class Site:
    """What the law wants every government page to say.

    ``domain`` and ``report_error_url`` (the national platform for reporting errors) may be empty;
    ``identifiers`` are free lines; ``demo_note`` is empty on a site that is not a demonstration.
    """

    name: Text
    short_name: Text
    county: Text
    tagline: Text
    operator: Text
    contractor: Text
    official_note: Text
    domain: str
    hotline: str
    hall: Text
    hall_address: Text
    identifiers: tuple[Text, ...]
    report_error_url: str
    demo_note: Text


OWN = ("name", "county", "operator", "contractor", "official_note", "hall_address", "identifiers")
"""What no other house may leave as it is in the demonstration."""


def faults(given: Mapping[str, object]) -> Iterator[str]:
    """What is wrong with the setting ``SITE``; nothing when a page can be headed by it."""
    names = [field.name for field in fields(Site)]
    yield from _english_faults(given, given.get("en", {}))
    unknown = sorted(given.keys() - {*names, "en"})
    if unknown:
        yield f"unknown keys: {', '.join(unknown)}; known are {', '.join(names)}"
    for name in names:
        value = given.get(name, "")
        if name == "identifiers":
            if not _texts(given.get(name, ())):
                yield f"{name} is not a list of texts"
        elif not isinstance(value, str | Promise):
            yield f"{name} is not a text"


def _english_faults(given: Mapping[str, object], english: object) -> Iterator[str]:
    if not isinstance(english, dict) or not _texts([*english.values()]):
        yield "en is not an object of texts"
    elif strange := sorted(english.keys() - (given.keys() - {"en", "identifiers"})):
        yield f"en says what nothing beside it says: {', '.join(strange)}"


def _in_the_readers_language(own: str, english: str) -> str:
    return english if (get_language() or "").startswith("en") else own


_either = lazy(_in_the_readers_language, str)


def _texts(value: object) -> bool:
    listed = isinstance(value, list | tuple)
    return listed and all(isinstance(each, str | Promise) for each in value)  # type: ignore[attr-defined]


DEMONSTRATION = Site(
    name=_("安澜政务服务"),
    short_name=_("政务服务"),
    county=_("安澜县"),
    tagline=_("最多跑一次"),
    operator=_("安澜县人民政府办公室"),
    contractor=_("安澜县数据局"),
    official_note=_("安澜县人民政府办公室主办的官方网站"),
    domain="",
    hotline="12345",
    hall=_("县政务服务中心"),
    hall_address=_("云溪路 1 号，工作日 8:30 到 17:30"),
    identifiers=(
        _("网站标识码 3399210001"),
        _("浙ICP备00000000号"),
        _("浙公网安备 33992102000001号"),
    ),
    report_error_url="",
    demo_note=_("演示环境，人物、机构与数据均为虚构"),
)


@lru_cache(maxsize=1)
def site() -> Site:
    """The site of this installation. Raises TypeError for a ``SITE`` with ``faults``."""
    given: dict[str, object] = dict(getattr(settings, "SITE", {}))
    if wrong := list(faults(given)):
        raise TypeError(f"SITE: {'; '.join(wrong)}")
    if "identifiers" in given:
        given["identifiers"] = tuple(given["identifiers"])  # type: ignore[arg-type]
    english: dict[str, str] = given.pop("en", {})  # type: ignore[assignment]
    given |= {name: _either(str(given[name]), text) for name, text in english.items()}
    note = {} if getattr(settings, "DEMO", False) else {"demo_note": ""}
    return replace(DEMONSTRATION, **{**note, **given})  # type: ignore[arg-type]


def _forget(*, setting: str, **_kwargs: object) -> None:
    if setting == "SITE":
        site.cache_clear()


setting_changed.connect(_forget)
