"""The whole program: pages, REST and guards in one ASGI process. `streamlit run app.py`, or a server of `app:app`."""

import gc
import os
import resource
import sys
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path

import streamlit as st
from starlette.middleware import Middleware
from starlette.routing import Mount

from api.guards import Guards
from api.rest import routes
from db.store.running import running_store
from db.store.temporary import remove_leftovers
from journey_core.errors import JourneyError
from journey_core.log.memory import keep_freed_memory
from journey_core.warm import warm
from pages.kit.scripts import sections
from pages.kit.server_options import unsafe_options

PAGES = [page for section in sections().values() for page in section]
DESCRIPTORS = 8_192
"""A tab takes some of them; many systems allow a process 1,024 unless it asks for more."""
PAGE_HTML = Path(st.__file__).parent / "static" / "index.html"


if unsafe := unsafe_options():
    raise SystemExit("\n".join(["The program does not start with these settings.", *unsafe]))


@asynccontextmanager
async def ready(_: st.App) -> AsyncIterator[None]:
    """Before the first request: the store is migrated, every kernel compiled."""
    keep_freed_memory()
    soft, hard = resource.getrlimit(resource.RLIMIT_NOFILE)
    resource.setrlimit(resource.RLIMIT_NOFILE, (max(soft, min(hard, DESCRIPTORS)), hard))
    remove_leftovers()
    try:
        running_store()
    except JourneyError as error:
        sys.stderr.write(f"The program does not start. {error}\n")
        sys.stderr.flush()
        os._exit(1)  # whatever is raised here, the server prints with all its code around it
    warm()
    # Streamlit runs a full garbage collection after every rerun, but what is imported by now never becomes garbage.
    gc.collect()
    gc.freeze()
    yield


# Absolute, because a relative path means different files under different launchers.
app = st.App(
    Path(__file__).parent / "pages" / "navigation.py",
    routes=[Mount("/api", routes=routes())],
    lifespan=ready,
    middleware=[Middleware(Guards, pages=PAGES, page_html=PAGE_HTML.read_text(encoding="utf-8"))],
)
