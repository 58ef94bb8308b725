from django.db import migrations

# With the order, as many articles are looked up as a page shows; without it, all that are ranked.
IN_ORDER = """
    CREATE OR REPLACE VIEW articles_ranked AS
    SELECT r.id AS ranking_id, u.article_id, r.kind, r.language, r.section_id, u.weight, r.as_of
    FROM articles_ranking r, unnest(r.article_ids, r.weights) AS u (article_id, weight)
    ORDER BY u.weight DESC
"""
BEFORE = IN_ORDER.replace('ORDER BY u.weight DESC', '')


class Migration(migrations.Migration):

    dependencies = [
        ('articles', '0011_changes_are_noted'),
    ]

    operations = [
        migrations.RunSQL(IN_ORDER, BEFORE),
    ]
