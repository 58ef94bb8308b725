from django.db import migrations

# Rather fails, to be run again, than has all that write wait behind one that writes for long.
NAMED = """
    SET LOCAL lock_timeout = '5s';
    ALTER TABLE newsapi_change ADD COLUMN of_table text NOT NULL DEFAULT '';
    CREATE OR REPLACE FUNCTION newsapi_note_change() RETURNS trigger
    LANGUAGE plpgsql SET search_path FROM CURRENT AS $$
        BEGIN INSERT INTO newsapi_change (of_table) VALUES (TG_TABLE_NAME); RETURN NULL; END
    $$;
    CREATE OR REPLACE FUNCTION newsapi_note_changed_rows() RETURNS trigger
    LANGUAGE plpgsql SET search_path FROM CURRENT AS $$
        BEGIN
            IF EXISTS (SELECT FROM changed) THEN
                INSERT INTO newsapi_change (of_table) VALUES (TG_TABLE_NAME);
            END IF;
            RETURN NULL;
        END
    $$;
"""
UNNAMED = """
    SET LOCAL lock_timeout = '5s';
    CREATE OR REPLACE FUNCTION newsapi_note_change() RETURNS trigger
    LANGUAGE plpgsql SET search_path FROM CURRENT AS $$
        BEGIN INSERT INTO newsapi_change DEFAULT VALUES; RETURN NULL; END
    $$;
    CREATE OR REPLACE FUNCTION newsapi_note_changed_rows() RETURNS trigger
    LANGUAGE plpgsql SET search_path FROM CURRENT AS $$
        BEGIN IF EXISTS (SELECT FROM changed) THEN INSERT INTO newsapi_change DEFAULT VALUES; END IF; RETURN NULL; END
    $$;
    ALTER TABLE newsapi_change DROP COLUMN of_table;
"""


class Migration(migrations.Migration):
    dependencies = [("newsapi", "0004_changes")]

    operations = [migrations.RunSQL(NAMED, UNNAMED)]
