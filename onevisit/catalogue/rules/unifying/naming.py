"""The two names in one: 主项 and, in brackets behind it, 子项."""

import re

_BRACKETED = re.compile(r"(?P<main>.+?)\s*[（(](?P<sub>[^（()）]+)[)）]")
_DASHED = re.compile(r"(?P<main>.{2,}?)\s*(?:—+|－|-)\s*(?P<sub>.+)")


def split_name(name: str) -> tuple[str, str]:
    """食品经营许可（新办）is 食品经营许可 and 新办; a name without brackets has no sub name."""
    plain = " ".join(name.split())
    found = _BRACKETED.fullmatch(plain) or _DASHED.fullmatch(plain)
    return (found["main"], found["sub"]) if found else (plain, "")


def join_name(main: str, sub: str) -> str:
    """The two names as one writes them."""
    return f"{main}（{sub}）" if sub else main
