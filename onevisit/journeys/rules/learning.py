"""What a solved row of trips teaches about every other situation.

`Failing` says of a row of places that it does *not* do everything: its clauses are those of a
closure (what a trip can do, is done), so some act may be left undone only if it really is.
`Plan` says that some row of at most so many places does everything: its clauses give support (what
is done, was possible), so every act is done only if it really can be.
"""

from onevisit.journeys.rules.acts import Before, Literals
from onevisit.journeys.rules.formula import FALSE, TRUE

Done = tuple[int, ...]
"""For each act a literal: done, or not asked for."""

Able = list[tuple[int, int]]
"""The acts that can be done at all, each with the literal that says when."""


class Failing:
    """Rows of places, one tree of them: rows that begin alike share what they say."""

    def __init__(self, literals: Literals) -> None:
        self._formula = literals.formula
        self._before = [act.before for act in literals.acts]
        acts = list(enumerate(literals.acts))
        self._remote = [(index, act.remote) for index, act in acts if act.remote != FALSE]
        self._able: dict[str, Able] = {}
        for place in literals.places:
            there = [
                (index, self._formula.any_of((act.remote, act.at.get(place, FALSE))))
                for index, act in acts
            ]
            self._able[place] = [(index, able) for index, able in there if able != FALSE]
        start = tuple(-act.active for act in literals.acts)
        self._known: dict[tuple[str, ...], Done] = {(): self._stage(start, self._remote, None)}

    def undone(self, places: tuple[str, ...]) -> list[int]:
        """Literals of which one holds where the row leaves an act undone, and only there."""
        return [-each for each in self._after(places) if each != TRUE]

    def _after(self, places: tuple[str, ...]) -> Done:
        if places not in self._known:
            done = self._after(places[:-1])
            now = self._stage(done, self._able[places[-1]], done)
            self._known[places] = self._stage(now, self._remote, None)
        return self._known[places]

    def _stage(self, done: Done, able: Able, waited: Done | None) -> Done:
        """What is done after a trip, or after a pause: what can be done and has all before it.

        `waited` is what was done before whatever waits began; None for a pause, when all waits are
        over. Literals stay the same where nothing can be added.
        """
        formula, clauses = self._formula, self._formula.clauses
        now = list(done)
        fresh = [(index, can) for index, can in able if done[index] != TRUE]
        for index, _ in fresh:
            now[index] = formula.new()
            if done[index] != FALSE:
                clauses.append([-done[index], now[index]])
        far = now if waited is None else waited
        for index, can in fresh:
            clause = [now[index]] if can == TRUE else [now[index], -can]
            for edge in self._before[index]:
                behind = far[edge.act] if edge.waits else now[edge.act]
                missing = formula.both(edge.when, -behind)
                if missing != FALSE:
                    clause.append(missing)
            if TRUE not in clause:
                clauses.append(clause)
        return tuple(now)


class Plan:
    """A row of at most `slots` places that the solver may choose; `on` asks that it does all."""

    def __init__(self, literals: Literals, slots: int, external: frozenset[str]) -> None:
        self._of = literals
        self._formula = literals.formula
        self.slots = slots
        self.on = self._formula.new()
        self._used: list[int] = [TRUE]
        self._visits: list[int] = [TRUE]
        self._outside: list[int] = [TRUE]
        done = self._pause(tuple(-act.active for act in literals.acts))
        for _ in range(slots):
            here = self._slot(external)
            done = self._pause(self._trip(done, here))
        for each in done:
            self._formula.add(-self.on, each)

    def used(self, count: int) -> int:
        """At least so many trips."""
        return _at(self._used, count)

    def visits(self, count: int) -> int:
        """At least so many trips to places that are not external."""
        return _at(self._visits, count)

    def outside(self, count: int) -> int:
        """At least so many trips to external places."""
        return _at(self._outside, count)

    def _slot(self, external: frozenset[str]) -> dict[str, int]:
        formula = self._formula
        here = {place: formula.new() for place in self._of.places}
        chosen = list(here.values())
        for index, one in enumerate(chosen):
            for other in chosen[:index]:
                formula.add(-one, -other)
        used = formula.any_of(chosen)
        formula.add(-used, self._used[-1])
        self._used.append(used)
        inside = formula.any_of([each for place, each in here.items() if place not in external])
        outside = formula.any_of([each for place, each in here.items() if place in external])
        self._visits = self._counted(self._visits, inside)
        self._outside = self._counted(self._outside, outside)
        return here

    def _counted(self, unary: list[int], one_more: int) -> list[int]:
        formula = self._formula
        return [TRUE] + [
            formula.any_of((_at(unary, count), formula.all_of((unary[count - 1], one_more))))
            for count in range(1, len(unary) + 1)
        ]

    def _trip(self, done: Done, here: dict[str, int]) -> Done:
        formula = self._formula
        now = self._fresh(done)
        for index, act in enumerate(self._of.acts):
            if now[index] != done[index]:
                there = [formula.all_of((here[place], able)) for place, able in act.at.items()]
                self._support(now[index], done[index], [act.remote, *there], act.before, now, done)
        return now

    def _pause(self, done: Done) -> Done:
        now = tuple(
            was if act.remote == FALSE or was == TRUE else self._formula.new()
            for act, was in zip(self._of.acts, done, strict=True)
        )
        for index, act in enumerate(self._of.acts):
            if now[index] != done[index]:
                self._support(now[index], done[index], [act.remote], act.before, now, now)
        return now

    def _fresh(self, done: Done) -> Done:
        return tuple(TRUE if was == TRUE else self._formula.new() for was in done)

    def _support(
        self, new: int, was: int, ways: list[int], before: tuple[Before, ...], now: Done, done: Done
    ) -> None:
        """Newly done only in a way there is, after all that comes before."""
        fresh = self._formula.new()
        self._formula.add(-new, was, fresh)
        self._formula.add(-fresh, *ways)
        for edge in before:
            self._formula.add(-fresh, -edge.when, (done if edge.waits else now)[edge.act])


def _at(unary: list[int], count: int) -> int:
    return unary[count] if count < len(unary) else FALSE
