"""Whether the process lives and can serve, and what each kind of error means."""

from django.db import DatabaseError, connection
from django.db.migrations.executor import MigrationExecutor
from django.http import HttpResponse, JsonResponse
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_safe
from rest_framework import serializers

from newsapi.errors import PROBLEM_TYPES, Problem
from newsapi.views import PublicViewSet


@csrf_exempt
@require_safe
def healthz(request):
    """The process lives."""
    return HttpResponse("ok\n", content_type="text/plain", headers={"Cache-Control": "no-store"})


@csrf_exempt
@require_safe
def readyz(request):
    """The database answers and has every migration."""
    try:
        executor = MigrationExecutor(connection)
        missing = executor.migration_plan(executor.loader.graph.leaf_nodes())
    except DatabaseError:
        return readiness("The database does not answer.")
    return readiness("The database is not migrated." if missing else None)


def readiness(lacking: str | None) -> JsonResponse:
    return JsonResponse(
        {"ready": lacking is None, "detail": lacking},
        status=503 if lacking else 200,
        headers={"Cache-Control": "no-store"},
    )


class ProblemTypeSerializer(serializers.Serializer):
    """A kind of error."""

    code = serializers.CharField(help_text="The stable name of the error.")
    status = serializers.IntegerField(help_text="The HTTP status that it comes with.")
    title = serializers.CharField(help_text="The error in a few words.")
    explanation = serializers.CharField(help_text="What it means, and what to do.")


class ProblemTypeViewSet(PublicViewSet):
    """What each error means: where the `type` of a problem leads."""

    lookup_field = "code"
    serializer_class = ProblemTypeSerializer
    has_locale = has_keys = False
    dated = ()

    @classmethod
    def shaped_by(cls, action):
        return None

    def list(self, request):
        results = [self.shown(code) for code in PROBLEM_TYPES]
        return self.answer({"next": None, "previous": None, "results": results})

    def retrieve(self, request, code):
        if code not in PROBLEM_TYPES:
            raise Problem("not_found", f"There is no problem type {code[:50]!r}.")
        return self.answer(self.shown(code))

    def shown(self, code: str) -> dict:
        kind = PROBLEM_TYPES[code]
        return {"code": code, "status": kind.status, "title": kind.title, "explanation": kind.explanation}
