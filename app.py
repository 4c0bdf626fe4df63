"""The whole program: pages, REST and guards in one ASGI process. `streamlit run app.py`, or a server of `app:app`."""

import gc
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path

import streamlit as st
from starlette.middleware import Middleware
from starlette.routing import Mount

from api.guards import Guards
from api.rest import routes
from db.store.running import running_store
from journey_core.log.memory import keep_freed_memory
from journey_core.warm import warm

PAGE_HTML = Path(st.__file__).parent / "static" / "index.html"


@asynccontextmanager
async def ready(_: st.App) -> AsyncIterator[None]:
    """Before the first request: the store is migrated, every kernel compiled."""
    keep_freed_memory()
    running_store()
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
    middleware=[Middleware(Guards, page_html=PAGE_HTML.read_text(encoding="utf-8"))],
)
