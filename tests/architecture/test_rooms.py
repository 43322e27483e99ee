"""Rooms know only the rooms below them, also where the import linter cannot look."""

import ast
import tomllib
from typing import Any

from django.apps import apps
from django.db.models import Model

from onevisit.config.rooms import ROOMS as IN_ORDER
from tests.architecture import source

RANK = {room: number for number, room in enumerate(IN_ORDER)}
PRIVATE = ("models", "web", "api", "jobs", "admin")
LIBRARIES = {"config", "kernel", "ui"}


def room_of_model(model: type[Model]) -> str | None:
    parts = model.__module__.split(".")
    return parts[1] if parts[0] == "onevisit" else None


def contracts() -> list[dict[str, Any]]:
    settings = tomllib.loads((source.ROOT / "pyproject.toml").read_text(encoding="utf-8"))
    found: list[dict[str, Any]] = settings["tool"]["importlinter"]["contracts"]
    return found


def test_every_room_has_its_place_in_the_order() -> None:
    layers = next(c["layers"] for c in contracts() if c["id"] == "rooms")
    one_by_one = [room for layer in layers for room in layer.split(" | ")]
    assert one_by_one == ["config", *reversed(IN_ORDER)]
    assert set(source.ROOMS) == {"config", *IN_ORDER}


def test_foreign_keys_point_downward_only() -> None:
    upward = [
        f"{model._meta.label}.{field.name} -> {target._meta.label}"
        for model in apps.get_models(include_auto_created=True)
        if (room := room_of_model(model))
        for field in model._meta.get_fields()
        if field.concrete
        and (target := field.related_model)
        and isinstance(target, type)
        and (other := room_of_model(target))
        and RANK[other] > RANK[room]
    ]
    assert upward == []


def test_foreign_keys_to_other_rooms_are_strings_and_leave_no_way_back() -> None:
    """No ``department.case_set``: a lower room must not see a higher one through its rows."""
    visible = [
        f"{model._meta.label}.{field.name}"
        for model in apps.get_models()
        if (room := room_of_model(model))
        for field in model._meta.get_fields()
        if field.concrete
        and isinstance(target := field.related_model, type)
        and room_of_model(target) not in (room, None)
        and not field.remote_field.hidden
    ]
    assert visible == []


def test_the_private_modules_of_every_room_are_protected() -> None:
    protected = {
        module
        for contract in contracts()
        if contract["type"] == "protected"
        for module in contract["protected_modules"]
    }
    expected = {
        f"onevisit.{room}.{part}"
        for room in source.ROOMS
        if room not in LIBRARIES
        for part in (*PRIVATE, "access")
        if (source.HOUSE / room / f"{part}.py").exists()
        or (source.HOUSE / room / part / "__init__.py").exists()
    }
    assert protected == expected


def test_only_a_room_itself_fetches_its_models_by_name() -> None:
    found = []
    for path in source.python_files("onevisit", "demo"):
        for node in source.nodes(path):
            if not isinstance(node, ast.Call) or source.called_name(node) != "get_model":
                continue
            if not node.args and not node.keywords:
                continue  # a solver's model, which nobody names
            label = node.args[0] if node.args else None
            room = str(label.value).split(".")[0] if isinstance(label, ast.Constant) else ""
            if room != source.room_of(path):
                found.append(source.shown(path, node.lineno))
    assert found == []


def test_the_demonstration_is_built_through_services() -> None:
    found = []
    for path in source.python_files("demo"):
        for node in source.nodes(path):
            if isinstance(node, ast.ImportFrom) and node.module:
                parts = node.module.split(".")
                names = {alias.name for alias in node.names}
                if parts[0] == "onevisit" and ({"models", "web"} & ({*parts[2:]} | names)):
                    found.append(source.shown(path, node.lineno))
    assert found == []


def test_every_room_is_installed() -> None:
    installed = {config.name for config in apps.get_app_configs()}
    assert {f"onevisit.{room}" for room in ("config", *IN_ORDER)} <= installed
