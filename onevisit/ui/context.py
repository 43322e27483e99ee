"""What every template may ask of the page around it, under the one name ``ui``."""

from dataclasses import dataclass

from django.conf import settings
from django.http import HttpRequest

from onevisit.ui import navigation as nav
from onevisit.ui.navigation import ActingAs
from onevisit.ui.site import Site, site
from onevisit.ui.view_mode import came_from, is_elder


@dataclass(frozen=True)
class Navigation:
    """The links of one page, made only where a template draws them."""

    request: HttpRequest
    current: str = ""

    @property
    def main(self) -> list[nav.Link]:
        """Header."""
        return nav.links(self.request, nav.Place.MAIN, self.current)

    @property
    def bell(self) -> list[nav.Link]:
        """What waits to be read, beside the visitor's name."""
        return nav.links(self.request, nav.Place.BELL, self.current)

    @property
    def tabs(self) -> list[nav.Link]:
        """Bottom of the phone."""
        return nav.links(self.request, nav.Place.TABS, self.current)

    @property
    def user(self) -> list[nav.Link]:
        """Menu of whoever is signed in; for a guest the way in."""
        return nav.links(self.request, nav.Place.USER, self.current)

    @property
    def footer(self) -> list[nav.Link]:
        """Foot of every public page."""
        return nav.links(self.request, nav.Place.FOOTER, self.current)

    @property
    def staff(self) -> list[nav.Link]:
        """Row under the dark bar."""
        return nav.links(self.request, nav.Place.STAFF, self.current)


@dataclass(frozen=True)
class Chrome:
    """Everything around the content of one page."""

    request: HttpRequest

    @property
    def site(self) -> Site:
        """Who runs this site."""
        return site()

    @property
    def nav(self) -> Navigation:
        """Where one can go."""
        return Navigation(self.request)

    @property
    def elder(self) -> bool:
        """Whether the elderly view is on."""
        return is_elder(self.request)

    @property
    def user_name(self) -> str:
        """What to call the visitor; empty for a guest."""
        return nav.name_of(self.request)

    @property
    def acting(self) -> ActingAs | None:
        """In whose name the visitor works; None for their own."""
        return nav.acting_of(self.request)

    @property
    def return_to(self) -> str:
        """Where a switch of language or view leads back to: this page, if it can be asked again."""
        return (
            self.request.get_full_path()
            if self.request.method == "GET"
            else came_from(self.request)
        )

    @property
    def csrf_cookie(self) -> str:
        """Name of the cookie the script refreshes stale forms from; empty if scripts cannot."""
        hidden = settings.CSRF_COOKIE_HTTPONLY or settings.CSRF_USE_SESSIONS
        return "" if hidden else settings.CSRF_COOKIE_NAME


def navigation(request: HttpRequest) -> dict[str, object]:
    """Context processor: ``ui.site``, ``ui.nav``, ``ui.elder``, ``ui.user_name``."""
    return {"ui": Chrome(request)}
