"""What comes in and goes out a line at a time."""

import io
import json
from random import Random
from typing import Any

import pytest

from bench.visits_random import small
from onevisit.journeys.rules import solve_line
from onevisit.journeys.services import lines as services

GOOD: dict[str, Any] = {"id": "g", "questions": {"q": ["a", "b"]}, "acts": {}, "order": []}
ACT = {"u": {"modes": [{"place": "centre"}]}}
VAR = {"var": "q"}


def flat(**parts: Any) -> bytes:
    return json.dumps(GOOD | parts).encode()


def act(**parts: Any) -> bytes:
    return flat(acts={"u": {"modes": [{"place": "centre"}]} | parts})


def edge(**parts: Any) -> bytes:
    return flat(acts=ACT, order=[{"before": "u", "after": "u", "when": False} | parts])


MALFORMED = [
    (b"", None, "empty line"),
    (b"  \r", None, "empty line"),
    (b"{", None, "not JSON"),
    (b"\xff", None, "UTF-8"),
    (b"[]", None, "no definition"),
    (b"[" * 90_000, None, "nested"),
    (b'{"id": ' + b"9" * 9_000 + b"}", None, "digits"),
    (b'{"id": "a", "id": "b"}', None, "'id' stands twice"),
    (b'{"id": "g", "acts": {"u": {}, "u": {}}}', "g", "'u' stands twice"),
    (b'{"id": "g", "acts": NaN}', "g", "NaN"),
    (b'{"id": "\\ud800"}', None, "questions"),
    (flat(id=None), None, "/id"),
    (flat(id=True), None, "/id"),
    (flat(more=1), "g", "unknown key 'more'"),
    (b'{"id": "g", "questions": {}, "acts": {}}', "g", "order is missing"),
    (flat(questions=[]), "g", "/questions"),
    (flat(questions={"q": []}), "g", "/questions/q"),
    (flat(questions={"q": ["a", 1]}), "g", "/questions/q/1"),
    (flat(questions={"q": ["a", "a"]}), "g", "'a' stands twice"),
    (flat(enablers="data"), "g", "/enablers"),
    (flat(external_places=[1]), "g", "/external_places/0"),
    (flat(acts=[]), "g", "/acts"),
    (flat(acts={"u": {}}), "g", "/acts/u: modes is missing"),
    (flat(acts={"a/b": {"modes": {}}}), "g", "/acts/a~1b/modes"),
    (act(modes=[{}]), "g", "/acts/u/modes/0"),
    (act(modes=[{"remote": True, "place": "centre"}]), "g", "both remote"),
    (act(modes=[{"remote": 1}]), "g", "/acts/u/modes/0/remote"),
    (act(modes=[{"place": ""}]), "g", "/acts/u/modes/0/place"),
    (act(modes=[{"place": "c", "cost": 1}]), "g", "unknown key 'cost'"),
    (act(modes=[{"place": "c", "needs": "x"}]), "g", "/acts/u/modes/0/needs"),
    (act(when={}), "g", "/acts/u/when: an empty condition"),
    (act(when={"and": []}), "g", "an empty condition"),
    (act(when="yes"), "g", "not a condition"),
    (act(when={"<": [VAR, 1]}), "g", "unknown operator '<'"),
    (act(when={"xor": [True, True]}), "g", "unknown operator 'xor'"),
    (act(when={"==": [{"var": "r"}, "a"]}), "g", "unknown question 'r'"),
    (act(when={"==": [VAR, "c"]}), "g", "unknown option 'c' of 'q'"),
    (act(when={"in": [VAR, ["a", "c"]]}), "g", "unknown option 'c'"),
    (act(when={"in": [VAR, []]}), "g", "list"),
    (act(when={"==": [VAR, None]}), "g", "unknown option None"),
    (act(when={"==": [VAR]}), "g", "operands"),
    (edge(before="w"), "g", "/order/0/before: unknown act 'w'"),
    (edge(after=["u"]), "g", "/order/0/after: unknown act"),
    (edge(wait=-1), "g", "/order/0/wait"),
    (edge(wait="5"), "g", "/order/0/wait"),
    (edge(wait=10**25), "g", "/order/0/wait"),
    (edge(lag=1), "g", "unknown key 'lag'"),
]


@pytest.mark.parametrize(("line", "name", "said"), MALFORMED)
def test_a_malformed_line_gives_a_result_that_says_where_and_why(
    line: bytes, name: str | None, said: str
) -> None:
    text, wrong = solve_line(line)
    result = json.loads(text)
    assert wrong
    assert said in result.pop("error")
    assert result.pop("id") == name
    assert set(result.values()) == {None}


def test_results_come_in_the_order_of_the_lines_whoever_solved_them(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(services, "ALONE", 20)
    monkeypatch.setattr(services, "BLOCK", 3_000)
    lines = [json.dumps(small(Random(seed), f"s{seed}")) for seed in range(120)]
    lines[70] = "not a definition"
    source = io.BytesIO("\n".join(lines).encode())
    found: list[str] = []
    services.solve_stream(source, lambda done: found.extend(text for text, _ in done), workers=2)
    assert found == [solve_line(line.encode())[0] for line in lines]


def test_a_result_never_waits_for_the_next_line() -> None:
    class Slow(io.RawIOBase):
        """Gives a line, then asks whether its result has come."""

        given = 0

        def read1(self, _: int = -1) -> bytes:
            assert len(found) == self.given
            self.given += 1
            return flat(id=f"l{self.given}") + b"\n" if self.given < 4 else b""

    found: list[tuple[str, bool]] = []
    services.solve_stream(Slow(), found.extend)  # type: ignore[arg-type]
    assert [json.loads(text)["id"] for text, _ in found] == ["l1", "l2", "l3"]
