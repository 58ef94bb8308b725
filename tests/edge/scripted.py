"""An origin that answers what a test tells it, for what the real one would do only in trouble."""

import threading
import time
from contextlib import suppress
from dataclasses import dataclass, field
from email.message import Message
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

PATIENCE = 20  # seconds
CACHEABLE = "public, max-age=30, s-maxage=60, stale-while-revalidate=60, stale-if-error=86400"


@dataclass(frozen=True)
class Reply:
    body: bytes = b'{"title":"News"}'
    status: int = 200
    headers: dict[str, str] = field(default_factory=dict)
    after: float = 0  # seconds,
    once: threading.Event | None = None  # and not before this has happened
    then: bytes = b""  # more of a body whose length nobody knows,
    when: threading.Event = field(default_factory=threading.Event)  # once this has happened

    def all_headers(self) -> dict[str, str]:
        return {"Content-Type": "application/json", "Cache-Control": CACHEABLE, **self.headers}


@dataclass(frozen=True)
class Seen:
    method: str
    path: str
    headers: Message


class Server(ThreadingHTTPServer):
    daemon_threads = True
    request_queue_size = 1_000


class Scripted:
    def __init__(self):
        self.replies: dict[str, Reply] = {}
        self.seen: list[Seen] = []
        self.is_well = True
        self.server = Server(("127.0.0.1", 0), handler_for(self))
        self.port = self.server.server_port
        threading.Thread(target=self.server.serve_forever, kwargs={"poll_interval": 0.05}).start()

    def forget_all(self):
        self.replies.clear()
        self.seen.clear()
        self.is_well = True

    def reply(self, path: str, *arguments, **more) -> None:
        self.replies[path] = Reply(*arguments, **more)

    def reply_to(self, request: Seen) -> Reply:
        if request.path == "/healthz":
            return Reply(b"ok", status=200 if self.is_well else 503)
        self.seen.append(request)
        return self.replies.get(request.path, Reply())

    def asked(self, path: str) -> int:
        return sum(each.path == path for each in self.seen)

    def close(self):
        self.server.shutdown()
        self.server.server_close()


def chunk(part: bytes) -> bytes:
    return b"%x\r\n%s\r\n" % (len(part), part)


def handler_for(origin: Scripted) -> type[BaseHTTPRequestHandler]:
    class Handler(BaseHTTPRequestHandler):
        protocol_version = "HTTP/1.1"

        def answer(self):
            self.rfile.read(int(self.headers.get("Content-Length", 0)))
            with suppress(ConnectionError):  # whoever asked has given up
                self.give(origin.reply_to(Seen(self.command, self.path, self.headers)))

        def give(self, reply: Reply):
            time.sleep(reply.after)
            if reply.once:
                reply.once.wait(PATIENCE)
            self.send_response(reply.status)
            for name, value in reply.all_headers().items():
                self.send_header(name, value)
            if not reply.then:
                self.send_header("Content-Length", str(len(reply.body)))
                self.end_headers()
                self.wfile.write(reply.body)
                return
            # As the real server does. Of a body that ends with its connection, Varnish may keep the beginning
            # until there is more, if that came together with the headers.
            self.send_header("Transfer-Encoding", "chunked")
            self.end_headers()
            self.wfile.write(chunk(reply.body))
            reply.when.wait(PATIENCE)
            self.wfile.write(chunk(reply.then) + chunk(b""))

        do_GET = do_POST = do_PUT = do_OPTIONS = answer  # noqa: N815, the names are given

        def log_message(self, *arguments):
            pass

    return Handler
