"""The newsroom's pages about the running of the site."""

from newsapi.admin import jobs, purges

__all__ = ["jobs", "purges"]
