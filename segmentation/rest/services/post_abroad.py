"""Calls to addresses that somebody typed: never into the shop's own network, and never on to somewhere else."""

from __future__ import annotations

import socket
from collections.abc import Mapping, Sequence
from ipaddress import IPv4Address, IPv6Address, ip_address, ip_network

import httpx
from django.conf import settings
from django.utils.translation import gettext as _

from segmentation import conf

Address = IPv4Address | IPv6Address

_CARRIES_IPV4 = ip_network("64:ff9b::/96")


class ForbiddenAddressError(ValueError):
    """An address that must not be called; the text is for whoever typed it."""


def check_url(url: str) -> httpx.URL:
    """The address as parsed; raises ForbiddenAddressError where it cannot be one that may be called."""
    try:
        parsed = httpx.URL(url)
    except httpx.InvalidURL:
        raise ForbiddenAddressError(_("This is not an address on the web.")) from None
    if parsed.scheme not in _schemes() or not parsed.host:
        raise ForbiddenAddressError(_("The address has to begin with https://."))
    if parsed.userinfo:
        raise ForbiddenAddressError(_("The address must not hold a name or a password."))
    if (literal := _literal(parsed.host)) and not _may_call(literal):
        raise ForbiddenAddressError(_("This address is inside a private network."))
    return parsed


def post_abroad(url: str, *, body: str, headers: Mapping[str, str], timeout: float) -> int:
    """The status that came back. The answer's body is not read, and a redirection is an answer like any other.

    The name is looked up once and what was checked is what is called, so that a name cannot point elsewhere meanwhile.
    Raises ForbiddenAddressError, or httpx.HTTPError where nobody answered.
    """
    parsed = check_url(url)
    refused: httpx.ConnectError | None = None
    with httpx.Client(timeout=timeout, follow_redirects=False, trust_env=False) as client:
        for address in _addresses(parsed):
            try:
                with client.stream(
                    "POST",
                    parsed.copy_with(host=str(address)),
                    content=body.encode(),
                    headers={**headers, "host": parsed.netloc.decode("ascii")},
                    extensions={"sni_hostname": parsed.host},
                ) as response:
                    return response.status_code
            except httpx.ConnectError as error:
                refused = error
    raise refused or httpx.ConnectError(_("The name of the address is not known."))


def _addresses(url: httpx.URL) -> Sequence[Address]:
    port = url.port or (443 if url.scheme == "https" else 80)
    try:
        found = socket.getaddrinfo(url.host, port, type=socket.SOCK_STREAM)
    except OSError:
        return []
    addresses = list(dict.fromkeys(ip_address(str(entry[4][0]).partition("%")[0]) for entry in found))
    if not all(map(_may_call, addresses)):
        raise ForbiddenAddressError(_("This address is inside a private network."))
    return addresses


def _may_call(address: Address) -> bool:
    if conf.get("WEBHOOK_PRIVATE_ADDRESSES"):
        return True
    plain = _without_wrapping(address)
    return plain.is_global and not plain.is_multicast


def _without_wrapping(address: Address) -> Address:
    """The IPv4 address that an IPv6 one stands for, if it does."""
    if isinstance(address, IPv4Address):
        return address
    carried = IPv4Address(int(address) & 0xFFFFFFFF) if address in _CARRIES_IPV4 else None
    return address.ipv4_mapped or address.sixtofour or carried or address


def _literal(host: str) -> Address | None:
    try:
        return ip_address(host)
    except ValueError:
        return None


def _schemes() -> set[str]:
    plain: bool | None = conf.get("WEBHOOK_PLAIN_HTTP")
    return {"https", "http"} if (settings.DEBUG if plain is None else plain) else {"https"}
