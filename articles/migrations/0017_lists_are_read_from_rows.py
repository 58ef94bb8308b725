from django.contrib.postgres.operations import AddIndexConcurrently, RemoveIndexConcurrently
from django.db import migrations, models
from django.db.models import F


def as_listed(model_name: str, name: str, *order, include: list[str]) -> AddIndexConcurrently:
    index = models.Index(*order, F("article").desc(), name=name, include=include)
    return AddIndexConcurrently(model_name, index)


class Migration(migrations.Migration):
    atomic = False  # the newsroom goes on writing while the indexes are made

    dependencies = [("articles", "0016_present_rows_are_told")]

    operations = [
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
        AddIndexConcurrently(
            "article",
            models.Index(
                *(F("language").asc(), F("published_at").desc(), F("id").desc()),
                include=["withdrawn_at", "updated_at"],
                name="article_in_edition",
            ),
        ),
        RemoveIndexConcurrently("article", "article_by_edition"),
    ]
