"""A log of clicks, with reloads and robots, is replayed as reports, and the counts are exactly right."""

import gzip
import re
from bisect import bisect_left
from collections import Counter, defaultdict
from datetime import UTC, date, datetime, timedelta
from pathlib import Path

import orjson
import pytest
import time_machine

from articles import view_counts
from articles.models import DailyViews, HourlyViews, ViewTotal
from tests.articles.reporting import BROWSER, reported
from tests.builders import an_article

PHONE = (
    "Mozilla/5.0 (iPhone; CPU iPhone OS 17_4 like Mac OS X) AppleWebKit/605.1.15 Mobile/15E148 Safari/604.1"
)
ROBOT = "Mozilla/5.0 (compatible; Googlebot/2.1; +http://www.google.com/bot.html)"
AGENTS = {"desk": BROWSER, "phone": PHONE, "robot": ROBOT, "script": "python-requests/2.32.3"}
# Time in Tashkent, reader's address, software, article; the last column says whether it counts, and why not.
CLICKS = """
    2025-03-14T12:00:00 192.0.2.1 desk   rail  1
    2025-03-14T12:00:00 192.0.2.1 desk   rail  0 reload in the same second
    2025-03-14T12:00:01 192.0.2.1 phone  rail  1
    2025-03-14T12:00:02 192.0.2.2 desk   rail  1
    2025-03-14T12:00:03 192.0.2.3 robot  rail  0 robot
    2025-03-14T12:10:00 192.0.2.1 desk   rail  0 reload
    2025-03-14T12:10:00 192.0.2.1 desk   flood 1
    2025-03-14T12:20:00 192.0.2.9 script flood 0 robot
    2025-03-14T12:29:59 192.0.2.1 desk   rail  0 reload
    2025-03-14T12:30:00 192.0.2.1 desk   rail  1
    2025-03-14T12:40:00 192.0.2.1 desk   flood 1
    2025-03-14T12:59:59 192.0.2.1 desk   rail  0 reload
    2025-03-14T13:00:00 192.0.2.1 desk   rail  1
    2025-03-14T23:45:00 192.0.2.4 phone  rail  1
    2025-03-15T00:00:00 192.0.2.5 phone  rail  1
    2025-03-15T00:14:59 192.0.2.4 phone  rail  0 reload across midnight
    2025-03-15T00:15:00 192.0.2.4 phone  rail  1
    2025-03-15T00:29:59 192.0.2.5 phone  rail  0 reload
    2025-03-15T04:59:59 192.0.2.6 desk   flood 1
    2025-03-15T05:00:00 192.0.2.6 desk   flood 0 reload across midnight of UTC
"""
REAL_LOG = Path(__file__).parents[2] / "../shared/data/popularity/blog_access_log.jsonl.gz"
NOT_PEOPLE = re.compile(  # read off the log's own list of 558 agents
    r"http://|@|bot\b|spider|feed|slurp|wget|curl|python|perl\b|preview|phantom|xenu|nutch|indy|theoldreader",
    re.IGNORECASE,
)
HALF_HOUR = timedelta(minutes=30)


def totals():
    return {slug: count for slug, count in ViewTotal.objects.values_list("article__slug", "count") if count}


def counted_by(model, name):
    rows = model.objects.values_list("article__slug", name, "count")
    return {(slug, at): count for slug, at, count in rows}


@pytest.mark.parametrize("clicks_of_a_turn", [1, 7, 100])
def test_of_each_click_it_is_known_whether_it_counts(api, clicks_of_a_turn):
    clicks = [line.split(maxsplit=5) for line in CLICKS.strip().splitlines()]
    for slug in ("rail", "flood"):
        an_article(slug=slug, published_at=datetime.fromisoformat("2025-03-01T00:00+05:00"))
    counted = []

    with time_machine.travel(0, tick=False) as clock:
        for number, (time, address, agent, slug, *_) in enumerate(clicks):
            at = datetime.fromisoformat(f"{time}+05:00")
            clock.move_to(at)
            answer = reported(api, slug, address=address, agent=AGENTS[agent])
            counted.append(answer.json()["counted"])
            if number % clicks_of_a_turn == 0:
                view_counts.fold(at)
        view_counts.fold(at)

    assert counted == [click[4] == "1" for click in clicks]
    assert totals() == {"rail": 8, "flood": 3}
    assert counted_by(DailyViews, "day") == {
        ("rail", date(2025, 3, 14)): 6,
        ("rail", date(2025, 3, 15)): 2,
        ("flood", date(2025, 3, 14)): 2,
        ("flood", date(2025, 3, 15)): 1,
    }
    assert counted_by(HourlyViews, "hour") == {
        ("rail", datetime(2025, 3, 14, 7, tzinfo=UTC)): 4,
        ("rail", datetime(2025, 3, 14, 8, tzinfo=UTC)): 1,
        ("rail", datetime(2025, 3, 14, 18, tzinfo=UTC)): 1,
        ("rail", datetime(2025, 3, 14, 19, tzinfo=UTC)): 2,
        ("flood", datetime(2025, 3, 14, 7, tzinfo=UTC)): 2,
        ("flood", datetime(2025, 3, 14, 23, tzinfo=UTC)): 1,
    }


@pytest.mark.skipif(not REAL_LOG.exists(), reason="the folder of real data is not beside the checkout")
def test_a_real_log_counts_as_another_algorithm_counts_it(api):
    visits = sorted(page_views(), key=lambda visit: visit[0])
    names = {path: f"page-{number}" for number, path in enumerate(sorted({visit[1] for visit in visits}))}
    for slug in names.values():
        an_article(slug=slug, published_at=visits[0][0])
    expected, hours = Counter(), Counter()
    for path, at in readings_of_people(visits):
        expected[names[path]] += 1
        hours[names[path], at.replace(minute=0, second=0)] += 1

    with time_machine.travel(0, tick=False) as clock:
        for number, (at, path, visitor, agent) in enumerate(visits):
            clock.move_to(at)
            reported(api, names[path], address=visitor, agent=agent)
            if number % 500 == 0:
                view_counts.fold(at)
        view_counts.fold(at)

    assert len(visits) == 2_492
    assert totals() == expected
    assert counted_by(HourlyViews, "hour") == hours


def page_views():
    """(time, path, visitor, agent) of each request for a page that was answered."""
    for line in gzip.decompress(REAL_LOG.read_bytes()).splitlines():
        click = orjson.loads(line)
        path = click["path"].partition("?")[0]
        if click["method"] == "GET" and click["status"] in {200, 304} and path.endswith(("/", ".html")):
            yield datetime.fromisoformat(click["ts"]), path, click["visitor"], click["user_agent"] or ""


def readings_of_people(visits):
    """(path, time) of what counts, found reader by reader, leaping from each reading to the next that may."""
    times = defaultdict(list)
    for at, path, visitor, agent in visits:
        if not NOT_PEOPLE.search(agent):
            times[path, visitor, agent].append(at)
    for (path, *_), moments in times.items():
        position = 0
        while position < len(moments):
            yield path, moments[position]
            position = bisect_left(moments, moments[position] + HALF_HOUR)
