"""A weather service on this machine: it answers as it is told, also as badly as services do."""

import gzip
import json
import socket
import threading
from datetime import UTC, datetime, timedelta
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from urllib.parse import parse_qs, urlsplit

from django.utils.http import http_date

JSON = "application/json"


class Source:
    """Answers with the first of `answers`, each once but the last, and remembers what it was asked."""

    def __init__(self):
        self.answers = []
        self.requests = []
        self.ended = threading.Event()  # nothing waits longer than the test
        self.server = ThreadingHTTPServer(("127.0.0.1", 0), type("Asked", (Handler,), {"source": self}))
        self.server.daemon_threads = True
        self.thread = threading.Thread(target=self.server.serve_forever, kwargs={"poll_interval": 0.01})
        self.thread.start()

    @property
    def url(self):
        return f"http://127.0.0.1:{self.server.server_port}"

    @property
    def asked(self):
        """The query of each request."""
        return [
            {name: value for name, [value] in parse_qs(urlsplit(path).query).items()}
            for path, _ in self.requests
        ]

    @property
    def headers(self):
        return [headers for _, headers in self.requests]

    def answers_with(self, *answers):
        self.answers = list(answers)

    def next_answer(self):
        return self.answers.pop(0) if len(self.answers) > 1 else self.answers[0]

    def close(self):
        self.ended.set()
        self.server.shutdown()
        self.thread.join()
        self.server.server_close()


class Handler(BaseHTTPRequestHandler):
    source: Source

    def do_GET(self):
        self.source.requests.append((self.path, dict(self.headers.items())))
        self.source.next_answer()(self)

    def log_message(self, *args):
        pass


# Answers ----------------------------------------------------------------------------------------------------


def ok(document, status=200, content_type=JSON, **headers):
    """The document as JSON (bytes as they are); headers are written with underscores."""
    body = document if isinstance(document, bytes) else json.dumps(document).encode()

    def answer(handler):
        handler.send_response_only(status)
        if content_type:
            handler.send_header("Content-Type", content_type)
        handler.send_header("Content-Length", str(len(body)))
        for name, value in headers.items():
            handler.send_header(name.replace("_", "-"), value)
        handler.end_headers()
        handler.wfile.write(body)

    return answer


def packed(document):
    return ok(gzip.compress(json.dumps(document).encode()), Content_Encoding="gzip")


def status(code, **headers):
    def answer(handler):
        handler.send_response_only(code)
        for name, value in headers.items():
            handler.send_header(name.replace("_", "-"), value)
        handler.send_header("Content-Length", "0")
        handler.end_headers()

    return answer


def silence(handler):
    """Takes the question and says nothing."""
    handler.source.ended.wait(5)


def drip(handler):
    """One byte after the other, each in time."""
    handler.send_response_only(200)
    handler.send_header("Content-Type", JSON)
    handler.end_headers()
    for _ in range(100):
        if handler.source.ended.wait(0.05):
            return
        handler.wfile.write(b" ")
        handler.wfile.flush()


def drip_headers(handler):
    handler.wfile.write(b"HTTP/1.1 200 OK\r\nX-Slow: ")
    for _ in range(100):
        if handler.source.ended.wait(0.05):
            return
        handler.wfile.write(b"a")
        handler.wfile.flush()


def hang_up(handler):
    """Closes without a word."""
    handler.connection.shutdown(socket.SHUT_RDWR)


def end_early(handler):
    handler.send_response_only(200)
    handler.send_header("Content-Type", JSON)
    handler.send_header("Content-Length", "5000")
    handler.end_headers()
    handler.wfile.write(b'{"type": "Feature", ')


def no_http(handler):
    handler.wfile.write(b"220 mail.example ESMTP\r\n")


# Documents --------------------------------------------------------------------------------------------------


def the_hour(**later):
    """The beginning of this hour, or of one `later`."""
    return datetime.now(UTC).replace(minute=0, second=0, microsecond=0) + timedelta(**later)


def met_entry(at, temperature=17.0, symbol="clearsky_day", period="next_1_hours", **details):
    values = {
        "air_pressure_at_sea_level": 1019.5,
        "air_temperature": temperature,
        "relative_humidity": 38.0,
        "wind_from_direction": 225.0,
        "wind_speed": 1.1,
        **details,
    }
    data = {"instant": {"details": values}}
    if symbol:
        data[period] = {"summary": {"symbol_code": symbol}, "details": {"precipitation_amount": 0.0}}
    return {"time": f"{at:%Y-%m-%dT%H:%M:%SZ}", "data": data}


def met(*entries, latitude=41.3111, longitude=69.2797, **units):
    """What MET Norway answers: these entries, or 30 hours from this one on, each a degree warmer."""
    units = {"air_temperature": "celsius", "wind_speed": "m/s", **units}
    hours = (met_entry(the_hour(hours=number), 10.0 + number) for number in range(30))
    return {
        "type": "Feature",
        "geometry": {"type": "Point", "coordinates": [longitude, latitude, 424]},
        "properties": {
            "meta": {"updated_at": f"{the_hour():%Y-%m-%dT%H:%M:%SZ}", "units": units},
            "timeseries": list(entries or hours),
        },
    }


METEO_VALUES = {
    "temperature_2m": 17.2,
    "apparent_temperature": 15.9,
    "relative_humidity_2m": 38,
    "pressure_msl": 1019.5,
    "wind_speed_10m": 1.1,
    "wind_gusts_10m": 3.2,
    "wind_direction_10m": 225,
    "weather_code": 0,
    "is_day": 1,
}


def meteo(hours=30, **current):
    """What Open-Meteo answers: the present quarter, and hours from this one on."""
    units = {"time": "unixtime", "temperature_2m": "°C", "wind_speed_10m": "m/s"}
    times = [int(the_hour(hours=number).timestamp()) for number in range(hours)]
    return {
        "latitude": 41.3125,
        "longitude": 69.25,
        "current_units": units,
        "current": {
            "time": int(datetime.now(UTC).timestamp()) - 60,
            "interval": 900,
            **METEO_VALUES,
            **current,
        },
        "hourly_units": units,
        "hourly": {"time": times, **{name: [value] * hours for name, value in METEO_VALUES.items()}},
    }


def open_weather(**current):
    """What OpenWeatherMap answers to the two questions."""
    weather = {
        "coord": {"lon": 69.2797, "lat": 41.3111},
        "weather": [{"id": 800, "main": "Clear", "description": "clear sky", "icon": "01d"}],
        "main": {"temp": 17.2, "feels_like": 15.9, "pressure": 1019, "humidity": 38},
        "wind": {"speed": 1.1, "deg": 225, "gust": 3.2},
        "dt": int(datetime.now(UTC).timestamp()) - 60,
        **current,
    }
    steps = [
        {**weather, "dt": int(the_hour(hours=3 * number).timestamp()), "sys": {"pod": "d"}}
        for number in range(1, 41)
    ]
    return weather, {"cod": "200", "cnt": 40, "list": steps}


def fresh_for(**time):
    """The headers of an answer that is right so long."""
    now = datetime.now(UTC)
    return {
        "Date": http_date(now.timestamp()),
        "Expires": http_date((now + timedelta(**time)).timestamp()),
        "Last_Modified": http_date(now.timestamp()),
    }
