from django.contrib.postgres.operations import AddIndexConcurrently
from django.db import migrations, models
from django.db.models import F


class Migration(migrations.Migration):
    atomic = False  # the newsroom goes on writing while the index is made

    dependencies = [("articles", "0018_all_that_has_a_rare_word")]

    operations = [
        AddIndexConcurrently(
            "article",
            models.Index(
                (F("published_at") - F("updated_at")).desc(),
                name="article_changed_ahead",
                condition=models.Q(published_at__gt=F("updated_at")),
            ),
        ),
    ]
