"""What all public endpoints share: strict parameters, the locale, and answers that caches understand."""

import logging
from datetime import datetime
from functools import cached_property, lru_cache

from django.conf import settings
from django.db import OperationalError, connection
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse
from django.utils import timezone
from rest_framework.viewsets import GenericViewSet

from newsapi import (
    caching,
    days,
    errors,
    locales,
    narrowing,
    pagination,
    parameters,
    query_text,
    shapes,
    throttling,
)
from newsapi.errors import Problem
from newsapi.locales import Locale
from newsapi.narrowing import Form, Narrowing
from newsapi.parameters import Asked, Choice, Parameter
from newsapi.statements import Place, Values

SEARCHING = {"search", "q"}  # who gives one of these may do so only so often

logger = logging.getLogger("newsapi.views")


def site_locales() -> tuple[str, ...]:
    return tuple(settings.LOCALES)


class PublicViewSet(GenericViewSet):
    """Reads that everybody may make. A subclass declares what may be asked; the rest is the same."""

    filterset_class = None
    ordering: pagination.Ordering | None = None  # set: the list is paged
    optional: tuple[str, ...] = ()  # fields that come by `expand`
    lookup_value_regex = "[^/]+"
    has_locale = True
    in_own_locale: tuple[str, ...] = ()  # actions in which Accept-Language has no say
    has_keys = True  # answers name what purges them
    dated: tuple[str, ...] = ("retrieve",)  # actions whose answers say when what they show last changed
    has_day_label = False  # answers then change at the site's midnight
    beside = None  # the serializer of what an answer has beside its list
    search_limit = throttling.limit("search", settings.SEARCH_RATE)
    own_parameters: dict[str, dict[str, Parameter]] = {}  # those of one action alone
    answers: dict[str, type] = {}  # serializers of actions whose fields cannot be chosen

    @classmethod
    @lru_cache
    def declared(cls, action: str) -> dict[str, Parameter]:
        """Every query parameter of the action, by name."""
        found: dict[str, Parameter] = {}
        if cls.has_locale:
            otherwise = (
                "the own language of what is asked for"
                if action in cls.in_own_locale
                else "Accept-Language decides, then the site's default"
            )
            help_text = f"The locale of the answer; without it {otherwise}."
            found["locale"] = Choice(help_text, tuple(settings.LOCALES))
        if action == "list":
            if cls.filterset_class:
                found |= parameters.of_filters(cls.filterset_class)
            if cls.ordering:
                found |= pagination.PARAMETERS | {"ordering": cls.ordering.parameter()}
        shaped = cls.shaped_by(action)
        if shaped:
            found |= shapes.parameters(shaped, cls.optional_fields(action))
        return found | cls.own_parameters.get(action, {})

    @classmethod
    def shaped_by(cls, action: str):
        """The serializer whose fields the client may choose from."""
        return cls.serializer_class

    @classmethod
    def varies_by(cls, action: str) -> str | None:
        """The header that decides what the action answers where no parameter does."""
        return "Accept-Language" if cls.has_locale and action not in cls.in_own_locale else None

    @classmethod
    def is_limited(cls, action: str) -> bool:
        """Whether the action can be asked too often."""
        return not SEARCHING.isdisjoint(cls.declared(action))

    @classmethod
    def optional_fields(cls, action: str) -> tuple[str, ...]:
        return cls.optional

    def dispatch(self, request, *args, **kwargs):
        try:
            try:
                return super().dispatch(request, *args, **kwargs)
            except OperationalError:
                # A connection that lay idle while the database restarted fails at its next use, once.
                if (
                    request.method not in {"GET", "HEAD"}
                    or connection.in_atomic_block
                    or connection.is_usable()
                ):
                    raise
                connection.close()
                return super().dispatch(request, *args, **kwargs)
        except OperationalError:
            return unavailable(request)

    def initial(self, request, *args, **kwargs):
        super().initial(request, *args, **kwargs)
        self.at: datetime = timezone.localtime()
        self.asked: Asked = Asked()
        if request.method in {"GET", "HEAD"}:
            query_text.refuse_other_bytes(request)
            self.asked = parameters.read(request.GET, self.declared(self.action))
        self.limit_headers: dict[str, str] = {}
        if self.search_limit and not SEARCHING.isdisjoint(self.asked.values):
            self.limit_headers = self.search_limit.admit(throttling.address(request))

    @cached_property
    def shape(self) -> shapes.Shape:
        return shapes.chosen(self.shaped_by(self.action), self.optional_fields(self.action), self.asked)

    @cached_property
    def locale(self) -> Locale:
        """The locale that was asked for, else the one that the reader's software prefers."""
        if "locale" in self.asked:
            return Locale(self.asked.get("locale"))
        return locales.accepted(self.request.META.get("HTTP_ACCEPT_LANGUAGE", ""))

    @classmethod
    def filters(cls) -> dict[str, Narrowing]:
        return cls.filterset_class.base_filters if cls.filterset_class else {}

    @cached_property
    def narrowing(self) -> tuple[Form, Values]:
        """The form of all filters that were asked for, and their values."""
        return narrowing.taken_apart(self.filters(), self.asked)

    @classmethod
    def narrowed(cls, queryset: QuerySet, form: Form, place: Place) -> QuerySet:
        """The queryset as filters of this form leave it."""
        return narrowing.narrowed(queryset, cls.filters(), form, place)

    def answer(self, data, *, locale: Locale | None = None, changes_at=None, **more) -> HttpResponse:
        """The data, cacheable."""
        if self.has_day_label:
            midnight = days.midnight_after(self.at)
            changes_at = min(changes_at, midnight) if changes_at else midnight
        request: HttpRequest = self.request._request
        response = caching.answer(
            request,
            data,
            at=self.at,
            changes_at=changes_at,
            headers=self.limit_headers,
            private="preview" in self.asked,
            **more,
        )
        if self.has_locale:
            response["Content-Language"] = (locale or self.locale).code
            if "locale" not in self.asked and (header := self.varies_by(self.action)):
                response["Vary"] = header
        return response


def unavailable(request: HttpRequest) -> HttpResponse:
    logger.exception("The database does not answer.")
    problem = Problem("unavailable", "The database does not answer; try again.", headers={"Retry-After": "5"})
    return errors.response(request, problem)
