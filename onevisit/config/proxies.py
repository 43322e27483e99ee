"""What a trusted proxy says of the visitor is believed; what anybody else says is thrown away."""

import ipaddress
from collections.abc import Callable, Iterable, MutableMapping
from typing import Any

_SAID = (
    "HTTP_FORWARDED",
    "HTTP_X_FORWARDED_FOR",
    "HTTP_X_FORWARDED_HOST",
    "HTTP_X_FORWARDED_PORT",
    "HTTP_X_FORWARDED_PROTO",
    "HTTP_X_REAL_IP",
    "HTTP_X_REQUEST_ID",
)
_SCHEMES = frozenset({"http", "https"})
Application = Callable[[dict[str, Any], Any], Any]
Network = ipaddress.IPv4Network | ipaddress.IPv6Network


def behind(application: Application, proxies: Iterable[str]) -> Application:
    """The application as it looks from behind these proxies (addresses or networks).

    The visitor is the last address of X-Forwarded-For that is no proxy of ours; the scheme is
    X-Forwarded-Proto. Raises ValueError on something that is no address.
    """
    trusted = tuple(ipaddress.ip_network(each, strict=False) for each in proxies)

    def wrapped(environ: dict[str, Any], start_response: Any) -> Any:
        if _within(environ.get("REMOTE_ADDR", ""), trusted):
            _believe(environ, trusted)
        else:
            for name in _SAID:
                environ.pop(name, None)
        return application(environ, start_response)

    return wrapped


def _believe(environ: MutableMapping[str, Any], trusted: tuple[Network, ...]) -> None:
    named = [each.strip() for each in environ.get("HTTP_X_FORWARDED_FOR", "").split(",")]
    strangers = [each for each in named if each and not _within(each, trusted)]
    if strangers and _is_address(strangers[-1]):
        environ["REMOTE_ADDR"] = strangers[-1]
    scheme = environ.get("HTTP_X_FORWARDED_PROTO", "")
    if scheme in _SCHEMES:
        environ["wsgi.url_scheme"] = scheme


def _within(address: str, networks: tuple[Network, ...]) -> bool:
    if not _is_address(address):
        return False
    found = ipaddress.ip_address(address)
    return any(found in network for network in networks)


def _is_address(text: str) -> bool:
    try:
        ipaddress.ip_address(text)
    except ValueError:
        return False
    return True
