"""``manage.py messages extract|compile|check``: the translations, without gettext's programs."""

from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser

from onevisit.config import translations


class Command(BaseCommand):
    """Keep the catalogues in step with the texts."""

    help = "Extract translatable texts, compile the catalogues, or check that they are complete."
    requires_system_checks: list[str] = []

    def add_arguments(self, parser: CommandParser) -> None:
        """One word."""
        parser.add_argument("action", choices=["extract", "compile", "check"])

    def handle(self, *args: Any, **options: Any) -> None:
        """Do it for every language but the source language."""
        if options["action"] == "extract":
            self._extract()
        elif options["action"] == "compile":
            done = translations.compile_stale()
            self.stdout.write(f"compiled: {', '.join(done) or 'nothing to do'}")
        else:
            self._check()

    def _extract(self) -> None:
        for language in translations.LANGUAGES:
            catalog = translations.update(language)
            empty = translations.untranslated(catalog)
            self.stdout.write(f"{language}: {len(catalog)} texts, {empty} untranslated")

    def _check(self) -> None:
        found = [
            f"{language}: {finding}"
            for language in translations.LANGUAGES
            for finding in translations.findings(language)
        ]
        for finding in found:
            self.stderr.write(finding)
        if found:
            raise CommandError(f"{len(found)} findings; `manage.py messages extract`, translate")
        self.stdout.write("translations complete")
