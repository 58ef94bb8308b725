"""Two writers at the same time: one holds on until the other has to wait for it."""

WAIT_UNTIL_SOMEBODY_WAITS = """
    DO $$ BEGIN
        FOR _ IN 1..1000 LOOP
            EXIT WHEN EXISTS (SELECT FROM pg_locks WHERE pg_backend_pid() = ANY (pg_blocking_pids(pid)));
            PERFORM pg_sleep(0.01);
        END LOOP;
    END $$
"""
