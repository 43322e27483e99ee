"""The bill of materials is the lock's, and nothing is linked that may not be."""

import json

import pytest

from scripts import supply

RULES = supply.policy(
    """
    allowed = ["MIT", "Apache-2.0", "BSD-3-Clause"]
    [only]
    "LGPL-3.0-only" = ["driver"]
    [looked-up]
    silent = "MIT"
    """
)
LOCK = supply.LOCK.read_text(encoding="utf-8")


@pytest.mark.parametrize(
    ("name", "expression", "permitted"),
    [
        ("any", "MIT", True),
        ("any", "GPL-3.0-only", False),
        ("any", "AGPL-3.0-or-later", False),
        ("any", "GPL-2.0-only OR MIT", True),
        ("any", "Apache-2.0 AND BSD-3-Clause", True),
        ("any", "Apache-2.0 AND GPL-2.0-only", False),
        ("any", "(MIT OR GPL-2.0-only) AND GPL-3.0-only", False),
        ("any", "Apache-2.0 WITH LLVM-exception", False),
        ("driver", "LGPL-3.0-only", True),
        ("any", "LGPL-3.0-only", False),
        ("any", "", False),
    ],
)
def test_a_licence_is_allowed_by_name_and_never_by_guessing(
    name: str, expression: str, permitted: bool
) -> None:
    assert RULES.permits(name, expression) is permitted


def test_a_package_that_may_not_be_linked_is_named_with_what_to_do(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    says = {"viral": "AGPL-3.0-only", "silent": None, "unknown": None, "good": "MIT"}
    monkeypatch.setattr(supply, "declared", says.__getitem__)
    packages = [supply.Pinned(name, "1", ("0" * 64,)) for name in says]
    first, second = supply.refused(packages, RULES)
    assert "viral is AGPL-3.0-only" in first and "do without it" in first
    assert "unknown declares no SPDX licence" in second


def test_every_package_of_the_lock_is_allowed() -> None:
    rules = supply.policy(supply.LICENCES.read_text(encoding="utf-8"))
    packages = supply.pinned(LOCK)
    assert len(packages) == LOCK.count("==")
    assert list(supply.refused(packages, rules)) == []
    names = {each.name for each in packages}
    assert rules.looked_up.keys() <= names
    assert not [licence for licence in rules.allowed if "GPL" in licence]


def test_the_bill_of_materials_is_that_of_the_lock() -> None:
    assert supply.BILL.read_text(encoding="utf-8") == supply.written()


def test_the_bill_names_every_package_with_version_licence_and_digests() -> None:
    bill = json.loads(supply.BILL.read_text(encoding="utf-8"))
    assert (bill["bomFormat"], bill["specVersion"]) == ("CycloneDX", "1.6")
    told = {each["name"]: each for each in bill["components"]}
    for each in supply.pinned(LOCK):
        component = told.pop(each.name)
        assert component["version"] == each.version
        assert component["licenses"] and component["licenses"] != [
            {"license": {"id": "NOASSERTION"}}
        ]
        assert [one["content"] for one in component["hashes"]] == list(each.hashes)
        assert each.hashes
    assert told == {}


def test_everything_in_the_bill_is_needed_by_something() -> None:
    bill = json.loads(supply.BILL.read_text(encoding="utf-8"))
    needs = {each["ref"]: each["dependsOn"] for each in bill["dependencies"]}
    top = bill["metadata"]["component"]["bom-ref"]
    reached, left = set(), [top]
    while left:
        ref = left.pop()
        if ref not in reached:
            reached.add(ref)
            left += needs[ref]
    assert reached == needs.keys()
    assert len(needs) == len(bill["components"]) + 1
