"""Named refusals of journeys."""


class Malformed(Exception):
    """A flat definition that can't be solved: `place` is a JSON pointer into it, `said` what is
    wrong there, `advice` what to do. `id` is the definition's own name where that much is known.
    """

    def __init__(self, place: str, said: str, advice: str) -> None:
        super().__init__(place, said, advice)
        self.place = place
        self.said = said
        self.advice = advice
        self.id: str | int | None = None

    def __str__(self) -> str:
        return f"{self.place or '/'}: {self.said}; {self.advice}"


class Unplannable(Exception):
    """No plan: `why` is "must_exceeds" (what must be opened breaks the limits already), "too_hard"
    (the solver took too long) or "not_proven" (its answer does not hold in whole numbers).
    """

    def __init__(self, why: str) -> None:
        super().__init__(why)
        self.why = why
