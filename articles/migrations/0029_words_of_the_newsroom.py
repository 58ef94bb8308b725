"""Words that the newsroom reads; the database is left as it is."""

import django.core.validators
import django.db.models.deletion
import django.utils.timezone
import uuid
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("articles", "0028_saves_are_known_again"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.AlterModelOptions(
            name="article",
            options={"ordering": ["-pk"], "verbose_name": "article", "verbose_name_plural": "articles"},
        ),
        migrations.AlterModelOptions(
            name="articleauthor",
            options={
                "ordering": ["position", "pk"],
                "verbose_name": "author of an article",
                "verbose_name_plural": "authors of articles",
            },
        ),
        migrations.AlterModelOptions(
            name="articletag",
            options={
                "ordering": ["position", "pk"],
                "verbose_name": "tag of an article",
                "verbose_name_plural": "tags of articles",
            },
        ),
        migrations.AlterModelOptions(
            name="author",
            options={"ordering": ["slug"], "verbose_name": "author", "verbose_name_plural": "authors"},
        ),
        migrations.AlterModelOptions(
            name="correction",
            options={
                "ordering": ["-at", "-pk"],
                "verbose_name": "correction",
                "verbose_name_plural": "corrections",
            },
        ),
        migrations.AlterModelOptions(
            name="dailyviews",
            options={
                "default_permissions": ("view",),
                "ordering": ["-day", "-pk"],
                "verbose_name": "readings of a day",
                "verbose_name_plural": "readings by day",
            },
        ),
        migrations.AlterModelOptions(
            name="formerslug",
            options={
                "ordering": ["-pk"],
                "verbose_name": "former address",
                "verbose_name_plural": "former addresses",
            },
        ),
        migrations.AlterModelOptions(
            name="hourlyviews",
            options={
                "ordering": ["-hour", "-pk"],
                "verbose_name": "readings of an hour",
                "verbose_name_plural": "readings by hour",
            },
        ),
        migrations.AlterModelOptions(
            name="membership",
            options={
                "ordering": ["pk"],
                "verbose_name": "place in the newsroom",
                "verbose_name_plural": "places in the newsroom",
            },
        ),
        migrations.AlterModelOptions(
            name="ranking",
            options={"default_permissions": (), "verbose_name": "ranking", "verbose_name_plural": "rankings"},
        ),
        migrations.AlterModelOptions(
            name="section",
            options={
                "ordering": ["position", "pk"],
                "verbose_name": "section",
                "verbose_name_plural": "sections",
            },
        ),
        migrations.AlterModelOptions(
            name="tag",
            options={"ordering": ["slug"], "verbose_name": "tag", "verbose_name_plural": "tags"},
        ),
        migrations.AlterModelOptions(
            name="trashedarticle",
            options={
                "ordering": ["-at", "-pk"],
                "verbose_name": "article in the trash",
                "verbose_name_plural": "articles in the trash",
            },
        ),
        migrations.AlterModelOptions(
            name="viewtotal",
            options={"verbose_name": "readings of an article", "verbose_name_plural": "readings of articles"},
        ),
        migrations.AlterField(
            model_name="article",
            name="authors",
            field=models.ManyToManyField(
                blank=True,
                related_name="articles",
                through="articles.ArticleAuthor",
                to="articles.author",
                verbose_name="authors",
            ),
        ),
        migrations.AlterField(
            model_name="article",
            name="image",
            field=models.ForeignKey(
                blank=True,
                help_text="The picture that goes with it.",
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="articles",
                to="articles.image",
                verbose_name="picture",
            ),
        ),
        migrations.AlterField(
            model_name="article",
            name="language",
            field=models.CharField(
                choices=[("uz", "Oʻzbekcha"), ("ru", "Русский"), ("en", "English")],
                help_text="The language that it is written in.",
                max_length=2,
                verbose_name="language",
            ),
        ),
        migrations.AlterField(
            model_name="article",
            name="published_at",
            field=models.DateTimeField(
                blank=True,
                help_text="When readers see it: empty is a draft, a future time is scheduled.",
                null=True,
                verbose_name="published at",
            ),
        ),
        migrations.AlterField(
            model_name="article",
            name="section",
            field=models.ForeignKey(
                blank=True,
                db_index=False,
                help_text="Where it appears.",
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="articles",
                to="articles.section",
                verbose_name="section",
            ),
        ),
        migrations.AlterField(
            model_name="article",
            name="slug",
            field=models.SlugField(
                db_index=False,
                help_text="The name in its URL; unique over all languages.",
                max_length=200,
                validators=[
                    django.core.validators.RegexValidator(
                        "^[a-z0-9]+(?:-[a-z0-9]+)*$",
                        "A slug has small Latin letters, digits and single hyphens.",
                    ),
                    django.core.validators.RegexValidator(
                        "[a-z]", "A slug has at least one letter: a number alone is an id."
                    ),
                ],
                verbose_name="slug",
            ),
        ),
        migrations.AlterField(
            model_name="article",
            name="story",
            field=models.CharField(
                default=uuid.uuid4,
                help_text="The same for all translations of one story.",
                max_length=100,
                verbose_name="story",
            ),
        ),
        migrations.AlterField(
            model_name="article",
            name="summary",
            field=models.CharField(
                blank=True,
                help_text="The editor's summary; the beginning of the text stands in for an empty one.",
                max_length=1000,
                verbose_name="summary",
            ),
        ),
        migrations.AlterField(
            model_name="article",
            name="tags",
            field=models.ManyToManyField(
                blank=True,
                related_name="articles",
                through="articles.ArticleTag",
                to="articles.tag",
                verbose_name="tags",
            ),
        ),
        migrations.AlterField(
            model_name="article",
            name="title",
            field=models.CharField(help_text="The headline.", max_length=500, verbose_name="title"),
        ),
        migrations.AlterField(
            model_name="author",
            name="role_en",
            field=models.CharField(
                blank=True,
                help_text="What the author does, in English.",
                max_length=150,
                verbose_name="role in English",
            ),
        ),
        migrations.AlterField(
            model_name="author",
            name="role_ru",
            field=models.CharField(
                blank=True,
                help_text="What the author does, in Russian.",
                max_length=150,
                verbose_name="role in Russian",
            ),
        ),
        migrations.AlterField(
            model_name="author",
            name="role_uz",
            field=models.CharField(
                blank=True,
                help_text="What the author does, in Uzbek.",
                max_length=150,
                verbose_name="role in Uzbek",
            ),
        ),
        migrations.AlterField(
            model_name="author",
            name="slug",
            field=models.SlugField(
                db_index=False,
                help_text="The name in URLs and filters.",
                max_length=200,
                validators=[
                    django.core.validators.RegexValidator(
                        "^[a-z0-9]+(?:-[a-z0-9]+)*$",
                        "A slug has small Latin letters, digits and single hyphens.",
                    ),
                    django.core.validators.RegexValidator(
                        "[a-z]", "A slug has at least one letter: a number alone is an id."
                    ),
                ],
                verbose_name="slug",
            ),
        ),
        migrations.AlterField(
            model_name="formerslug",
            name="article",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.CASCADE,
                related_name="former_slugs",
                to="articles.article",
                verbose_name="article",
            ),
        ),
        migrations.AlterField(
            model_name="formerslug",
            name="changed_at",
            field=models.DateTimeField(default=django.utils.timezone.now, verbose_name="changed"),
        ),
        migrations.AlterField(
            model_name="formerslug",
            name="slug",
            field=models.SlugField(
                db_index=False,
                help_text="The former name in the URL.",
                max_length=200,
                validators=[
                    django.core.validators.RegexValidator(
                        "^[a-z0-9]+(?:-[a-z0-9]+)*$",
                        "A slug has small Latin letters, digits and single hyphens.",
                    ),
                    django.core.validators.RegexValidator(
                        "[a-z]", "A slug has at least one letter: a number alone is an id."
                    ),
                ],
                verbose_name="slug",
            ),
        ),
        migrations.AlterField(
            model_name="hourlyviews",
            name="article",
            field=models.ForeignKey(
                db_index=False,
                on_delete=django.db.models.deletion.CASCADE,
                related_name="hourly_views",
                to="articles.article",
                verbose_name="article",
            ),
        ),
        migrations.AlterField(
            model_name="hourlyviews",
            name="count",
            field=models.PositiveIntegerField(help_text="Readings within the hour.", verbose_name="readings"),
        ),
        migrations.AlterField(
            model_name="hourlyviews",
            name="hour",
            field=models.DateTimeField(help_text="The beginning of the hour.", verbose_name="hour"),
        ),
        migrations.AlterField(
            model_name="membership",
            name="role",
            field=models.CharField(
                choices=[
                    ("reporter", "reporter"),
                    ("editor", "editor"),
                    ("chief_editor", "chief editor"),
                    ("photo_desk", "photo desk"),
                    ("weather_desk", "weather desk"),
                ],
                default="reporter",
                help_text="What this person does.",
                max_length=20,
                verbose_name="role",
            ),
        ),
        migrations.AlterField(
            model_name="membership",
            name="sections",
            field=models.ManyToManyField(
                blank=True,
                help_text="The sections of a reporter or editor; a chief editor has all.",
                related_name="members",
                to="articles.section",
                verbose_name="sections",
            ),
        ),
        migrations.AlterField(
            model_name="section",
            name="description_en",
            field=models.CharField(
                blank=True,
                help_text="One sentence for readers, in English.",
                max_length=500,
                verbose_name="description in English",
            ),
        ),
        migrations.AlterField(
            model_name="section",
            name="description_ru",
            field=models.CharField(
                blank=True,
                help_text="One sentence for readers, in Russian.",
                max_length=500,
                verbose_name="description in Russian",
            ),
        ),
        migrations.AlterField(
            model_name="section",
            name="description_uz",
            field=models.CharField(
                blank=True,
                help_text="One sentence for readers, in Uzbek.",
                max_length=500,
                verbose_name="description in Uzbek",
            ),
        ),
        migrations.AlterField(
            model_name="section",
            name="position",
            field=models.PositiveSmallIntegerField(
                default=100, help_text="Sections are shown from the lowest up.", verbose_name="position"
            ),
        ),
        migrations.AlterField(
            model_name="section",
            name="slug",
            field=models.SlugField(
                db_index=False,
                help_text="The name in URLs and filters.",
                max_length=200,
                validators=[
                    django.core.validators.RegexValidator(
                        "^[a-z0-9]+(?:-[a-z0-9]+)*$",
                        "A slug has small Latin letters, digits and single hyphens.",
                    ),
                    django.core.validators.RegexValidator(
                        "[a-z]", "A slug has at least one letter: a number alone is an id."
                    ),
                ],
                verbose_name="slug",
            ),
        ),
        migrations.AlterField(
            model_name="tag",
            name="kind",
            field=models.CharField(
                choices=[
                    ("topic", "topic"),
                    ("person", "person"),
                    ("place", "place"),
                    ("organisation", "organisation"),
                ],
                default="topic",
                help_text="Whether it is a topic, person, place or organisation.",
                max_length=20,
                verbose_name="kind",
            ),
        ),
        migrations.AlterField(
            model_name="tag",
            name="slug",
            field=models.SlugField(
                db_index=False,
                help_text="The name in URLs and filters.",
                max_length=200,
                validators=[
                    django.core.validators.RegexValidator(
                        "^[a-z0-9]+(?:-[a-z0-9]+)*$",
                        "A slug has small Latin letters, digits and single hyphens.",
                    ),
                    django.core.validators.RegexValidator(
                        "[a-z]", "A slug has at least one letter: a number alone is an id."
                    ),
                ],
                verbose_name="slug",
            ),
        ),
        migrations.AlterField(
            model_name="trashedarticle",
            name="article",
            field=models.OneToOneField(
                on_delete=django.db.models.deletion.CASCADE,
                primary_key=True,
                related_name="trashed",
                serialize=False,
                to="articles.article",
                verbose_name="article",
            ),
        ),
        migrations.AlterField(
            model_name="trashedarticle",
            name="at",
            field=models.DateTimeField(
                db_index=True,
                default=django.utils.timezone.now,
                help_text="When it was deleted.",
                verbose_name="deleted",
            ),
        ),
        migrations.AlterField(
            model_name="trashedarticle",
            name="by",
            field=models.ForeignKey(
                help_text="Who deleted it.",
                null=True,
                on_delete=django.db.models.deletion.SET_NULL,
                related_name="+",
                to=settings.AUTH_USER_MODEL,
                verbose_name="who",
            ),
        ),
        migrations.AlterField(
            model_name="trashedarticle",
            name="published_at",
            field=models.DateTimeField(null=True, verbose_name="published"),
        ),
        migrations.AlterField(
            model_name="trashedarticle",
            name="withdrawn_at",
            field=models.DateTimeField(null=True, verbose_name="withdrawn"),
        ),
        migrations.AlterField(
            model_name="trashedarticle",
            name="withdrawn_reason",
            field=models.CharField(blank=True, max_length=500, verbose_name="reason"),
        ),
        migrations.AlterField(
            model_name="viewtotal",
            name="article",
            field=models.OneToOneField(
                on_delete=django.db.models.deletion.CASCADE,
                primary_key=True,
                related_name="view_total",
                serialize=False,
                to="articles.article",
                verbose_name="article",
            ),
        ),
        migrations.AlterField(
            model_name="viewtotal",
            name="count",
            field=models.PositiveBigIntegerField(
                default=0, help_text="Readings of the article, ever.", verbose_name="readings"
            ),
        ),
        migrations.AlterConstraint(
            model_name="article",
            name="article_slug_is_url_safe_and_no_number",
            constraint=models.CheckConstraint(
                condition=models.Q(("slug__regex", "^[a-z0-9]+(?:-[a-z0-9]+)*$"), ("slug__regex", "[a-z]")),
                name="article_slug_is_url_safe_and_no_number",
                violation_error_message="A slug has small Latin letters, digits and single hyphens.",
            ),
        ),
        migrations.AlterConstraint(
            model_name="article",
            name="article_is_imported_once",
            constraint=models.UniqueConstraint(
                models.F("external_id"),
                name="article_is_imported_once",
                violation_error_message="This article was imported already.",
            ),
        ),
        migrations.AlterConstraint(
            model_name="article",
            name="article_language_is_known",
            constraint=models.CheckConstraint(
                condition=models.Q(("language__in", ["uz", "ru", "en"])),
                name="article_language_is_known",
                violation_error_message="An article is in Uzbek, Russian or English.",
            ),
        ),
        migrations.AlterConstraint(
            model_name="article",
            name="article_has_a_story",
            constraint=models.CheckConstraint(
                condition=models.Q(("story", ""), _negated=True),
                name="article_has_a_story",
                violation_error_message="An article belongs to a story.",
            ),
        ),
        migrations.AlterConstraint(
            model_name="author",
            name="author_slug_is_unique",
            constraint=models.UniqueConstraint(
                models.F("slug"), name="author_slug_is_unique", violation_error_message="This slug is taken."
            ),
        ),
        migrations.AlterConstraint(
            model_name="author",
            name="author_slug_is_url_safe_and_no_number",
            constraint=models.CheckConstraint(
                condition=models.Q(("slug__regex", "^[a-z0-9]+(?:-[a-z0-9]+)*$"), ("slug__regex", "[a-z]")),
                name="author_slug_is_url_safe_and_no_number",
                violation_error_message="A slug has small Latin letters, digits and single hyphens.",
            ),
        ),
        migrations.AlterConstraint(
            model_name="author",
            name="author_has_a_name",
            constraint=models.CheckConstraint(
                condition=models.Q(("name_en", ""), ("name_ru", ""), ("name_uz", ""), _negated=True),
                name="author_has_a_name",
                violation_error_message="Give a name in one language at least.",
            ),
        ),
        migrations.AlterConstraint(
            model_name="formerslug",
            name="former_slug_leads_to_one_article",
            constraint=models.UniqueConstraint(
                models.F("slug"),
                name="former_slug_leads_to_one_article",
                violation_error_message="This former address leads to an article already.",
            ),
        ),
        migrations.AlterConstraint(
            model_name="image",
            name="image_focal_point_is_inside",
            constraint=models.CheckConstraint(
                condition=models.Q(("focal_x__range", (0, 1)), ("focal_y__range", (0, 1))),
                name="image_focal_point_is_inside",
                violation_error_message="The focal point lies within the picture.",
            ),
        ),
        migrations.AlterConstraint(
            model_name="image",
            name="image_has_both_sides_or_none",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("height", None), ("width", None)),
                    models.Q(
                        ("height__gt", 0),
                        ("height__isnull", False),
                        ("width__gt", 0),
                        ("width__isnull", False),
                    ),
                    _connector="OR",
                ),
                name="image_has_both_sides_or_none",
                violation_error_message="A picture has a width and a height, or neither.",
            ),
        ),
        migrations.AlterConstraint(
            model_name="section",
            name="section_slug_is_unique",
            constraint=models.UniqueConstraint(
                models.F("slug"), name="section_slug_is_unique", violation_error_message="This slug is taken."
            ),
        ),
        migrations.AlterConstraint(
            model_name="section",
            name="section_slug_is_url_safe_and_no_number",
            constraint=models.CheckConstraint(
                condition=models.Q(("slug__regex", "^[a-z0-9]+(?:-[a-z0-9]+)*$"), ("slug__regex", "[a-z]")),
                name="section_slug_is_url_safe_and_no_number",
                violation_error_message="A slug has small Latin letters, digits and single hyphens.",
            ),
        ),
        migrations.AlterConstraint(
            model_name="section",
            name="section_has_a_name",
            constraint=models.CheckConstraint(
                condition=models.Q(("name_en", ""), ("name_ru", ""), ("name_uz", ""), _negated=True),
                name="section_has_a_name",
                violation_error_message="Give a name in one language at least.",
            ),
        ),
        migrations.AlterConstraint(
            model_name="tag",
            name="tag_slug_is_unique",
            constraint=models.UniqueConstraint(
                models.F("slug"), name="tag_slug_is_unique", violation_error_message="This slug is taken."
            ),
        ),
        migrations.AlterConstraint(
            model_name="tag",
            name="tag_slug_is_url_safe_and_no_number",
            constraint=models.CheckConstraint(
                condition=models.Q(("slug__regex", "^[a-z0-9]+(?:-[a-z0-9]+)*$"), ("slug__regex", "[a-z]")),
                name="tag_slug_is_url_safe_and_no_number",
                violation_error_message="A slug has small Latin letters, digits and single hyphens.",
            ),
        ),
        migrations.AlterConstraint(
            model_name="tag",
            name="tag_has_a_name",
            constraint=models.CheckConstraint(
                condition=models.Q(("name_en", ""), ("name_ru", ""), ("name_uz", ""), _negated=True),
                name="tag_has_a_name",
                violation_error_message="Give a name in one language at least.",
            ),
        ),
        migrations.AlterConstraint(
            model_name="tag",
            name="tag_kind_is_known",
            constraint=models.CheckConstraint(
                condition=models.Q(("kind__in", ["topic", "person", "place", "organisation"])),
                name="tag_kind_is_known",
                violation_error_message="Whether it is a topic, person, place or organisation.",
            ),
        ),
    ]
