"""The newsroom's own pages: lists and forms. What an editor does goes through publishing."""

from articles.admin import article, counts, image, names, staff, trash

__all__ = ["article", "counts", "image", "names", "staff", "trash"]
