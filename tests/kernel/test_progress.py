"""A line that shows how far long work has come."""

import io

import pytest

from onevisit.kernel.progress import Progress


class Terminal(io.StringIO):
    def isatty(self) -> bool:
        return True


def test_in_a_log_one_line_stands_at_the_end() -> None:
    stream = io.StringIO()
    with Progress("Importing", total=200, stream=stream) as line:
        for _ in range(200):
            line.advance()
    assert stream.getvalue().startswith("Importing: 200/200 100 % (")
    assert stream.getvalue().count("\n") == 1


def test_on_a_terminal_the_line_is_redrawn_in_place() -> None:
    stream = Terminal()
    with Progress("Importing", stream=stream) as line:
        line.advance(1234)
    assert stream.getvalue().startswith("\r\x1b[KImporting: 0")
    assert "Importing: 1,234 (" in stream.getvalue()
    assert stream.getvalue().endswith("\n")


def test_it_tells_how_far_it_came_when_the_work_fails() -> None:
    stream = io.StringIO()
    with pytest.raises(RuntimeError), Progress("Importing", total=10, stream=stream) as line:
        line.advance(3)
        raise RuntimeError
    assert "3/10 30 %" in stream.getvalue()


def test_once_it_has_gone_on_for_a_while_it_says_how_long_it_will_take(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    clock = [0.0]
    monkeypatch.setattr("onevisit.kernel.progress.time.monotonic", lambda: clock[0])
    stream = io.StringIO()
    with Progress("Importing", total=40, stream=stream) as line:
        clock[0] = 11.0
        line.advance(10)
        assert line.done == 10
        clock[0] = 30.0
        line.advance(30)
    said = stream.getvalue().splitlines()
    assert said[0] == "Importing: 10/40 25 % (11.0 s, about 33 s left)"
    assert said[-1] == "Importing: 40/40 100 % (30.0 s)"


def test_without_pause_every_step_is_written() -> None:
    stream = io.StringIO()
    with Progress("Importing", every=0, stream=stream) as line:
        line.advance()
        line.advance()
    assert stream.getvalue().count("\n") == 3
