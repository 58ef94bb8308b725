from django.db import migrations

# To intersect the words of a few articles with a span takes a descent into the index for each of them: ten times what
# it takes to read all that have the words. As with articles_matching(), the planner has no choice.
HAVING = """
    CREATE FUNCTION articles_having(wanted tsquery, unwanted tsquery, in_language text, most int) RETURNS bigint[]
    LANGUAGE plpgsql STABLE
    SET enable_seqscan = off SET enable_indexscan = off SET enable_indexonlyscan = off
    SET max_parallel_workers_per_gather = 0 SET jit = off
    AS $$
    DECLARE
        many int;
        of_language bigint[];
    BEGIN
        IF numnode(wanted) = 0 THEN
            RETURN NULL;
        END IF;
        SELECT count(*), coalesce(array_agg(id) FILTER (WHERE language = in_language), '{}') INTO many, of_language
        FROM (
            SELECT id, language FROM articles_article
            WHERE search_document @@ (wanted && !!unwanted) LIMIT most + 1
        ) of_any_language;
        RETURN CASE WHEN many <= most THEN of_language END;
    END $$
"""


class Migration(migrations.Migration):
    dependencies = [("articles", "0017_lists_are_read_from_rows")]

    operations = [
        migrations.RunSQL(HAVING, "DROP FUNCTION articles_having(tsquery, tsquery, text, int)"),
    ]
