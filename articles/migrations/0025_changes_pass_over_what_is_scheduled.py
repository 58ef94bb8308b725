from django.contrib.postgres.operations import AddIndexConcurrently, RemoveIndexConcurrently
from django.db import migrations, models
from django.db.models import F


class Migration(migrations.Migration):
    atomic = False  # the newsroom goes on writing while the index is made

    dependencies = [("articles", "0024_what_matches_of_what_filters_leave")]

    operations = [
        # What is left where the making was broken off.
        migrations.RunSQL("DROP INDEX CONCURRENTLY IF EXISTS article_last_changed", migrations.RunSQL.noop),
        AddIndexConcurrently(
            "article",
            models.Index(
                *(F("language").asc(), F("updated_at").desc(), F("id").desc(), F("published_at").asc()),
                name="article_last_changed",
                include=["withdrawn_at"],
            ),
        ),
        RemoveIndexConcurrently("article", "article_by_change"),
    ]
