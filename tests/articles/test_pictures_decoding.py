"""What decoding a picture costs: small files may be large pictures."""

import os
import subprocess
import sys
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from threading import Event, Lock

import PIL.Image
import pytest

from articles import photo_desk
from articles.pictures import decoding, files, uploads
from tests.pictures import a_file, a_picture, a_picture_of_ours

CHECKOUT = Path(__file__).resolve().parents[2]
# Not getrusage: there a process begins with the peak of the one that has started it.
MEASURE = """
import re, sys
from pathlib import Path
import PIL.Image
from articles.pictures import uploads

def peak():
    return int(re.search(r"VmHWM:\\s*(\\d+) kB", Path("/proc/self/status").read_text())[1])

content = sys.stdin.buffer.read()
PIL.Image.init()
before = peak()
uploads.picture(content)
print(peak() - before)
"""
SIDE = 7_070  # pixels; its square is just below what is taken


def peak_megabytes(content: bytes) -> float:
    """What a process of its own takes to read the picture, beyond what it had before."""
    measured = subprocess.run(
        [sys.executable, "-c", MEASURE],
        input=content,
        cwd=CHECKOUT,
        env={**os.environ, "DJANGO_SETTINGS_MODULE": "newsapi.settings"},
        capture_output=True,
        timeout=60,
        check=True,
    )
    return int(measured.stdout) / 1_000


def a_palette_to_see_through() -> bytes:
    picture = PIL.Image.new("P", (SIDE, SIDE), 1)
    picture.putpalette([0, 0, 0, 255, 0, 0])
    return a_file("png", picture, transparency=0)


class TestMemory:
    def test_a_palette_that_can_be_seen_through_takes_little_more_than_the_picture(self):
        content = a_palette_to_see_through()

        assert len(content) < 50_000
        assert peak_megabytes(content) < 320

    @pytest.mark.parametrize("mode", ["RGB", "RGBA"])
    def test_no_picture_takes_more_than_twice_itself(self, mode):
        assert peak_megabytes(a_file("png", a_picture(SIDE, SIDE, mode))) < 470


def test_bands_meet_without_a_seam():
    picture = PIL.Image.linear_gradient("L").resize((3, 600))
    seen = PIL.Image.merge("LA", [picture, PIL.Image.new("L", picture.size, 255)])

    read = uploads.picture(a_file("png", seen))

    assert read.tobytes() == picture.convert("RGB").tobytes()


class Watched:
    """A lock that tells when somebody has to wait for it."""

    def __init__(self):
        self.lock, self.wanted = Lock(), Event()

    def __enter__(self):
        if not self.lock.acquire(blocking=False):
            self.wanted.set()
            self.lock.acquire()

    def __exit__(self, *failure):
        self.lock.release()


class TestOneAtATime:
    @pytest.fixture
    def alone(self, monkeypatch):
        watched = Watched()
        monkeypatch.setattr(decoding, "alone", watched)
        return watched

    def test_two_pictures_sent_at_once_are_decoded_one_after_the_other(self, alone, monkeypatch):
        order, content, decode = [], a_file(), uploads.decoded

        def slowly(content):
            order.append("begun")
            alone.wanted.wait(10)  # until the other one stands before the door
            order.append("done")
            return decode(content)

        monkeypatch.setattr(uploads, "decoded", slowly)
        with ThreadPoolExecutor(2) as threads:
            read = list(threads.map(uploads.picture, [content, content]))

        assert order == ["begun", "done", "begun", "done"]
        assert [picture.size for picture in read] == [(64, 36), (64, 36)]

    @pytest.mark.django_db
    def test_sizes_are_scaled_while_no_other_picture_is_decoded(self, alone, monkeypatch):
        held, image, original = [], a_picture_of_ours(), decoding.original

        def looked_at(content):
            held.append(alone.lock.locked())
            return original(content)

        monkeypatch.setattr(decoding, "original", looked_at)
        files.renew(image.pk)
        image.refresh_from_db()
        image.renditions = []
        type(image).objects.filter(pk=image.pk).update(renditions=[])
        photo_desk.save(image)

        assert held == [True, True]
        assert not alone.lock.locked()
