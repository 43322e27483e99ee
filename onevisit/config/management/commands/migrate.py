"""``manage.py migrate``: Django's, in a quarter of the time where there is nothing yet."""

from django.core.management.commands import migrate

from onevisit.kernel.migrating import DrawingAlone

migrate.MigrationExecutor = DrawingAlone  # type: ignore[attr-defined]


class Command(migrate.Command):
    """Django's own, drawing no more models than an operation looks at."""
