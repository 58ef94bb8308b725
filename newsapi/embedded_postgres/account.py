"""Which account the embedded server runs as: its directory's owner, never root: PostgreSQL refuses."""

import fcntl
import os
import pwd
import shutil
import subprocess
from pathlib import Path

import psycopg

SYSTEM_ACCOUNTS = ("postgres", "nobody")  # the first that exists serves root
OTHER_WAYS = "Run this as an ordinary user, or name a database in DATABASE_URL."
# The right to pass closed directories, also in access(2), which PostgreSQL asks about its own programs.
KEEP_ACCESS = ["--inh-caps=+dac_override", "--ambient-caps=+dac_override", "--securebits=+no_setuid_fixup"]


class AccountError(psycopg.OperationalError):
    """The embedded server has no account that it could run as."""


def make_directory(directory: Path) -> None:
    """Have the directory, in the hands of the account that the server will run as."""
    try:
        directory.mkdir(mode=0o700, parents=True, exist_ok=True)
    except OSError as error:
        raise AccountError(
            f"{directory} cannot be made: {error.strerror}. Name another folder in POSTGRES_DIR."
        ) from error
    owner = directory.stat().st_uid
    if os.geteuid() not in {0, owner}:
        raise AccountError(
            f"{directory} belongs to user {owner}. Run this as that user or as root, "
            "or name another directory in POSTGRES_DIR."
        )
    if owner == 0:
        hand_over(directory)


def hand_over(directory: Path) -> None:
    """Give root's empty directory to a system account; of several starts at once the first does it."""
    opened = os.open(directory, os.O_RDONLY)
    try:
        fcntl.flock(opened, fcntl.LOCK_EX)
        if os.fstat(opened).st_uid != 0:
            return
        if any(directory.iterdir()):
            raise AccountError(
                f"{directory} has files of root in it; name an empty directory in POSTGRES_DIR."
            )
        account = system_account()
        os.fchown(opened, account.pw_uid, account.pw_gid)
    finally:
        os.close(opened)


def system_account() -> pwd.struct_passwd:
    known = {account.pw_name: account for account in pwd.getpwall()}
    for name in SYSTEM_ACCOUNTS:
        if name in known:
            return known[name]
    raise AccountError(
        f"PostgreSQL does not run as root, and there is no account postgres or nobody. {OTHER_WAYS}"
    )


def command_prefix(directory: Path, executable: Path) -> list[str]:
    """What stands before a command that is to run as the directory's owner."""
    if os.geteuid() != 0:
        return []
    if not shutil.which("setpriv"):
        raise AccountError(
            f"PostgreSQL does not run as root, and setpriv (util-linux) is missing. {OTHER_WAYS}"
        )
    owner = directory.stat()
    as_owner = ["setpriv", f"--reuid={owner.st_uid}", f"--regid={owner.st_gid}", "--clear-groups"]
    # A directory further up may be closed to the account, as in a checkout below /root. Only then does the
    # server keep root's right to pass: no other process of the same account can reach its files in that case.
    for prefix in (as_owner, as_owner + KEEP_ACCESS):
        reach = [*prefix, "/bin/sh", "-c", 'test -x "$0" && test -x "$1"', executable, directory]
        if subprocess.run(reach, capture_output=True).returncode == 0:  # noqa: S603, the command is ours
            return prefix
    raise AccountError(
        f"PostgreSQL does not run as root, and user {owner.st_uid} cannot reach {directory} or {executable}: "
        f"move the checkout to where others may enter. {OTHER_WAYS}"
    )
