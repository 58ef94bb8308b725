"""Serves the OpenAPI document and the pages that show it."""

from django.shortcuts import redirect
from django.template.loader import render_to_string

from newsapi import schema
from newsapi.parameters import Choice
from newsapi.schema import JSON, YAML
from newsapi.views import PublicViewSet


class SchemaViewSet(PublicViewSet):
    """This document."""

    has_locale = has_keys = False
    own_parameters = {
        "list": {"format": Choice("The form of the document; without it Accept decides.", ("yaml", "json"))}
    }

    @classmethod
    def varies_by(cls, action):
        return "Accept" if action == "list" else None

    def list(self, request):
        if "format" in self.asked:
            return self.answer_as(JSON if self.asked.get("format") == "json" else YAML)
        response = self.answer_as(request._request.get_preferred_type([YAML, JSON]) or YAML)
        response["Vary"] = self.varies_by(self.action)
        return response

    def as_json(self, request):
        return self.answer_as(JSON)

    def as_yaml(self, request):
        return self.answer_as(YAML)

    def answer_as(self, media_type: str):
        return self.answer(schema.document(media_type), content_type=media_type)


class DocumentationViewSet(PublicViewSet):
    """Pages that show the document by scripts of this site alone, and the front door that leads to them."""

    schema = None  # the document does not speak of itself
    has_locale = has_keys = False
    # Both scripts set styles of elements; Redoc searches in a worker that it makes of its own text.
    policy = (
        "default-src 'none'; script-src 'self'; style-src 'self' 'unsafe-inline'; img-src 'self' data:; "
        "connect-src 'self'; worker-src blob:; base-uri 'none'; form-action 'none'; frame-ancestors 'none'"
    )

    @classmethod
    def shaped_by(cls, action):
        return None

    def front_door(self, request):
        return redirect("documentation")

    def swagger(self, request):
        return self.page("documentation/swagger.html")

    def redoc(self, request):
        return self.page("documentation/redoc.html")

    def page(self, template: str):
        response = self.answer(render_to_string(template).encode(), content_type="text/html; charset=utf-8")
        response["Content-Security-Policy"] = self.policy
        return response
