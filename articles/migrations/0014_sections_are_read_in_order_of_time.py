from django.contrib.postgres.operations import AddIndexConcurrently
from django.db import migrations, models
from django.db.models import F


class Migration(migrations.Migration):
    atomic = False  # the newsroom goes on writing while the index is made

    dependencies = [("articles", "0013_lists_are_read_from_indexes_alone")]

    operations = [
        AddIndexConcurrently(
            "article",
            models.Index(
                *(F("section").asc(), F("published_at").desc(), F("id").desc()),
                include=["language", "withdrawn_at"],
                name="article_by_section_in_time",
            ),
        )
    ]
