"""Runs commands side by side, starts again what ends, and at last ends all of them together."""

import ctypes
import os
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import suppress

TURN = 0.1  # seconds between looks at the children
STOP_WITHIN = 10  # seconds from SIGTERM to SIGKILL
LONGEST_PAUSE = 30  # seconds before a child that ends again and again is started again
CALM = 60  # seconds; a child that ran for so long before it ended is started again at once
SIGNALS = (signal.SIGINT, signal.SIGTERM, signal.SIGHUP)
PR_SET_PDEATHSIG = 1
LIBC = ctypes.CDLL(None)


def end_with_parent() -> None:
    """Have the kernel send this process SIGTERM when its parent ends, even by kill -9 (on Linux only)."""
    if sys.platform == "linux":
        LIBC.prctl(PR_SET_PDEATHSIG, signal.SIGTERM)


class Child:
    """One command in a process group of its own, so that whatever it starts can be ended with it."""

    def __init__(self, command: list[str]):
        self.command = command
        self.failures = 0
        self.start()

    def start(self) -> None:
        self.process = subprocess.Popen(self.command, start_new_session=True, preexec_fn=end_with_parent)  # noqa: S603
        self.started_at = time.monotonic()
        self.start_again_at = None

    def start_again_if_ended(self) -> None:
        now = time.monotonic()
        if self.start_again_at is None and self.process.poll() is not None:
            self.signal(signal.SIGKILL)
            self.failures = self.failures + 1 if now - self.started_at < CALM else 0
            pause = min(2**self.failures // 2, LONGEST_PAUSE)
            self.start_again_at = now + pause
            sys.stderr.write(
                f"{' '.join(self.command[:3])} ended with status {self.process.returncode}; "
                f"it is started again in {pause} s.\n"
            )
        if self.start_again_at is not None and now >= self.start_again_at:
            self.start()

    def signal(self, number: signal.Signals) -> None:
        with suppress(ProcessLookupError):
            os.killpg(self.process.pid, number)


class Supervisor:
    """The commands run from the first turn on until the with block is left."""

    def __init__(self, commands: list[list[str]]):
        self.commands = commands
        self.children: list[Child] = []
        self.told_to_stop = False

    def __enter__(self) -> "Supervisor":
        self.handlers = {number: signal.getsignal(number) for number in SIGNALS}
        for number, handler in self.handlers.items():
            if handler != signal.SIG_IGN:  # nohup
                signal.signal(number, self._stop_turning)
        return self

    def _stop_turning(self, number, frame) -> None:
        self.told_to_stop = True

    def turns(self) -> Iterator[None]:
        """Ten turns a second until SIGINT, SIGTERM or SIGHUP comes."""
        for command in self.commands:
            self.children.append(Child(command))
        while not self.told_to_stop:
            yield
            time.sleep(TURN)
            for child in self.children:
                child.start_again_if_ended()

    def __exit__(self, *exception) -> None:
        for child in self.children:
            child.process.terminate()  # not its whole group: a server ends its own workers in good order
        deadline = time.monotonic() + STOP_WITHIN
        for child in self.children:
            with suppress(subprocess.TimeoutExpired):
                child.process.wait(max(0, deadline - time.monotonic()))
            child.signal(signal.SIGKILL)
            child.process.wait()
        for number, handler in self.handlers.items():
            signal.signal(number, handler)
