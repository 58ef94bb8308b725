"""A cache that tests put in front: it takes purges, and answers as it is told."""

import json
import threading
from contextlib import contextmanager
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer


@dataclass
class Told:
    """One request that the cache was sent."""

    method: str
    path: str
    headers: dict[str, str]
    body: str

    @property
    def keys(self) -> set[str]:
        return {*self.headers.get("Surrogate-Key", "").split()}

    @property
    def json(self):
        return json.loads(self.body)


@dataclass
class ACache:
    """What the cache has been told, in order; `status` is its answer, `hangs` keeps it from giving one."""

    url: str = ""
    status: int = 200
    told: list[Told] = field(default_factory=list)
    goes_on: threading.Event = field(default_factory=threading.Event)

    @property
    def name(self) -> str:
        return self.url.removeprefix("http://").rstrip("/")

    @property
    def keys(self) -> set[str]:
        return set().union(*(each.keys for each in self.told))

    def hang(self) -> None:
        self.goes_on.clear()


@contextmanager
def a_cache():
    """Listens on a port of its own until the block ends."""
    cache = ACache()
    cache.goes_on.set()

    class Handler(BaseHTTPRequestHandler):
        protocol_version = "HTTP/1.1"

        def take(self):
            body = self.rfile.read(int(self.headers.get("Content-Length", 0)))
            cache.told.append(Told(self.command, self.path, dict(self.headers), body.decode()))
            cache.goes_on.wait(30)
            self.send_response(cache.status)
            self.send_header("Content-Length", "0")
            self.end_headers()

        do_PURGE = do_POST = do_DELETE = do_PUT = take  # noqa: N815, as the library wants them

        def log_message(self, *args):
            pass

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    server.daemon_threads = True
    cache.url = f"http://127.0.0.1:{server.server_address[1]}/"
    thread = threading.Thread(target=server.serve_forever, args=[0.02])
    thread.start()
    try:
        yield cache
    finally:
        cache.goes_on.set()
        server.shutdown()
        thread.join()
        server.server_close()
