"""A slow line, made of a TCP relay: what goes through it takes its time and is counted."""

import asyncio
import threading
from collections.abc import Iterator
from contextlib import contextmanager, suppress

CHUNK = 1 << 14  # bytes; at 20 Mbit/s one takes 6.5 ms


class Line:
    """All connections share `rate` bytes a second downwards; `delay` seconds there and back."""

    def __init__(self, rate: float, delay: float) -> None:
        self.rate, self.delay = rate, delay
        self.bytes_down = 0
        self._free_at = 0.0

    async def connect(
        self, target: int, reader: asyncio.StreamReader, writer: asyncio.StreamWriter
    ) -> None:
        """Serve one connection; opening it costs a round trip, as TCP's handshake does."""
        await asyncio.sleep(self.delay)
        up_reader, up_writer = await asyncio.open_connection("127.0.0.1", target)
        with suppress(ConnectionError, asyncio.CancelledError):
            await asyncio.gather(
                self.pump(reader, up_writer, shared=False),
                self.pump(up_reader, writer, shared=True),
            )
        for each in (writer, up_writer):
            each.close()

    async def pump(
        self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter, *, shared: bool
    ) -> None:
        """Pass bytes on, each at the time when it would have come through the line."""
        loop = asyncio.get_running_loop()
        while chunk := await reader.read(CHUNK):
            arrives = loop.time()
            if shared:
                self.bytes_down += len(chunk)
                self._free_at = max(arrives, self._free_at) + len(chunk) / self.rate
                arrives = self._free_at
                # Reading further than the line is wide would only fill memory.
                await asyncio.sleep(self._free_at - loop.time())
            loop.call_at(arrives + self.delay / 2, writer.write, chunk)
        await asyncio.sleep(self.delay + 0.01)  # by then the last chunk has been written
        writer.close()


@contextmanager
def slow_line(target: int, megabits: float, delay: float) -> Iterator[tuple[Line, int]]:
    """A line to the local port `target`: the line, which counts, and its own port."""
    line = Line(megabits * 1e6 / 8, delay)
    loop = asyncio.new_event_loop()
    thread = threading.Thread(target=loop.run_forever, daemon=True)
    thread.start()

    async def listen() -> asyncio.Server:
        return await asyncio.start_server(
            lambda reader, writer: line.connect(target, reader, writer), "127.0.0.1", 0
        )

    server = asyncio.run_coroutine_threadsafe(listen(), loop).result()
    try:
        yield line, server.sockets[0].getsockname()[1]
    finally:
        asyncio.run_coroutine_threadsafe(close(server), loop).result()
        loop.call_soon_threadsafe(loop.stop)
        thread.join()
        loop.close()


async def close(server: asyncio.Server) -> None:
    """Take no more connections, and end those that a browser left open."""
    server.close()
    open_still = asyncio.all_tasks() - {asyncio.current_task()}
    for task in open_still:
        task.cancel()
    await asyncio.gather(*open_still, return_exceptions=True)
