from django.db import migrations

FUNCTIONS = (
    "articles_matching(tsquery, tsquery, bigint[])",
    "articles_having(tsquery, tsquery, text, int)",
    "articles_titled(int[], bigint[])",
)
# With the 4 MB of PostgreSQL's default, where a hundred thousand articles match is forgotten but for their pages,
# and each of these articles is looked through again: twenty times as much work.
MORE = "; ".join(f"ALTER FUNCTION {each} SET work_mem = '64MB'" for each in FUNCTIONS)
AS_BEFORE = "; ".join(f"ALTER FUNCTION {each} RESET work_mem" for each in FUNCTIONS)


class Migration(migrations.Migration):
    dependencies = [("articles", "0019_changed_ahead")]

    operations = [migrations.RunSQL(MORE, AS_BEFORE)]
