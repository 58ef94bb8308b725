from django.db import migrations, models
from django.db.models import F

NEW, OLD = "story_has_one_edition_in_a_language", "story_has_one_edition_a_language"
MADE = "CREATE UNIQUE INDEX CONCURRENTLY {} ON articles_article (story, language) {}"
PUBLIC = "INCLUDE (published_at, withdrawn_at)"  # so that lists with fallbacks do not look at the articles


class Migration(migrations.Migration):
    atomic = False  # the newsroom goes on writing while the index is made

    dependencies = [("articles", "0026_changes_in_all_languages_too")]

    operations = [
        # What is left where the making was broken off.
        migrations.RunSQL(f"DROP INDEX CONCURRENTLY IF EXISTS {NEW}", migrations.RunSQL.noop),
        migrations.RunSQL(
            MADE.format(NEW, PUBLIC),
            f"DROP INDEX CONCURRENTLY IF EXISTS {NEW}",
            state_operations=[
                migrations.RemoveConstraint("article", OLD),
                migrations.AddConstraint(
                    "article",
                    models.UniqueConstraint(
                        F("story"),
                        F("language"),
                        name=NEW,
                        include=["published_at", "withdrawn_at"],
                        violation_error_message="This story has an edition in this language already.",
                    ),
                ),
            ],
        ),
        migrations.RunSQL(f"DROP INDEX CONCURRENTLY IF EXISTS {OLD}", MADE.format(OLD, "")),
    ]
