"""One line of the interchange form: a definition in JSON in, a result in JSON out."""

import json
from typing import Any, NoReturn

from onevisit.journeys.errors import Malformed
from onevisit.journeys.rules.flat import Solved
from onevisit.journeys.rules.reading import id_of, read
from onevisit.journeys.rules.solving import solve
from onevisit.kernel.types import Json

LONGEST_NUMBER = 30


def solve_line(line: bytes) -> tuple[str, bool]:
    """The result of one line as JSON, and whether it is an error. Raises nothing."""
    try:
        flat = read(decoded(line))
        return _text(flat.id, solve(flat), None), False
    except Malformed as wrong:
        name = _id_of(line) if wrong.id is None else wrong.id
        return _text(name, Solved(), str(wrong)), True
    except (MemoryError, RecursionError) as wrong:
        said = f"/: too large to be solved ({type(wrong).__name__}); split the definition"
        return _text(None, Solved(), said), True


def decoded(line: bytes) -> Json:
    """The JSON of a line. Raises Malformed where it is none, or says a thing twice."""
    if not line.strip():
        _refuse("an empty line", "write one definition to a line, and nothing between them")
    try:
        text = line.decode("utf-8")
    except UnicodeDecodeError as wrong:
        _refuse(f"not UTF-8 from byte {wrong.start + 1}", "save the file as UTF-8")
    try:
        found: Json = _DECODER.decode(text.removeprefix("\ufeff"))
    except json.JSONDecodeError as wrong:
        _refuse(
            f"not JSON at character {wrong.pos + 1}: {wrong.msg}", "write one JSON object to a line"
        )
    except RecursionError:
        _refuse("nested too deeply", "make it flatter")
    return found


def _text(name: str | int | None, solved: Solved, error: str | None) -> str:
    trips = solved.trips
    result: dict[str, Any] = {
        "id": name,
        "worst": solved.worst,
        "worst_external": solved.worst_external,
        "best": solved.best,
        "impossible": solved.impossible,
        "answers": solved.answers,
        "trips": trips and [{"place": each.place, "acts": list(each.acts)} for each in trips],
        "error": error,
    }
    if trips is not None and not trips:
        result["trips"] = []
    return json.dumps(result, ensure_ascii=False).encode("utf-8", "backslashreplace").decode()


def _id_of(line: bytes) -> str | int | None:
    """What a line that is otherwise wrong calls itself, if it does so once."""
    outermost: list[tuple[str, Json]] = []

    def keep(pairs: list[tuple[str, Json]]) -> None:
        outermost[:] = pairs

    try:
        json.loads(line, object_pairs_hook=keep)
        [name] = [value for key, value in outermost if key == "id"]
        return id_of(name)
    except (ValueError, RecursionError, Malformed):
        return None


def _refuse(said: str, advice: str) -> NoReturn:
    raise Malformed("", said, advice)


def _once(pairs: list[tuple[str, Json]]) -> dict[str, Json]:
    found = dict(pairs)
    if len(found) < len(pairs):
        seen: set[str] = set()
        for name, _ in pairs:
            if name in seen:
                _refuse(f"key {name[:60]!r} stands twice in one object", "write each key once")
            seen.add(name)
    return found


def _no_constant(name: str) -> NoReturn:
    _refuse(f"{name} is no JSON", "write a number, a text, true, false or null")


def _whole(digits: str) -> int:
    if len(digits) > LONGEST_NUMBER:
        _refuse(f"a number of {len(digits)} digits", "no number here needs more than a few")
    return int(digits)


_DECODER = json.JSONDecoder(object_pairs_hook=_once, parse_constant=_no_constant, parse_int=_whole)
