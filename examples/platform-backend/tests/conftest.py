"""The backend, served over HTTP on this machine while the tests run."""

import threading
import time
from collections.abc import Iterator
from datetime import date

import pytest
import uvicorn
from platform_backend import create_app

AS_OF = date(2026, 11, 21)


@pytest.fixture(scope="session")
def platform() -> Iterator[str]:
    """Its address; the system chooses a port that is free."""
    app = create_app("hubei", as_of=lambda: AS_OF)
    server = uvicorn.Server(uvicorn.Config(app, host="127.0.0.1", port=0, log_level="warning", lifespan="off"))
    thread = threading.Thread(target=server.run, daemon=True)
    thread.start()
    end = time.monotonic() + 20
    while not server.started and thread.is_alive() and time.monotonic() < end:
        time.sleep(0.02)
    assert server.started, "the backend did not start within 20 s"
    (socket,) = server.servers[0].sockets
    yield f"http://127.0.0.1:{socket.getsockname()[1]}"
    server.should_exit = True
    thread.join(timeout=10)
    assert not thread.is_alive(), "the backend did not stop within 10 s"
