"""What the province confirmed of its codes: written by one officer, checked by a second."""

from typing import Any, ClassVar

from django.db import models
from django.db.models import Q

from onevisit.kernel.two_people import Written, states, two_people


class CodeAnswer(Written):
    """A paper of the province (`why` names it) about `codes` of a profile, ``set=value`` → the
    number it speaks of: that they are right, or (`holds` false) that they are not any more.
    """

    profile = models.TextField()
    codes: models.JSONField[Any, Any] = models.JSONField()
    holds = models.BooleanField()
    why = models.CharField(max_length=200)
    state = states("confirmed", "returned")

    class Meta:
        constraints: ClassVar[list[models.BaseConstraint]] = [
            *two_people("code_answer", "profile", held="confirmed", sent_back="returned"),
            models.CheckConstraint(
                condition=~Q(codes={}) & ~Q(why=""), name="code_answer_says_something"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.profile} {self.why} {self.state}"
