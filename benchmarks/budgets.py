"""What a request may cost, stated once: `make bench-short` holds the server to it."""

# CPU of server and database, as a multiple of the floor's; as the last whole `make bench` measured it.
RATIOS = {
    "detail": 0.75,
    "section list": 1.89,
    "page 500": 1.37,
    "search": 2.27,
    "similar": 0.74,
    "page call": 1.01,
    "popular": 1.02,
    "views": 1.31,
}
NOT_MODIFIED = 0.6  # of the full answer's CPU
TOLERANCE = 1.5  # times what is stated; beyond it the check fails
