"""Nothing grows beyond what a reader holds in mind."""

import ast

from tests.architecture import source

FILE_LINES = 500
FUNCTION_LINES = 50
FOLDERS = ("onevisit", "demo", "bench", "scripts", "tests")


def test_no_file_is_longer_than_500_lines() -> None:
    files = [*source.python_files(*FOLDERS), *source.templates()]
    lengths = {path: len(path.read_text(encoding="utf-8").splitlines()) for path in files}
    assert {source.shown(p): n for p, n in lengths.items() if n > FILE_LINES} == {}


def test_no_function_is_longer_than_50_lines() -> None:
    long = {}
    for path in source.python_files(*FOLDERS):
        for node in source.nodes(path):
            if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef):
                length = (node.end_lineno or node.lineno) - node.lineno + 1
                if length > FUNCTION_LINES:
                    long[f"{source.shown(path, node.lineno)} {node.name}"] = length
    assert long == {}


def test_every_room_says_what_it_owns() -> None:
    silent = [
        room
        for room in source.ROOMS
        if not ast.get_docstring(source.tree(source.HOUSE / room / "__init__.py"))
    ]
    assert silent == []


def test_there_is_no_drawer_for_everything() -> None:
    names = {"utils", "helpers", "common", "misc"}
    found = [source.shown(p) for p in source.python_files(*FOLDERS) if names & {p.stem, *p.parts}]
    assert found == []
