import uuid
from datetime import UTC, datetime

from django.contrib.postgres.fields import ArrayField
from django.contrib.postgres.indexes import GinIndex
from django.contrib.postgres.search import SearchVector, SearchVectorField
from django.db import models
from django.db.models import F, Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from articles.eras import ERAS
from articles.models.image import Image
from articles.models.names import Author, Section, Tag
from articles.querysets import ArticleQuerySet
from newsapi.slugs import slug_constraint, slug_field

LANGUAGES = [("uz", "Oʻzbekcha"), ("ru", "Русский"), ("en", "English")]
EARLIEST = datetime(1600, 1, 1, tzinfo=UTC)


def in_order(name: str, *columns: str, judged_by: tuple[str, ...] = (), **options) -> models.Index:
    """An index in the order of a list, the last key of which is always the primary key.

    `judged_by`: columns behind it, by which rows are passed over for less than by those that it includes.
    """
    last = "-id" if columns[-1].startswith("-") else "id"
    keys = (*columns, last, *judged_by)
    orders = [F(each[1:]).desc() if each.startswith("-") else F(each).asc() for each in keys]
    return models.Index(*orders, name=name, **options)


class Article(models.Model):
    """One story in one language."""

    language = models.CharField(
        _("language"), max_length=2, choices=LANGUAGES, help_text="The language that it is written in."
    )
    story = models.CharField(
        _("story"),
        max_length=100,
        default=uuid.uuid4,
        help_text="The same for all translations of one story.",
    )
    slug = slug_field("The name in its URL; unique over all languages.")
    title = models.CharField(_("title"), max_length=500, help_text="The headline.")
    summary = models.CharField(
        _("summary"),
        max_length=1000,
        blank=True,
        help_text="The editor's summary; the beginning of the text stands in for an empty one.",
    )
    body_html = models.TextField(blank=True, help_text="The text, as sanitised HTML.")
    section = models.ForeignKey(
        Section,
        models.PROTECT,
        verbose_name=_("section"),
        null=True,
        blank=True,
        db_index=False,  # article_by_section begins with it
        related_name="articles",
        help_text="Where it appears.",
    )
    tags = models.ManyToManyField(
        Tag, through="ArticleTag", related_name="articles", verbose_name=_("tags"), blank=True
    )
    authors = models.ManyToManyField(
        Author, through="ArticleAuthor", related_name="articles", verbose_name=_("authors"), blank=True
    )
    image = models.ForeignKey(
        Image,
        models.PROTECT,
        verbose_name=_("picture"),
        null=True,
        blank=True,
        related_name="articles",
        help_text="The picture that goes with it.",
    )
    source_name = models.CharField(max_length=200, blank=True, help_text="Whom the news was taken from.")
    source_url = models.URLField(max_length=1000, blank=True, help_text="Where the source published it.")
    is_breaking = models.BooleanField(default=False, help_text="Whether it leads the ticker.")
    is_featured = models.BooleanField(default=False, help_text="Whether editors put it on the front page.")
    published_at = models.DateTimeField(
        _("published at"),
        null=True,
        blank=True,
        help_text="When readers see it: empty is a draft, a future time is scheduled.",
    )
    withdrawn_at = models.DateTimeField(null=True, blank=True, help_text="When readers cease to see it.")
    withdrawn_reason = models.CharField(
        max_length=500, blank=True, help_text="What readers are told about the withdrawal."
    )
    external_id = models.CharField(
        max_length=200, null=True, blank=True, help_text="Its id in the system that it was imported from."
    )

    # What publishing.py derives from the text; nothing else writes these, but for `emphases`.
    excerpt = models.CharField(max_length=200, blank=True, editable=False)
    body_blocks = models.JSONField(default=list, editable=False)
    body_text = models.TextField(blank=True, editable=False)
    body_images = ArrayField(models.BigIntegerField(), default=list, db_default=[], editable=False)
    word_count = models.PositiveIntegerField(default=0, editable=False)
    search_document = SearchVectorField(null=True, editable=False)
    emphases = models.TextField(null=True, editable=False)  # by a trigger, from search_document
    title_beginnings = ArrayField(models.IntegerField(), default=list, db_default=[], editable=False)
    revision = models.PositiveIntegerField(default=1, editable=False)
    created_at = models.DateTimeField(default=timezone.now, editable=False)
    updated_at = models.DateTimeField(default=timezone.now, editable=False)
    import_marks = models.CharField(max_length=200, blank=True, editable=False)

    objects = ArticleQuerySet.as_manager()

    class Meta:
        verbose_name = _("article")
        verbose_name_plural = _("articles")
        ordering = ["-pk"]
        constraints = [
            models.UniqueConstraint(
                "slug",
                name="article_slug_is_unique_over_all_languages",
                violation_error_message=_("Another article has this slug."),
            ),
            slug_constraint("article_slug_is_url_safe_and_no_number"),
            models.UniqueConstraint(
                "external_id",
                name="article_is_imported_once",
                violation_error_message=_("This article was imported already."),
            ),
            models.CheckConstraint(
                condition=Q(language__in=["uz", "ru", "en"]),
                name="article_language_is_known",
                violation_error_message=_("An article is in Uzbek, Russian or English."),
            ),
            models.CheckConstraint(
                condition=Q(title__regex=r"\S"),
                name="article_has_a_title",
                violation_error_message=_("An article needs a title."),
            ),
            models.CheckConstraint(
                condition=~Q(story=""),
                name="article_has_a_story",
                violation_error_message=_("An article belongs to a story."),
            ),
            models.UniqueConstraint(
                "story",
                "language",
                name="story_has_one_edition_in_a_language",
                include=["published_at", "withdrawn_at"],  # lists with fallbacks ask which are public
                violation_error_message=_("This story has an edition in this language already."),
            ),
            models.CheckConstraint(
                condition=Q(withdrawn_at=None)
                | Q(published_at__isnull=False, withdrawn_at__gte=F("published_at")),
                name="article_is_withdrawn_after_publication",
                violation_error_message=_("An article is withdrawn after its publication, not before."),
            ),
            models.CheckConstraint(
                condition=Q(withdrawn_at=None, withdrawn_reason="")
                | (Q(withdrawn_at__isnull=False) & ~Q(withdrawn_reason="")),
                name="article_withdrawal_has_a_reason",
                violation_error_message=_("A withdrawal has a time and a public reason, both or none."),
            ),
            models.CheckConstraint(
                condition=Q(published_at=None) | Q(published_at__gte=EARLIEST),
                name="article_is_younger_than_newspapers",
                violation_error_message=_("No newspaper is as old as that: check the year."),
            ),
        ]
        # Each list of the contract in its order. What decides visibility rides along, so that a deep page
        # is counted off in the index without a look at the rows.
        indexes = [
            in_order(
                "article_in_edition", "language", "-published_at", include=["withdrawn_at", "updated_at"]
            ),
            in_order("article_by_section", "section", "language", "-published_at", include=["withdrawn_at"]),
            # Of all languages, where one stands in for another.
            in_order(
                "article_by_section_in_time", "section", "-published_at", include=["language", "withdrawn_at"]
            ),
            in_order("article_by_time", "-published_at", include=["language", "withdrawn_at"]),
            # What is scheduled was changed last: it stands before all that lists by last change may show.
            in_order(
                "article_last_changed_in_all",
                "-updated_at",
                judged_by=("published_at",),
                include=["language", "withdrawn_at"],
            ),
            in_order(
                "article_by_title_in_all", "title", include=["language", "published_at", "withdrawn_at"]
            ),
            in_order(
                "article_last_changed",
                "language",
                "-updated_at",
                judged_by=("published_at",),
                include=["withdrawn_at"],
            ),
            # Few articles were last changed before they were published: of those, how long before.
            models.Index(
                (F("published_at") - F("updated_at")).desc(),
                name="article_changed_ahead",
                condition=Q(published_at__gt=F("updated_at")),
            ),
            in_order("article_by_title", "language", "title", include=["published_at", "withdrawn_at"]),
            # For lists that come from other tables: tags, authors, counts of views, rankings.
            models.Index(
                fields=["id"],
                include=["language", "section", "published_at", "withdrawn_at"],
                name="article_as_listed",
            ),
            in_order("article_featured", "language", "-published_at", condition=Q(is_featured=True)),
            in_order("article_breaking", "language", "-published_at", condition=Q(is_breaking=True)),
            # Those of the newsroom's list: the newest by id, as a draft has no other time.
            models.Index(F("section"), F("id").desc(), name="article_newest_in_section"),
            models.Index(F("language"), F("id").desc(), name="article_newest_in_language"),
            models.Index(F("id").desc(), name="article_newest_draft", condition=Q(published_at=None)),
            GinIndex(SearchVector("title", config="simple"), name="article_title_words"),
            models.Index(
                "withdrawn_at", name="article_by_withdrawal", condition=Q(withdrawn_at__isnull=False)
            ),
            # Every search reads what waits to be put in order; of that, no more than a megabyte.
            GinIndex(F("search_document"), ERAS, name="article_search_in_time", gin_pending_list_limit=1_024),
            GinIndex(F("title_beginnings"), ERAS, name="article_by_title_beginning"),
            GinIndex(fields=["body_images"], name="article_by_body_image", condition=~Q(body_images=[])),
        ]

    def __str__(self):
        return self.title


class Correction(models.Model):
    """What was wrong, said in public."""

    article = models.ForeignKey(Article, models.CASCADE, related_name="corrections")
    at = models.DateTimeField(default=timezone.now, help_text="When it was corrected.")
    text = models.CharField(max_length=1000, help_text="What was wrong, and what is right.")

    class Meta:
        verbose_name = _("correction")
        verbose_name_plural = _("corrections")
        ordering = ["-at", "-pk"]
        constraints = [models.CheckConstraint(condition=~Q(text=""), name="correction_says_what")]

    def __str__(self):
        return self.text


class FormerSlug(models.Model):
    """A slug that an article once had; its URL leads to the present one."""

    slug = slug_field(_("The former name in the URL."))
    article = models.ForeignKey(
        Article, models.CASCADE, related_name="former_slugs", verbose_name=_("article")
    )
    changed_at = models.DateTimeField(_("changed"), default=timezone.now)

    class Meta:
        verbose_name = _("former address")
        verbose_name_plural = _("former addresses")
        ordering = ["-pk"]
        constraints = [
            models.UniqueConstraint(
                "slug",
                name="former_slug_leads_to_one_article",
                violation_error_message=_("This former address leads to an article already."),
            )
        ]

    def __str__(self):
        return self.slug
