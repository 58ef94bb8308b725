from django.db import migrations, models

TABLES = ("articletag", "articleauthor", "viewtotal")
COLUMNS = "language, section_id, published_at, withdrawn_at"
# As whoever writes articles and then their rows does, so that neither waits for the other.
ARTICLES_FIRST = "LOCK TABLE articles_article IN SHARE ROW EXCLUSIVE MODE"
# Whoever writes the row waits for whoever is writing its article, and the other way round: neither overlooks
# the other. A row is told anew whatever its writer says of the article.
TELL = f"""
    CREATE FUNCTION articles_tell_row() RETURNS trigger LANGUAGE plpgsql AS $$
    BEGIN
        SELECT {COLUMNS} INTO NEW.language, NEW.section_id, NEW.published_at, NEW.withdrawn_at
        FROM articles_article WHERE id = NEW.article_id FOR NO KEY UPDATE;
        IF NOT FOUND THEN
            RAISE foreign_key_violation USING MESSAGE = 'There is no article ' || NEW.article_id || ' yet.';
        END IF;
        RETURN NEW;
    END $$;
    CREATE FUNCTION articles_tell_rows() RETURNS trigger LANGUAGE plpgsql AS $$
    BEGIN
        {"".join(f"UPDATE articles_{each} SET language = '' WHERE article_id = NEW.id;" for each in TABLES)}
        RETURN NULL;
    END $$
"""
TELL_ROWS = f"""
    CREATE TRIGGER rows_say_what_their_article_says AFTER UPDATE OF {COLUMNS} ON articles_article
        FOR EACH ROW WHEN (
            (OLD.language, OLD.section_id, OLD.published_at, OLD.withdrawn_at)
            IS DISTINCT FROM (NEW.language, NEW.section_id, NEW.published_at, NEW.withdrawn_at)
        ) EXECUTE FUNCTION articles_tell_rows()
"""
TELL_ROW = f"""
    CREATE TRIGGER row_says_what_its_article_says BEFORE INSERT OR UPDATE OF article_id, {COLUMNS}
        ON articles_{{table}} FOR EACH ROW EXECUTE FUNCTION articles_tell_row()
"""
FORGET = f"""
    DROP TRIGGER rows_say_what_their_article_says ON articles_article;
    {" ".join(f"DROP TRIGGER row_says_what_its_article_says ON articles_{table};" for table in TABLES)}
    DROP FUNCTION articles_tell_rows(), articles_tell_row()
"""


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


class Migration(migrations.Migration):
    dependencies = [("articles", "0014_sections_are_read_in_order_of_time")]

    operations = [
        migrations.RunSQL(ARTICLES_FIRST, migrations.RunSQL.noop),
        *(each for table in TABLES for each in columns(table)),
        migrations.RunSQL(
            [TELL, TELL_ROWS, *(TELL_ROW.format(table=table) for table in TABLES)], FORGET
        ),
        migrations.RunSQL(migrations.RunSQL.noop, ARTICLES_FIRST),
    ]
