#!/usr/bin/env python3
"""What the product is made of: its bill of materials, and whether every licence is allowed.

``supply.py write`` makes ``requirements/sbom.cdx.json`` (CycloneDX 1.6) from the lock file and from
what the installed packages say of themselves; ``supply.py check`` says what is not allowed, and
whether the bill is still that of the lock. Runs in the environment it describes.
"""

import json
import re
import sys
import tomllib
import uuid
from collections.abc import Iterator
from dataclasses import dataclass
from importlib.metadata import PackageNotFoundError, metadata, requires
from pathlib import Path
from typing import Any

from packaging.requirements import Requirement
from packaging.utils import canonicalize_name

ROOT = Path(__file__).resolve().parent.parent
LOCK = ROOT / "requirements" / "runtime.txt"
ASKED = ROOT / "requirements" / "runtime.in"
BILL = ROOT / "requirements" / "sbom.cdx.json"
LICENCES = ROOT / "requirements" / "licences.toml"
_PIN = re.compile(r"^([A-Za-z0-9._-]+)==([^\s\\;]+)")
_HASH = re.compile(r"--hash=sha256:([0-9a-f]{64})")


@dataclass(frozen=True, slots=True)
class Pinned:
    """One package of the lock, with the SHA-256 of every file it may come in."""

    name: str
    version: str
    hashes: tuple[str, ...]

    @property
    def purl(self) -> str:
        """Its package URL."""
        return f"pkg:pypi/{self.name}@{self.version}"


@dataclass(frozen=True, slots=True)
class Policy:
    """``requirements/licences.toml``: allowed for all, only for some, and looked up by a person."""

    allowed: frozenset[str]
    only: dict[str, list[str]]
    looked_up: dict[str, str]

    def licence(self, name: str, declared: str | None) -> str | None:
        """The SPDX expression of a package: its own word counts before ours."""
        return declared or self.looked_up.get(name)

    def permits(self, name: str, expression: str) -> bool:
        """Whether an expression is allowed for a package: all of AND, one of OR."""
        choices = re.split(r"\s+OR\s+", expression.replace("(", "").replace(")", ""))
        mixed = "(" in expression and " AND " in expression and " OR " in expression
        return not mixed and any(
            all(self._one(name, part) for part in re.split(r"\s+AND\s+", choice.strip()))
            for choice in choices
        )

    def _one(self, name: str, licence: str) -> bool:
        return licence in self.allowed or name in self.only.get(licence, ())


def policy(text: str) -> Policy:
    """Read the list of licences."""
    told = tomllib.loads(text)
    return Policy(frozenset(told["allowed"]), told["only"], told["looked-up"])


def pinned(lock: str) -> list[Pinned]:
    """The packages of a lock file, in its order."""
    found = []
    for block in re.split(r"\n(?=\S)", lock):
        head = _PIN.match(block)
        if head:
            hashes = tuple(_HASH.findall(block))
            found.append(Pinned(canonicalize_name(head[1]), head[2], hashes))
    return found


def declared(name: str) -> str | None:
    """The SPDX expression an installed package declares. Raises PackageNotFoundError."""
    return metadata(name).get("License-Expression")  # type: ignore[attr-defined, no-any-return]


def refused(packages: list[Pinned], rules: Policy) -> Iterator[str]:
    """One line for each package whose licence is unknown or not allowed."""
    for each in packages:
        try:
            licence = rules.licence(each.name, declared(each.name))
        except PackageNotFoundError:
            yield f"{each.name} is in the lock but not installed here"
            continue
        if licence is None:
            yield f"{each.name} declares no SPDX licence: look it up, add it to licences.toml"
        elif not rules.permits(each.name, licence):
            yield f"{each.name} is {licence}, which licences.toml does not allow: do without it"


def bill(lock: str, rules: Policy, version: str, asked: str) -> dict[str, Any]:
    """The bill of materials; the same lock gives the same bill."""
    packages = pinned(lock)
    known = {each.name: each for each in packages}
    top = "pkg:generic/onevisit@" + version
    direct = [Requirement(line) for line in asked.splitlines() if line and line[0] not in "#-"]
    roots = {canonicalize_name(each.name): each.extras for each in direct}
    return {
        "bomFormat": "CycloneDX",
        "specVersion": "1.6",
        "serialNumber": uuid.uuid5(uuid.NAMESPACE_URL, f"{top}\n{lock}").urn,
        "version": 1,
        "metadata": {
            "component": {
                "type": "application",
                "bom-ref": top,
                "name": "onevisit",
                "version": version,
                "licenses": [{"license": {"id": "Apache-2.0"}}],
            },
        },
        "components": [_component(each, rules) for each in packages],
        "dependencies": [
            {"ref": top, "dependsOn": sorted(known[name].purl for name in roots)},
            *(
                {"ref": each.purl, "dependsOn": _needs(each.name, roots, known)}
                for each in packages
            ),
        ],
    }


def _component(each: Pinned, rules: Policy) -> dict[str, Any]:
    licence = rules.licence(each.name, declared(each.name)) or "NOASSERTION"
    plain = " " not in licence
    return {
        "type": "library",
        "bom-ref": each.purl,
        "name": each.name,
        "version": each.version,
        "purl": each.purl,
        "licenses": [{"license": {"id": licence}} if plain else {"expression": licence}],
        "hashes": [{"alg": "SHA-256", "content": digest} for digest in each.hashes],
    }


def _needs(name: str, roots: dict[Any, set[str]], known: dict[str, Pinned]) -> list[str]:
    """What a package asks for, of what is in the lock."""
    extras = ("", *sorted(roots.get(name, ())))
    wanted = set()
    for line in requires(name) or ():
        need = Requirement(line)
        marked = need.marker is None or any(need.marker.evaluate({"extra": e}) for e in extras)
        found = known.get(canonicalize_name(need.name))
        if marked and found:
            wanted.add(found.purl)
    return sorted(wanted)


def _version() -> str:
    text = (ROOT / "onevisit" / "__init__.py").read_text(encoding="utf-8")
    found = re.search(r'__version__ = "([^"]+)"', text)
    assert found is not None
    return found[1]


def written() -> str:
    """The bill as it should stand in its file."""
    rules = policy(LICENCES.read_text(encoding="utf-8"))
    lock, asked = LOCK.read_text(encoding="utf-8"), ASKED.read_text(encoding="utf-8")
    return json.dumps(bill(lock, rules, _version(), asked), indent=1) + "\n"


def main() -> None:
    """``write`` or ``check``."""
    if sys.argv[1:] == ["write"]:
        BILL.write_text(written(), encoding="utf-8")
        return
    rules = policy(LICENCES.read_text(encoding="utf-8"))
    packages = pinned(LOCK.read_text(encoding="utf-8"))
    found = list(refused(packages, rules))
    if not found and (not BILL.exists() or BILL.read_text(encoding="utf-8") != written()):
        found.append(f"{BILL.name} is not that of the lock: `make sbom` writes it")
    if found:
        sys.exit("\n".join(found))
    print(f"{len(packages)} packages, every licence allowed, the bill of materials is the lock's")


if __name__ == "__main__":
    main()
