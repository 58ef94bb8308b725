"""The OpenAPI document: every parameter from its declaration, every answer from its serializer."""

from drf_spectacular.openapi import AutoSchema


class PublicSchema(AutoSchema):
    """Describes a PublicViewSet."""
