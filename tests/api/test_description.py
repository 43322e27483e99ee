"""The description checked in is the one that is served, and says what holds."""

import json
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from django.test import Client
from ninja.openapi.schema import OpenAPISchema

from onevisit.config.api import api, described

OPENAPI = Path(__file__).parents[2] / "docs" / "openapi.json"


def operations() -> Iterator[tuple[str, str, dict[str, Any]]]:
    for path, methods in described()["paths"].items():
        for method, operation in methods.items():
            yield path, method, operation


def test_the_description_checked_in_is_the_present_one(
    golden: Callable[[str, str], None],
) -> None:
    text = json.dumps(described(), ensure_ascii=False, indent=1) + "\n"
    golden("../../docs/openapi.json", text)


@pytest.mark.django_db
def test_the_description_checked_in_is_the_one_served() -> None:
    assert Client().get("/api/v1/openapi.json").json() == json.loads(OPENAPI.read_text("utf-8"))


def test_it_is_openapi_3_1_and_every_operation_is_described_once() -> None:
    assert described()["openapi"] == "3.1.0"
    names = [operation["operationId"] for _, _, operation in operations()]
    assert len(names) == len(set(names))
    assert [name for _, _, o in operations() if not (name := o.get("description"))] == []


def test_whatever_changes_something_needs_a_scope() -> None:
    stateless = {"questions", "checklist", "figures"}
    open_ones = {
        operation["operationId"]
        for _, method, operation in operations()
        if method != "get" and {} in operation["security"]
    }
    assert open_ones == stateless


def test_whatever_creates_something_needs_a_key() -> None:
    for path, method, operation in operations():
        key = [p for p in operation["parameters"] if p["name"] == "Idempotency-Key"]
        if "201" in map(str, operation["responses"]):
            assert method == "post", path
            assert key and key[0]["required"], path
        elif method == "post" and {} not in operation["security"]:
            assert key, f"{path} could be repeated"


def test_no_two_schemas_share_a_name(monkeypatch: pytest.MonkeyPatch) -> None:
    """Ninja would silently keep one of them, be they bodies, answers or lists of values."""
    defined: dict[str, list[Any]] = {}

    def add(document: OpenAPISchema, found: dict[str, Any]) -> None:
        for name, schema in found.items():
            if schema not in defined.setdefault(name, []):
                defined[name].append(schema)
        document.schemas.update(found)

    monkeypatch.setattr(OpenAPISchema, "add_schema_definitions", add)
    api.described()
    assert len(defined) > 200
    assert [name for name, said in defined.items() if len(said) > 1] == []


def test_no_operation_answers_with_a_tuple() -> None:
    """Ninja takes one of two rows for a status and a body."""
    done = [
        operation.view_func
        for _, router in api._routers
        for path in router.path_operations.values()
        for operation in path.operations
    ]
    assert len(done) > 40
    assert [
        f.__qualname__ for f in done if str(f.__annotations__["return"]).startswith("tuple")
    ] == []
