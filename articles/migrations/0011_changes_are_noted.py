from django.db import migrations

TABLES = (  # that answers to readers are made of
    *("article", "articleauthor", "articletag", "articleword", "author", "correction", "formerslug", "image"),
    *("section", "spelling", "tag", "vocabulary", "word"),
    *("countingstate", "dailyviews", "ranking", "viewtotal"),
)
NOTE = """
    CREATE TRIGGER change_is_noted AFTER INSERT OR UPDATE OR DELETE OR TRUNCATE ON articles_{table}
        FOR EACH STATEMENT EXECUTE FUNCTION newsapi_note_change()
"""
UNDO = "DROP TRIGGER change_is_noted ON articles_{table}"


class Migration(migrations.Migration):
    dependencies = [("articles", "0010_article_by_title_beginning"), ("newsapi", "0004_changes")]

    operations = [
        migrations.RunSQL(NOTE.format(table=table), UNDO.format(table=table)) for table in TABLES
    ]
