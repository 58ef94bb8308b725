from django.contrib.postgres.operations import AddIndexConcurrently, RemoveIndexConcurrently
from django.db import migrations, models
from django.db.models import F

CHANGE = (F("updated_at").desc(), F("id").desc(), F("published_at").asc())


def replaced(name: str, index: models.Index) -> list:
    """Lists have one of the two at any moment."""
    before = f"{name}_before"
    return [
        migrations.RenameIndex("article", old_name=name, new_name=before),
        AddIndexConcurrently("article", index),
        RemoveIndexConcurrently("article", before),
    ]


class Migration(migrations.Migration):
    atomic = False  # the newsroom goes on writing while the indexes are made

    dependencies = [("articles", "0024_what_matches_of_what_filters_leave")]

    operations = [
        *replaced(
            "article_by_change",
            models.Index(
                F("language").asc(), *CHANGE, name="article_by_change", include=["withdrawn_at"]
            ),
        ),
        *replaced(
            "article_by_change_in_all",
            models.Index(*CHANGE, name="article_by_change_in_all", include=["language", "withdrawn_at"]),
        ),
    ]
