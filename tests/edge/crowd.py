"""Many readers with a connection each, who all ask at the same moment."""

import asyncio
from concurrent.futures import ThreadPoolExecutor

from tests.edge.varnish import Answer

WITHIN = 30  # seconds


def ask_at_once(port: int, path: str, number: int) -> list[Answer]:
    # A thread of its own: where a browser was driven before, this one has an event loop that runs already.
    with ThreadPoolExecutor(1) as thread:
        return thread.submit(run, port, path, number).result()


def run(port: int, path: str, number: int) -> list[Answer]:
    return asyncio.run(asyncio.wait_for(asked_at_once(port, path, number), WITHIN))


async def asked_at_once(port: int, path: str, number: int) -> list[Answer]:
    connections = [await asyncio.open_connection("127.0.0.1", port) for _ in range(number)]
    request = f"GET /api/v1{path} HTTP/1.1\r\nHost: news.test\r\nConnection: close\r\n\r\n".encode()
    for _, writer in connections:
        writer.write(request)
    answers = await asyncio.gather(*(reader.read() for reader, _ in connections))
    for _, writer in connections:
        writer.close()
    return [parsed(each) for each in answers]


def parsed(answer: bytes) -> Answer:
    head, _, body = answer.partition(b"\r\n\r\n")
    status, *lines = head.decode().split("\r\n")
    return Answer(int(status.split()[1]), dict(line.split(": ", 1) for line in lines), body)
