from django.contrib.postgres.operations import AddIndexConcurrently
from django.db import migrations, models


class Migration(migrations.Migration):
    atomic = False  # the newsroom goes on writing while the index is made

    dependencies = [("articles", "0012_rankings_are_read_in_order")]

    operations = [
        AddIndexConcurrently(
            "article",
            models.Index(
                fields=["id"],
                include=["language", "section", "published_at", "withdrawn_at"],
                name="article_as_listed",
            ),
        )
    ]
