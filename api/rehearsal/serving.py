"""An ASGI application on a free port of this machine, for as long as a block runs."""

import asyncio
import contextlib
from collections.abc import AsyncIterator, Iterator
from typing import Any

import uvicorn


class _Server(uvicorn.Server):
    """A server that leaves the signals to the process that it runs in."""

    @contextlib.contextmanager
    def capture_signals(self) -> Iterator[None]:
        """Catch none."""
        yield


@contextlib.asynccontextmanager
async def serving(app: Any, *, port: int = 0) -> AsyncIterator[str]:
    """Serve `app` on the loopback; yields its address. Raises OSError when the port is taken."""
    config = uvicorn.Config(app, "127.0.0.1", port, log_level="error", access_log=False)
    server = _Server(config)
    running = asyncio.create_task(server.serve())
    while not server.started:
        if running.done():
            raise OSError(f"nothing can be served on port {port}")
        await asyncio.sleep(0.005)
    try:
        number = server.servers[0].sockets[0].getsockname()[1]
        yield f"http://127.0.0.1:{number}"
    finally:
        server.should_exit = True
        await running
