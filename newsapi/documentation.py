"""Serves the OpenAPI document and the pages that show it."""

from drf_spectacular.views import SpectacularAPIView


class SchemaView(SpectacularAPIView):
    """The OpenAPI document."""
