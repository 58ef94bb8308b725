#!/usr/bin/env python
import os
import sys

from django.core.exceptions import ImproperlyConfigured
from django.core.management import execute_from_command_line
from django.db import DatabaseError

from newsapi.database import cannot_be_used, reason


def run() -> str | None:
    """Runs the command; what only an operator can mend is returned as a sentence, without a trace."""
    try:
        execute_from_command_line(sys.argv)
    except ImproperlyConfigured as error:
        if "--traceback" in sys.argv:
            raise
        return f"CommandError: {error}"
    except DatabaseError as error:
        if "--traceback" in sys.argv or not cannot_be_used(error):
            raise
        return f"CommandError: The database cannot be used: {reason(error)}"
    return None


if __name__ == "__main__":
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "newsapi.settings")
    sys.exit(run())
