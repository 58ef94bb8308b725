from django.db import migrations

CHANGES_WHEN_IT_APPEARS = """
    UPDATE articles_article SET updated_at = published_at
    WHERE published_at > now() AND updated_at < published_at
"""


class Migration(migrations.Migration):
    dependencies = [("articles", "0030_what_an_import_said_of_each_field")]

    operations = [migrations.RunSQL(CHANGES_WHEN_IT_APPEARS, migrations.RunSQL.noop)]
