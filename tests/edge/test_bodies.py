"""What is sent slowly, or not to its end, holds up nobody who reads."""

import socket
from contextlib import ExitStack, contextmanager

from tests.edge.varnish import NEEDS_VARNISH, WRITES, ask
from tests.serving import wait_for

COOKIE = "a" * 32
LENGTH = 900
THREADS = 8  # of the origin, in two processes


def begin(stack: ExitStack, port: int, path="/admin/login/", length=LENGTH) -> socket.socket:
    """A form of which only the first letters are sent."""
    connection = stack.enter_context(socket.create_connection(("127.0.0.1", port), timeout=10))
    connection.sendall(
        f"POST {path} HTTP/1.1\r\nHost: news.test\r\nCookie: csrftoken={COOKIE}\r\nConnection: close\r\n"
        f"Content-Type: application/x-www-form-urlencoded\r\nContent-Length: {length}\r\n\r\na=1".encode()
    )
    return connection


def status_of(connection: socket.socket) -> int:
    return int(connection.recv(1_000).split()[1])


@contextmanager
def many_begun(port: int):
    """More forms than the origin has threads, none of them finished."""
    with ExitStack() as stack:
        yield [begin(stack, port) for _ in range(3 * THREADS)]


@WRITES
class TestOrigin:
    def test_answers_readers_while_forms_do_not_end(self, origin):
        with many_begun(origin.port):
            answers = [ask(origin.port, "/sections/") for _ in range(2 * THREADS)]

        assert [each.status for each in answers] == [200] * (2 * THREADS)

    def test_takes_no_more_of_them_than_it_can_wait_for(self, origin):
        with many_begun(origin.port) as forms:
            refused = [form for form in forms if is_answered(form)]

            assert len(refused) >= 2 * THREADS
            assert {status_of(form) for form in refused} == {503}

    def test_takes_forms_again_once_those_are_gone(self, origin):
        with many_begun(origin.port):
            pass

        def answer_to_a_whole_form():
            with ExitStack() as stack:
                form = begin(stack, origin.port)
                form.sendall(b"&" * (LENGTH - 3))
                status = status_of(form)
            return status if status != 503 else None  # the server has yet to notice that they are gone

        assert wait_for(answer_to_a_whole_form) == 403  # it has no token, and was read to its end

    def test_refuses_what_nobody_sends_at_once(self, origin):
        with ExitStack() as stack:
            assert status_of(begin(stack, origin.port, length=2**40)) == 413


def is_answered(connection: socket.socket) -> bool:
    connection.settimeout(1)
    try:
        return bool(connection.recv(1, socket.MSG_PEEK))
    except TimeoutError:
        return False


@NEEDS_VARNISH
class TestEdge:
    def test_hands_on_forms_that_are_whole(self, before_scripted, scripted):
        with ExitStack() as stack:
            forms = [begin(stack, before_scripted.port) for _ in range(10)]
            assert ask(before_scripted.port, "/articles/").status == 200
            assert scripted.asked("/admin/login/") == 0

            for form in forms:
                form.sendall(b"&" * (LENGTH - 3))

            assert [status_of(form) for form in forms] == [200] * 10
        assert scripted.asked("/admin/login/") == 10
