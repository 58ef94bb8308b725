"""What a request may cost, stated once: `make bench-short` holds the server to it."""

# CPU of server and database, as a multiple of the floor's, as RESULTS.md has it.
# What differed by more than a fifth from run to run (similar, popular, views) is stated in between.
RATIOS = {
    "detail": 0.64,
    "section list": 0.98,
    "page 500": 1.13,
    "search": 1.50,
    "similar": 0.90,
    "page call": 0.79,
    "popular": 0.74,
    "views": 1.50,
}
NOT_MODIFIED = 0.27  # of the full answer's CPU
TOLERANCE = 1.5  # times what is stated; beyond it the check fails
