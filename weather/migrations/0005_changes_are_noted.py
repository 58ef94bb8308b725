from django.db import migrations

TABLES = ("fetching", "forecast", "place", "snapshot")
NOTE = """
    CREATE TRIGGER change_is_noted AFTER INSERT OR UPDATE OR DELETE OR TRUNCATE ON weather_{table}
        FOR EACH STATEMENT EXECUTE FUNCTION newsapi_note_change()
"""
UNDO = "DROP TRIGGER change_is_noted ON weather_{table}"


class Migration(migrations.Migration):
    dependencies = [("weather", "0004_words_of_the_desk"), ("newsapi", "0004_changes")]

    operations = [
        migrations.RunSQL(NOTE.format(table=table), UNDO.format(table=table)) for table in TABLES
    ]
