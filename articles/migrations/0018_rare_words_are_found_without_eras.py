from django.db import migrations

# To intersect the words of a few articles with a span takes a descent into the index for each of them. Of rare words
# all articles are read instead, unless they turn out not to be so rare: in old news they may have been common.
MATCHING = """
    DROP FUNCTION articles_matching(tsquery, tsquery, bigint[]);
    CREATE FUNCTION articles_matching(
        wanted tsquery, unwanted tsquery, eras bigint[], all_in text DEFAULT NULL, most int DEFAULT NULL
    ) RETURNS SETOF bigint
    LANGUAGE plpgsql STABLE ROWS 500
    SET enable_seqscan = off SET enable_indexscan = off SET enable_indexonlyscan = off
    SET max_parallel_workers_per_gather = 0 SET jit = off
    AS $$
    DECLARE
        many int;
        found bigint[];
    BEGIN
        IF numnode(wanted) > 0 AND all_in IS NOT NULL THEN
            SELECT count(*), array_agg(id) FILTER (WHERE language = all_in) INTO many, found
            FROM (
                SELECT id, language FROM articles_article
                WHERE search_document @@ (wanted && !!unwanted) LIMIT most + 1
            ) having_all;
            IF most IS NULL OR many <= most THEN
                RETURN QUERY SELECT unnest(found);
                RETURN;
            END IF;
        END IF;
        IF numnode(wanted) > 0 THEN
            RETURN QUERY SELECT id FROM articles_article
            WHERE search_document @@ (wanted && !!unwanted) AND articles_eras(language, published_at) && eras;
        ELSIF numnode(unwanted) > 0 THEN
            RETURN QUERY SELECT id FROM articles_article WHERE articles_eras(language, published_at) && eras
            EXCEPT SELECT id FROM articles_article
            WHERE search_document @@ unwanted AND articles_eras(language, published_at) && eras;
        END IF;
    END $$
"""
UNDO = """
    DROP FUNCTION articles_matching(tsquery, tsquery, bigint[], text, int);
    CREATE FUNCTION articles_matching(wanted tsquery, unwanted tsquery, eras bigint[]) RETURNS SETOF bigint
    LANGUAGE plpgsql STABLE ROWS 500
    SET enable_seqscan = off SET enable_indexscan = off SET enable_indexonlyscan = off
    SET max_parallel_workers_per_gather = 0 SET jit = off
    AS $$
    BEGIN
        IF numnode(wanted) > 0 THEN
            RETURN QUERY SELECT id FROM articles_article
            WHERE search_document @@ (wanted && !!unwanted) AND articles_eras(language, published_at) && eras;
        ELSIF numnode(unwanted) > 0 THEN
            RETURN QUERY SELECT id FROM articles_article WHERE articles_eras(language, published_at) && eras
            EXCEPT SELECT id FROM articles_article
            WHERE search_document @@ unwanted AND articles_eras(language, published_at) && eras;
        END IF;
    END $$
"""


class Migration(migrations.Migration):
    dependencies = [("articles", "0017_lists_are_read_from_rows")]

    operations = [migrations.RunSQL(MATCHING, UNDO)]
