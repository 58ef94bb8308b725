"""The OpenAPI document: every parameter from its declaration, every answer from its serializer."""

import re
from functools import lru_cache
from typing import Any

import orjson
import uritemplate
from drf_spectacular.generators import SchemaGenerator
from drf_spectacular.openapi import AutoSchema
from drf_spectacular.plumbing import ComponentIdentity, ResolvedComponent
from drf_spectacular.renderers import OpenApiYamlRenderer
from rest_framework import serializers

from newsapi import parameters
from newsapi.links import API
from newsapi.openapi import components
from newsapi.openapi.components import Schema, headers, ref
from newsapi.openapi.operations import OPERATIONS, Operation

SLUG_OR_ID = {"type": "string", "minLength": 1, "maxLength": 200, "pattern": f"^(?:{parameters.NAME})$"}
PATH_PARAMETERS = {
    "slug": ("The slug, or the id.", SLUG_OR_ID),
    "id": (
        "The number of it.",
        {"type": "integer", "minimum": 1, "maximum": parameters.MAX_ID},
    ),
    "code": (
        "The `code` of a problem.",
        {"type": "string", "minLength": 1, "maxLength": 50, "pattern": "^[a-z_]+$"},
    ),
}
EXCLUDING = "Several with commas, or given again: none of them."
JSON, YAML = "application/json", "application/yaml"


class PublicSchema(AutoSchema):
    """Describes a PublicViewSet."""

    @property
    def said(self) -> Operation:
        return OPERATIONS[f"{self.method} {self.path.removeprefix(f'{API}/')}"]

    def is_excluded(self):
        return "." in self.path  # the document under names of files

    def get_operation_id(self):
        return self.said.id

    def get_summary(self):
        return self.said.summary

    def get_description(self):
        return self.said.description

    def get_tags(self):
        return [self.said.tag]

    def _get_request_body(self, direction="request"):
        return None

    # Parameters -------------------------------------------------------------------------------------------

    def _get_parameters(self):
        in_path = [path_parameter(name) for name in uritemplate.variables(self.path)]
        declared = self.view.declared(self.view.action)
        in_query = [query_parameter(name, each) for name, each in declared.items()]
        in_header = [
            ref("parameters", name)
            for name in components.PARAMETERS
            if (name != "AcceptLanguage" or self.view.varies_by(self.view.action) == "Accept-Language")
            and (name != "IfNoneMatch" or self.method == "GET")
        ]
        return [*in_path, *in_query, *in_header]

    # Answers ----------------------------------------------------------------------------------------------

    def _get_response_bodies(self, direction="response"):
        of_reads = ("NotModified",) if self.method == "GET" else ()
        of_limits = ("RateLimited",) if self.view.is_limited(self.view.action) else ()
        names = {*components.EVERYWHERE, *self.said.also, *of_reads, *of_limits}
        names = sorted(names, key=components.STATUSES.get)
        others = {str(components.STATUSES[name]): ref("responses", name) for name in names}
        return {"200" if self.method == "GET" else "202": self.answer(), **others}

    def answer(self) -> Schema:
        media = {"schema": self.answer_schema(), "examples": examples(self.said)}
        return {
            "description": "The answer.",
            "headers": headers(*self.answer_headers()),
            "content": dict.fromkeys(self.said.media_types, media),
        }

    def answer_headers(self):
        if self.method == "GET":
            yield "ETag"
        yield from ("Cache-Control", "X-Request-ID")
        action = self.view.action
        if self.method == "GET":
            if self.view.has_keys:
                yield "Surrogate-Key"
            if self.view.has_locale:
                yield "Content-Language"
            if self.view.varies_by(action):
                yield "Vary"
            if action in self.view.dated:
                yield "Last-Modified"
        if self.view.is_limited(action):
            yield from ("RateLimit", "RateLimit-Policy")

    def answer_schema(self) -> Schema:
        action = self.view.action
        chosen = self.view.shaped_by(action) or self.view.serializer_class
        serializer_class = self.view.answers.get(action, chosen)
        if serializer_class is None:
            return {"type": "object"}
        item = self.resolve_serializer(serializer_class, "response")
        if not self.said.is_list:
            return item.ref
        has_count = "count" in self.view.declared(action)
        name = f"{item.name}Results"
        beside = self.view.beside and self.resolve_serializer(self.view.beside, "response").ref
        results = ResolvedComponent(
            name,
            ResolvedComponent.SCHEMA,
            components.envelope(item.ref, has_count, beside),
            ComponentIdentity(name),
        )
        self.registry.register_on_missing(results)
        return results.ref

    def _map_serializer_field(self, field, direction, bypass_extensions=False):
        schema = super()._map_serializer_field(field, direction, bypass_extensions)
        schema.pop("x-spec-enum-id", None)  # a note to a later step, which is not used here
        return schema

    def _map_basic_serializer(self, serializer, direction):
        """What it adds to the one that it extends; apart from that, what is there only when asked for."""
        whole = super()._map_basic_serializer(serializer, direction)
        parent = extended(type(serializer))
        inherited = set(parent().fields) if parent else set()
        asked_for = {name for name, field in serializer.fields.items() if not field.required}
        own = {name: plain(each) for name, each in whole["properties"].items() if name not in inherited}
        always = {name: each for name, each in own.items() if name not in asked_for}
        optional = {name: each for name, each in own.items() if name in asked_for}
        bases = [
            *([self.resolve_serializer(parent, direction).ref] if parent else []),
            *([{"type": "object", "properties": optional, "required": []}] if optional else []),
        ]
        return {
            "description": whole["description"],
            **({"allOf": bases} if bases else {}),
            **({"type": "object", "properties": always, "required": list(always)} if always else {}),
        }


