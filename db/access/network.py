"""Who can reach the server, and what browsers call it."""

import os
from ipaddress import ip_address
from urllib.parse import urlsplit

from journey_core.errors import BadInput

DEFAULT_PORTS = {"http": 80, "https": 443}


def is_loopback(address: object) -> bool:
    """Whether a server on this address is reached from this machine alone; unset means from everywhere."""
    try:
        return address == "localhost" or ip_address(str(address)).is_loopback
    except ValueError:
        return False


def trusts_network() -> bool:
    """Whether JOURNEY_TRUST_NETWORK says that everybody who can reach the server may see everything."""
    return os.environ.get("JOURNEY_TRUST_NETWORK") == "1"


def public_origin() -> str:
    """The origin of JOURNEY_PUBLIC_URL as browsers write it; "" where it is not set. Raises BadInput."""
    given = os.environ.get("JOURNEY_PUBLIC_URL", "")
    if not given:
        return ""
    try:
        url = urlsplit(given)
        host, port = url.hostname or "", url.port
    except ValueError:
        host, port = "", None
    if not host or url.scheme not in DEFAULT_PORTS:
        raise BadInput(f"JOURNEY_PUBLIC_URL is “{given}”; expected an address such as https://leads.example.")
    shown = f"[{host}]" if ":" in host else host
    return f"{url.scheme}://{shown}{'' if port in {None, DEFAULT_PORTS[url.scheme]} else f':{port}'}"
