from django.db import migrations

CHANGES = """
    CREATE TABLE newsapi_change (
        id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
        transaction xid8 NOT NULL DEFAULT pg_current_xact_id(),
        at timestamptz NOT NULL DEFAULT now()
    );
    CREATE INDEX change_by_transaction ON newsapi_change (transaction);
    COMMENT ON TABLE newsapi_change IS 'Each statement that wrote what answers are made of; kept for an hour.';
    CREATE FUNCTION newsapi_note_change() RETURNS trigger LANGUAGE plpgsql SET search_path FROM CURRENT AS $$
        BEGIN INSERT INTO newsapi_change DEFAULT VALUES; RETURN NULL; END
    $$;
    CREATE FUNCTION newsapi_note_changed_rows() RETURNS trigger LANGUAGE plpgsql SET search_path FROM CURRENT AS $$
        BEGIN IF EXISTS (SELECT FROM changed) THEN INSERT INTO newsapi_change DEFAULT VALUES; END IF; RETURN NULL; END
    $$;
"""


class Migration(migrations.Migration):
    dependencies = [("newsapi", "0003_purges")]

    operations = [
        migrations.RunSQL(CHANGES, "DROP FUNCTION newsapi_note_changed_rows, newsapi_note_change; DROP TABLE newsapi_change"),
    ]