def plain(schema: Schema) -> Schema:
    """A reference with its description: OpenAPI 3.0 needed an `allOf` around it."""
    if len(schema.get("allOf", ())) != 1:
        return schema
    [reference] = schema["allOf"]
    return {**reference, **{name: each for name, each in schema.items() if name != "allOf"}}


def extended(serializer_class) -> type[serializers.Serializer] | None:
    """The nearest serializer above that has nothing which this one leaves out or makes optional."""
    fields = serializer_class().fields
    for parent in serializer_class.__mro__[1:]:
        if not issubclass(parent, serializers.Serializer) or not parent._declared_fields:
            continue
        theirs = parent().fields
        if all(
            serializer_class._declared_fields.get(name) is field
            and name in fields
            and fields[name].required == theirs[name].required
            for name, field in parent._declared_fields.items()
        ):
            return parent
    return None


def examples(said: Operation) -> Schema:
    return {
        re.sub(r"[^A-Za-z]+", "-", summary): {"summary": summary, "value": value}
        for summary, value in said.examples.items()
    }


# Parameters -------------------------------------------------------------------------------------------------


def path_parameter(name: str) -> Schema:
    description, schema = PATH_PARAMETERS[name]
    return {"name": name, "in": "path", "required": True, "description": description, "schema": schema}


def query_parameter(name: str, parameter: parameters.Parameter) -> Schema:
    schema = parameter.schema()
    described = {"name": name, "in": "query", "description": parameter.help_text, "schema": schema}
    if parameter.required:
        described["required"] = True
    if schema["type"] != "array":
        return described
    how = EXCLUDING if name.startswith("exclude") else parameter.several
    described["description"] = f"{parameter.help_text} {how}"
    return {**described, "style": "form", "explode": isinstance(parameter, parameters.Slugs)}


# The document -----------------------------------------------------------------------------------------------


class Document(SchemaGenerator):
    """The whole document."""

    def get_schema(self, request=None, public=False) -> dict[str, Any]:
        document = super().get_schema(request, public)
        document["security"] = []  # nothing here asks who reads
        # The methods of a path come from a set, in another order each time.
        paths = {path: dict(sorted(operations.items())) for path, operations in document["paths"].items()}
        document["paths"] = paths | components.PATHS
        found = document["components"]["schemas"] | components.SCHEMAS
        for name in self.shaped():
            found[name].pop("required", None)
        document["components"] = {
            "schemas": dict(sorted(found.items())),
            "responses": components.RESPONSES,
            "parameters": components.PARAMETERS,
            "headers": components.HEADERS,
        }
        return document

    def shaped(self) -> set[str]:
        """The components that `fields` and `omit` can take from: answers, and what is one below them."""
        names = set()
        for *_, callback in self.endpoints:
            for action in callback.actions.values():
                if shaped := callback.cls.shaped_by(action):
                    below = (getattr(field, "child", field) for field in shaped().fields.values())
                    classes = [shaped, *(type(field) for field in below)]
                    names |= {
                        ancestor.__name__.removesuffix("Serializer")
                        for each in classes
                        if issubclass(each, serializers.Serializer)
                        for ancestor in (each, extended(each))
                        if ancestor
                    }
        return names


@lru_cache
def document(media_type: str) -> bytes:
    """The document as JSON or as YAML, made once in each process."""
    schema = Document().get_schema(request=None, public=True)
    return orjson.dumps(schema) if media_type == JSON else OpenApiYamlRenderer().render(schema)
