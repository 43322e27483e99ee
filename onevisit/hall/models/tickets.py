"""Tickets: who waits at a service point on a day, and how they were served."""

from typing import ClassVar

from django.db import models
from django.db.models import Q

from onevisit.hall.rules.queue import Priority, TicketState
from onevisit.kernel.ids import new_id

ACTIVE = (TicketState.CALLED.value, TicketState.SERVING.value)
"""States in which the person stands at a clerk's window."""


class TicketSeries(models.Model):
    """The last number given at a service point on a day; locked while the next one is taken."""

    service_point = models.ForeignKey(
        "directory.ServicePoint", on_delete=models.PROTECT, related_name="+"
    )
    day = models.DateField()
    last = models.PositiveSmallIntegerField()

    class Meta:
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(fields=["service_point", "day"], name="ticket_series_once"),
        ]

    def __str__(self) -> str:
        return f"{self.day} {self.last}"


class Ticket(models.Model):
    """One person who came to a service point, from the number to the end 排队号.

    `stands_at` is the instant by which they stand in line (their coming, less the head start of
    their priority). `called_as` and `person` say who it is: both are taken away when the day is
    over. `for_window` names the window they were passed on to, "" any. A ticket that nobody ended
    before the day was over is done without `ended_at`: how long it took is not known.
    """

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    service_point = models.ForeignKey(
        "directory.ServicePoint", on_delete=models.PROTECT, related_name="+"
    )
    day = models.DateField()
    number = models.PositiveSmallIntegerField()
    state = models.CharField(
        max_length=8,
        choices=[(s.value, s.name) for s in TicketState],
        default=TicketState.WAITING.value,
    )
    called_as = models.CharField(max_length=40, blank=True)
    wants_code = models.CharField(max_length=80, blank=True)
    wants_name = models.CharField(max_length=500, blank=True)
    priority = models.CharField(
        max_length=10, blank=True, choices=[(p.value, p.name) for p in Priority]
    )
    prepared = models.BooleanField(default=False)
    person = models.ForeignKey(
        "accounts.Person", on_delete=models.PROTECT, null=True, related_name="+"
    )
    application = models.ForeignKey(
        "cases.Application", on_delete=models.PROTECT, null=True, related_name="+"
    )
    clerk = models.ForeignKey(
        "accounts.User", on_delete=models.PROTECT, null=True, related_name="+"
    )
    window = models.CharField(max_length=20, blank=True)
    for_window = models.CharField(max_length=20, blank=True)
    calls = models.PositiveSmallIntegerField(default=0)
    came_at = models.DateTimeField()
    stands_at = models.DateTimeField()
    called_at = models.DateTimeField(null=True)
    began_at = models.DateTimeField(null=True)
    ended_at = models.DateTimeField(null=True)

    class Meta:
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(
                fields=["service_point", "day", "number"], name="ticket_number_once"
            ),
            models.UniqueConstraint(
                fields=["clerk"], condition=Q(state__in=ACTIVE), name="ticket_one_a_clerk"
            ),
            models.CheckConstraint(
                condition=Q(state__in=[s.value for s in TicketState]), name="ticket_state_known"
            ),
            models.CheckConstraint(
                condition=Q(priority__in=["", *(p.value for p in Priority)]),
                name="ticket_priority_known",
            ),
            models.CheckConstraint(
                condition=~Q(state__in=ACTIVE)
                | Q(clerk__isnull=False, called_at__isnull=False, ended_at__isnull=True),
                name="ticket_active_has_clerk",
            ),
            models.CheckConstraint(
                condition=~Q(state="waiting") | Q(clerk__isnull=True, ended_at__isnull=True),
                name="ticket_waiting_is_free",
            ),
            models.CheckConstraint(
                condition=~Q(state="serving") | Q(began_at__isnull=False),
                name="ticket_serving_began",
            ),
            models.CheckConstraint(
                condition=~Q(state="gone") | Q(ended_at__isnull=False), name="ticket_gone_ended"
            ),
        ]
        indexes: ClassVar[list[models.Index]] = [
            models.Index(
                fields=["service_point", "day", "stands_at"],
                condition=Q(state="waiting"),
                name="ticket_in_line",
            ),
            models.Index(fields=["clerk", "day"], name="ticket_of_clerk"),
        ]

    def __str__(self) -> str:
        return f"{self.day} {self.number} {self.state}"
