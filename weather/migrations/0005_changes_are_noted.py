from django.db import migrations

TABLES = ("fetching", "forecast", "place", "snapshot")
NOTE = """
    CREATE OR REPLACE TRIGGER insertion_is_noted AFTER INSERT ON weather_{table}
        REFERENCING NEW TABLE AS changed FOR EACH STATEMENT EXECUTE FUNCTION newsapi_note_changed_rows();
    CREATE OR REPLACE TRIGGER update_is_noted AFTER UPDATE ON weather_{table}
        REFERENCING NEW TABLE AS changed FOR EACH STATEMENT EXECUTE FUNCTION newsapi_note_changed_rows();
    CREATE OR REPLACE TRIGGER deletion_is_noted AFTER DELETE ON weather_{table}
        REFERENCING OLD TABLE AS changed FOR EACH STATEMENT EXECUTE FUNCTION newsapi_note_changed_rows();
    CREATE OR REPLACE TRIGGER truncation_is_noted AFTER TRUNCATE ON weather_{table}
        FOR EACH STATEMENT EXECUTE FUNCTION newsapi_note_change();
"""
UNDO = """
    DROP TRIGGER insertion_is_noted ON weather_{table};
    DROP TRIGGER update_is_noted ON weather_{table};
    DROP TRIGGER deletion_is_noted ON weather_{table};
    DROP TRIGGER truncation_is_noted ON weather_{table};
"""


class Migration(migrations.Migration):
    atomic = False  # no table is locked for longer than its own triggers take

    dependencies = [("weather", "0004_words_of_the_desk"), ("newsapi", "0004_changes")]

    operations = [
        migrations.RunSQL(NOTE.format(table=table), UNDO.format(table=table)) for table in TABLES
    ]
