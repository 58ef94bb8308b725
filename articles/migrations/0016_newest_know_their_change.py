from django.contrib.postgres.operations import AddIndexConcurrently, RemoveIndexConcurrently
from django.db import migrations, models
from django.db.models import F


class Migration(migrations.Migration):
    atomic = False  # the newsroom goes on writing while the index is made

    dependencies = [("articles", "0015_lists_are_read_from_their_own_rows")]

    operations = [
        AddIndexConcurrently(
            "article",
            models.Index(
                *(F("language").asc(), F("published_at").desc(), F("id").desc()),
                include=["withdrawn_at", "updated_at"],
                name="article_in_edition",
            ),
        ),
        RemoveIndexConcurrently("article", "article_by_edition"),
    ]
