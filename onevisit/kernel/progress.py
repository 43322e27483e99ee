"""A line that shows how far long work has come: redrawn on a terminal, now and then elsewhere."""

import sys
import time
from types import TracebackType
from typing import Self, TextIO


class Progress:
    """``with Progress("Importing", total=1148) as line: line.advance()``.

    On a terminal the line is redrawn at most ten times a second; elsewhere (a log) a new line
    is written every ``every`` seconds and one at the end.
    """

    def __init__(
        self,
        label: str,
        *,
        total: int | None = None,
        every: float = 10.0,
        stream: TextIO | None = None,
    ) -> None:
        self._label = label
        self._total = total
        self._stream = sys.stderr if stream is None else stream
        self._tty = self._stream.isatty()
        self._pause = 0.1 if self._tty else every
        self._done = 0
        self._started = self._drawn = time.monotonic()

    def __enter__(self) -> Self:
        if self._tty:
            self._draw()
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self._draw()
        if self._tty:
            self._stream.write("\n")
        self._stream.flush()

    def advance(self, steps: int = 1) -> None:
        """Say that ``steps`` more are done."""
        self._done += steps
        if time.monotonic() - self._drawn >= self._pause:
            self._draw()

    @property
    def done(self) -> int:
        """How many steps are done."""
        return self._done

    def _draw(self) -> None:
        self._drawn = time.monotonic()
        spent = self._drawn - self._started
        line = f"{self._label}: {self._amount()} ({spent:.1f} s{self._left(spent)})"
        self._stream.write(f"\r\x1b[K{line}" if self._tty else f"{line}\n")
        self._stream.flush()

    def _left(self, spent: float) -> str:
        """What is still to come if it goes on like that; nothing is promised from little."""
        if not self._total or not self._done or self._done >= self._total or spent < 2:
            return ""
        return f", about {spent * (self._total - self._done) / self._done:.0f} s left"

    def _amount(self) -> str:
        if not self._total:
            return f"{self._done:,}"
        share = min(100, self._done * 100 // self._total)
        return f"{self._done:,}/{self._total:,} {share} %"
