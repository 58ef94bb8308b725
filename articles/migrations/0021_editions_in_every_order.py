from django.contrib.postgres.operations import AddIndexConcurrently
from django.db import migrations, models
from django.db.models import F

SEEN = ["language", "published_at", "withdrawn_at"]


class Migration(migrations.Migration):
    atomic = False  # the newsroom goes on writing while the indexes are made

    dependencies = [("articles", "0020_much_that_matches")]

    operations = [
        AddIndexConcurrently(
            "article",
            models.Index(
                F("updated_at").desc(), F("id").desc(), name="article_by_change_in_all", include=SEEN
            ),
        ),
        AddIndexConcurrently(
            "article",
            models.Index(F("title").asc(), F("id").asc(), name="article_by_title_in_all", include=SEEN),
        ),
    ]
