from django.db import migrations

TABLES = ("articletag", "articleauthor", "viewtotal")
BATCH = 10_000  # numbers of articles whose rows are told at once: nobody waits for all of them
# Its trigger tells the row. Articles are locked first, as by whoever writes them and then their rows.
TELL = """
    UPDATE articles_{table} told SET language = '' FROM articles_article a
    WHERE told.article_id >= start AND told.article_id < start + {batch} AND a.id = told.article_id
        AND (told.language, told.section_id, told.published_at, told.withdrawn_at)
            IS DISTINCT FROM (a.language, a.section_id, a.published_at, a.withdrawn_at);
"""
TELL_PRESENT_ROWS = f"""
    DO $$
    DECLARE latest bigint := (SELECT max(id) FROM articles_article);
    BEGIN
        FOR start IN 0 .. coalesce(latest, -1) BY {BATCH} LOOP
            PERFORM FROM articles_article WHERE id >= start AND id < start + {BATCH}
                ORDER BY id FOR NO KEY UPDATE;
            {"".join(TELL.format(table=table, batch=BATCH) for table in TABLES)}
            COMMIT;
        END LOOP;
    END $$
"""


class Migration(migrations.Migration):
    atomic = False  # the newsroom goes on writing; what was told stays told if this is broken off

    dependencies = [("articles", "0015_rows_say_what_lists_ask")]

    operations = [migrations.RunSQL(TELL_PRESENT_ROWS, migrations.RunSQL.noop)]
