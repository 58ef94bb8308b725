"""How often one address may ask for what costs much; counted in each server process by itself."""

import threading
import time
from collections import OrderedDict

from django.conf import settings
from django.http import HttpRequest

from newsapi.errors import Problem

MAX_ADDRESSES = 50_000  # remembered at once; the longest unseen are forgotten first


class Limit:
    """A number of requests in each fixed window of so many seconds, per address."""

    def __init__(self, name: str, rate: tuple[int, int]):
        self.name = name
        self.quota, self.window = rate
        self.lock = threading.Lock()
        self.counts: OrderedDict[str, tuple[int, int]] = OrderedDict()

    def admit(self, address: str) -> dict[str, str]:
        """Counts one request and gives the RateLimit headers; a Problem when it is one too many."""
        now = time.time()
        window = int(now // self.window)
        with self.lock:
            last, count = self.counts.pop(address, (window, 0))
            count = count + 1 if last == window else 1
            self.counts[address] = (window, count)
            if len(self.counts) > MAX_ADDRESSES:
                self.counts.popitem(last=False)
        left = int((window + 1) * self.window - now) + 1
        headers = {
            "RateLimit-Policy": f'"{self.name}";q={self.quota};w={self.window}',
            "RateLimit": f'"{self.name}";r={max(0, self.quota - count)};t={left}',
        }
        if count > self.quota:
            detail = f"At most {self.quota:,} such requests in {self.window:,} seconds; try again in {left}."
            raise Problem("rate_limited", detail, headers={**headers, "Retry-After": str(left)})
        return headers


def limit(name: str, rate: tuple[int, int] | None) -> Limit | None:
    """The limit of a configured rate; None where the rate is 0."""
    return Limit(name, rate) if rate else None


def address(request: HttpRequest) -> str:
    """Whose requests are counted together: the connection's address, or the one that a known proxy names.

    Of a list such as X-Forwarded-For the last entry counts, which is the proxy's own and cannot be forged.
    """
    if settings.CLIENT_ADDRESS_HEADER:
        name = f"HTTP_{settings.CLIENT_ADDRESS_HEADER.upper().replace('-', '_')}"
        return request.META.get(name, "").rpartition(",")[2].strip()
    return request.META.get("REMOTE_ADDR", "")
