"""Settings of the server with which the guards would not hold: the program does not start with them."""

from collections.abc import Callable
from typing import Any, Final

import streamlit as st

from db.access.network import is_loopback, public_origin, trusts_network
from journey_core.errors import BadInput

Accepts = Callable[[Any], bool]


SAFE: Final[dict[str, tuple[Accepts, str]]] = {
    "server.baseUrlPath": (lambda value: not value, "the guards know addresses as they stand below the host"),
    "server.enableXsrfProtection": (bool, "uploads must be protected"),
    "server.enableCORS": (bool, "other sites must not ask for data"),
    "server.corsAllowedOrigins": (lambda value: not value, "other sites must not ask for data"),
    "server.enableStaticServing": (lambda value: not value, "files beside the program are not for everybody"),
    "server.enableAgentApi": (lambda value: not value, "it answers without a session"),
    "server.trustedUserHeaders": (lambda value: not value, "nobody is who a header says"),
    "client.showErrorDetails": (lambda value: value == "none", "an error's details show data and code"),
}  # fmt: skip
"""Option -> what it may be, and why nothing else."""


def unsafe_options() -> list[str]:
    """A sentence for each option that has an unsafe value."""
    said = [
        f"{name} = {st.get_option(name)!r} is not safe: {why}."
        for name, (accepts, why) in SAFE.items()
        if not accepts(st.get_option(name))
    ]
    try:
        public_origin()
    except BadInput as error:
        said.append(str(error))
    if not is_loopback(st.get_option("server.address")) and not trusts_network():
        said.append(
            f"server.address = {st.get_option('server.address')!r} lets everybody who reaches this machine see all "
            "workspaces, as there are no accounts yet. JOURNEY_TRUST_NETWORK=1 says that they may."
        )
    return said
