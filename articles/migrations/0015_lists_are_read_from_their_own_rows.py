from django.contrib.postgres.operations import AddIndexConcurrently
from django.db import migrations, models
from django.db.models import F

TABLES = ("articletag", "articleauthor", "viewtotal")
COLUMNS = "language, section_id, published_at, withdrawn_at"
BATCH = 10_000  # numbers of articles that are told at once: nobody waits for all of them
# Whoever writes the row waits for whoever is writing its article, and the other way round: neither overlooks
# the other. A row is told anew whatever its writer says of the article.
TELL = f"""
    CREATE FUNCTION articles_tell_row() RETURNS trigger LANGUAGE plpgsql AS $$
    BEGIN
        SELECT {COLUMNS} INTO NEW.language, NEW.section_id, NEW.published_at, NEW.withdrawn_at
        FROM articles_article WHERE id = NEW.article_id FOR NO KEY UPDATE;
        NEW.language := coalesce(NEW.language, '');  -- without its article the row is refused, by its key
        RETURN NEW;
    END $$;
    CREATE FUNCTION articles_tell_rows() RETURNS trigger LANGUAGE plpgsql AS $$
    BEGIN
        {"".join(f"UPDATE articles_{each} SET language = '' WHERE article_id = NEW.id;" for each in TABLES)}
        RETURN NULL;
    END $$
"""
TELL_ROW = f"""
    CREATE TRIGGER row_says_what_its_article_says BEFORE INSERT OR UPDATE OF article_id, {COLUMNS}
        ON articles_{{table}} FOR EACH ROW EXECUTE FUNCTION articles_tell_row()
"""
TELL_ROWS = f"""
    CREATE TRIGGER rows_say_what_their_article_says AFTER UPDATE OF {COLUMNS} ON articles_article
        FOR EACH ROW WHEN (
            (OLD.language, OLD.section_id, OLD.published_at, OLD.withdrawn_at)
            IS DISTINCT FROM (NEW.language, NEW.section_id, NEW.published_at, NEW.withdrawn_at)
        ) EXECUTE FUNCTION articles_tell_rows()
"""
FORGET = f"""
    DROP TRIGGER rows_say_what_their_article_says ON articles_article;
    {" ".join(f"DROP TRIGGER row_says_what_its_article_says ON articles_{table};" for table in TABLES)}
    DROP FUNCTION articles_tell_rows(), articles_tell_row()
"""
TELL_PRESENT_ROWS = f"""
    DO $$
    DECLARE latest bigint := (SELECT max(id) FROM articles_article);
    BEGIN
        FOR start IN 0 .. coalesce(latest, -1) BY {BATCH} LOOP
            {{updates}}
            COMMIT;
        END LOOP;
    END $$
""".format(
    updates=" ".join(
        f"""
            UPDATE articles_{table} SET language = ''
            WHERE article_id >= start AND article_id < start + {BATCH} AND language = '';
        """
        for table in TABLES
    )
)


def columns(model_name: str) -> list[migrations.AddField]:
    return [
        migrations.AddField(
            model_name,
            "language",
            models.CharField(
                db_default="", default="", editable=False, help_text="The article's language.", max_length=2
            ),
        ),
        migrations.AddField(
            model_name,
            "section_id",
            models.BigIntegerField(editable=False, help_text="The number of its section.", null=True),
        ),
        migrations.AddField(
            model_name,
            "published_at",
            models.DateTimeField(editable=False, help_text="When it is public.", null=True),
        ),
        migrations.AddField(
            model_name,
            "withdrawn_at",
            models.DateTimeField(editable=False, help_text="When it no longer is.", null=True),
        ),
    ]


def as_listed(model_name: str, name: str, *order, include: list[str]) -> AddIndexConcurrently:
    index = models.Index(*order, F("article").desc(), name=name, include=include)
    return AddIndexConcurrently(model_name, index)


class Migration(migrations.Migration):
    atomic = False  # the newsroom goes on writing while rows are told and indexes are made

    dependencies = [("articles", "0014_sections_are_read_in_order_of_time")]

    operations = [
        *(each for table in TABLES for each in columns(table)),
        migrations.RunSQL(
            [TELL, *(TELL_ROW.format(table=table) for table in TABLES), TELL_ROWS], FORGET
        ),
        migrations.RunSQL(TELL_PRESENT_ROWS, migrations.RunSQL.noop),
        *(
            as_listed(
                f"article{name}",
                f"article_{name}_as_listed",
                *(F(name), F("language"), F("published_at").desc()),
                include=["section_id", "withdrawn_at"],
            )
            for name in ("tag", "author")
        ),
        as_listed(
            "viewtotal",
            "view_total_by_edition",
            *(F("language"), F("count").desc()),
            include=["section_id", "published_at", "withdrawn_at"],
        ),
        as_listed(
            "viewtotal",
            "view_total_by_section",
            *(F("section_id"), F("language"), F("count").desc()),
            include=["published_at", "withdrawn_at"],
        ),
    ]
