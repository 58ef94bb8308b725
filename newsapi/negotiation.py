from rest_framework.metadata import SimpleMetadata
from rest_framework.negotiation import BaseContentNegotiation


class AlwaysJSON(BaseContentNegotiation):
    """Answers are JSON whatever `Accept` says, so that a browser, curl and an app see the same."""

    def select_parser(self, request, parsers):
        return parsers[0]

    def select_renderer(self, request, renderers, format_suffix=None):
        return renderers[0], renderers[0].media_type


class BodilessMetadata(SimpleMetadata):
    """What OPTIONS tells of an address: never the fields of a body, which no method takes."""

    def determine_actions(self, request, view):
        return {}
