from django.db import migrations

TABLES = (  # that answers to readers are made of
    *("article", "articleauthor", "articletag", "articleword", "author", "correction", "formerslug", "image"),
    *("section", "spelling", "tag", "vocabulary", "word"),
    *("dailyviews", "ranking", "viewtotal"),
)
NOTE = """
    CREATE OR REPLACE TRIGGER insertion_is_noted AFTER INSERT ON articles_{table}
        REFERENCING NEW TABLE AS changed FOR EACH STATEMENT EXECUTE FUNCTION newsapi_note_changed_rows();
    CREATE OR REPLACE TRIGGER update_is_noted AFTER UPDATE ON articles_{table}
        REFERENCING NEW TABLE AS changed FOR EACH STATEMENT EXECUTE FUNCTION newsapi_note_changed_rows();
    CREATE OR REPLACE TRIGGER deletion_is_noted AFTER DELETE ON articles_{table}
        REFERENCING OLD TABLE AS changed FOR EACH STATEMENT EXECUTE FUNCTION newsapi_note_changed_rows();
    CREATE OR REPLACE TRIGGER truncation_is_noted AFTER TRUNCATE ON articles_{table}
        FOR EACH STATEMENT EXECUTE FUNCTION newsapi_note_change();
"""
UNDO = """
    DROP TRIGGER insertion_is_noted ON articles_{table};
    DROP TRIGGER update_is_noted ON articles_{table};
    DROP TRIGGER deletion_is_noted ON articles_{table};
    DROP TRIGGER truncation_is_noted ON articles_{table};
"""


class Migration(migrations.Migration):
    atomic = False  # no table is locked for longer than its own triggers take

    dependencies = [("articles", "0010_article_by_title_beginning"), ("newsapi", "0004_changes")]

    operations = [
        migrations.RunSQL(NOTE.format(table=table), UNDO.format(table=table)) for table in TABLES
    ]
