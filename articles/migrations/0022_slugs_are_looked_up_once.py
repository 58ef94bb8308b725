from django.db import migrations

TABLES = ("articles_section", "articles_tag", "articles_author")


def declared(kind: str) -> str:
    return "; ".join(f"ALTER FUNCTION {table}_ids(text[]) {kind}" for table in TABLES)


class Migration(migrations.Migration):
    """Slugs become ids when a statement is planned, and not once for each row that it looks at.

    The functions are not immutable. To say so is safe because slugs are always parameters: a plan with their ids in
    it is made for the one statement, and a plan that is kept has none.
    """

    dependencies = [("articles", "0021_editions_in_every_order")]

    operations = [migrations.RunSQL(declared("IMMUTABLE"), declared("STABLE"))]
