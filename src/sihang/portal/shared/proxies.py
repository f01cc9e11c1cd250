"""Who calls, where a proxy stands in front of the portal: lock-outs, limits and the journal go by REMOTE_ADDR."""

from collections.abc import Callable, Sequence
from ipaddress import IPv4Address, IPv4Network, IPv6Address, IPv6Network, ip_address, ip_network

from django.conf import settings
from django.core.exceptions import ImproperlyConfigured
from django.http import HttpRequest, HttpResponse

SOCKET = "unix"
"""How a proxy is listed that comes through a socket of the machine, and has no address."""

Handler = Callable[[HttpRequest], HttpResponse]
Networks = Sequence[IPv4Network | IPv6Network]


def caller_behind_proxies(get_response: Handler) -> Handler:
    """Put the address of the caller in the place of that of a listed proxy. Whoever is not listed is believed nothing."""

    def handle(request: HttpRequest) -> HttpResponse:
        listed = settings.TRUSTED_PROXIES
        if listed:
            passed_on = request.META.get("HTTP_X_FORWARDED_FOR", "").split(",")
            request.META["REMOTE_ADDR"] = caller(request.META.get("REMOTE_ADDR", ""), passed_on, listed)
        return get_response(request)

    return handle


def caller(nearest: str, passed_on: Sequence[str], listed: Sequence[str]) -> str:
    """The first address, seen from us, that is not of a listed proxy; the last one that was an address at all.

    Each proxy adds the one that it was called by at the end of `passed_on`: what stands before that of the first stranger
    is the stranger's own invention.
    """
    networks, found = _networks(listed), nearest
    if not (SOCKET in listed if not nearest else _within(nearest, networks)):
        return nearest
    for each in reversed([text.strip() for text in passed_on]):
        address = _address(each)
        if address is None:
            break
        found = str(address)
        if not _within(found, networks):
            break
    return found


def _within(text: str, networks: Networks) -> bool:
    address = _address(text)
    return address is not None and any(address in network for network in networks)


def _address(text: str) -> IPv4Address | IPv6Address | None:
    """`203.0.113.7`, `203.0.113.7:4711`, `2001:db8::7`, `[2001:db8::7]:4711`; an IPv4 address inside an IPv6 one as itself."""
    if text.startswith("["):
        text = text[1:].partition("]")[0]
    elif text.count(":") == 1:
        text = text.partition(":")[0]
    try:
        address = ip_address(text)
    except ValueError:
        return None
    return getattr(address, "ipv4_mapped", None) or address


def _networks(listed: Sequence[str]) -> Networks:
    try:
        return [ip_network(each) for each in listed if each != SOCKET]
    except ValueError as error:
        raise ImproperlyConfigured(f"TRUSTED_PROXIES: {error}") from None
