"""What clients see, field by field; cards.py makes it. A diff of this file is a diff of the contract."""

from django.conf import settings
from drf_spectacular.utils import extend_schema_field
from rest_framework import serializers

from articles.serializers.blocks import BLOCK

LOCALES = settings.LOCALES


class NameSerializer(serializers.Serializer):
    """A name that links to the lists of what bears it."""

    slug = serializers.CharField(help_text="The name in URLs and filters.")
    name = serializers.CharField(
        help_text="The name in the answer's locale, or the nearest locale that has one."
    )


class SectionLinkSerializer(NameSerializer):
    """The section of an article."""

    slug = serializers.CharField(help_text="The name in URLs and filters.")
    url = serializers.URLField(help_text="The section in this API.")
    name = serializers.CharField(
        help_text="The name in the answer's locale, or the nearest locale that has one."
    )


class FocalPointSerializer(serializers.Serializer):
    """Where the eye goes in a picture."""

    x = serializers.FloatField(min_value=0, max_value=1, help_text="From 0 (left) to 1 (right).")
    y = serializers.FloatField(min_value=0, max_value=1, help_text="From 0 (top) to 1 (bottom).")


class RenditionSerializer(serializers.Serializer):
    """One size of a picture."""

    name = serializers.CharField(
        help_text="Width and format, such as 640-webp; of a crop with its shape, such as 16x9-640-webp."
    )
    url = serializers.URLField(help_text="The file.")
    width = serializers.IntegerField(min_value=1, help_text="Width in pixels.")
    height = serializers.IntegerField(min_value=1, help_text="Height in pixels.")
    format = serializers.CharField(help_text="avif, webp or jpeg.")


class ImageSerializer(serializers.Serializer):
    """The picture of an article."""

    url = serializers.URLField(
        help_text="The largest JPEG of it; a stand-in from the moment at which the rights to show it end."
    )
    alt = serializers.CharField(help_text="What is to be seen, for those who cannot see it; may be empty.")
    caption = serializers.CharField(allow_null=True, help_text="The line under the picture.")
    credit = serializers.CharField(allow_null=True, help_text="Who is to be named as the maker.")
    width = serializers.IntegerField(allow_null=True, help_text="Width of that file in pixels, if known.")
    height = serializers.IntegerField(allow_null=True, help_text="Height of that file in pixels, if known.")
    focal_point = FocalPointSerializer(help_text="Where the eye goes; crops keep it in view.")
    placeholder = serializers.CharField(allow_null=True, help_text="A tiny data URL for the first paint.")
    renditions = RenditionSerializer(
        many=True,
        help_text="The sizes that were made of it so far: whole, 16:9, 4:3 and 1:1; none is enlarged.",
    )
    srcset = serializers.CharField(allow_null=True, help_text="The whole picture in WebP as an HTML srcset.")


class CardSerializer(serializers.Serializer):
    """An article in a list."""

    id = serializers.IntegerField(help_text="The number of this edition; it never changes.")
    url = serializers.URLField(help_text="The article in this API, in the locale that is shown.")
    web_url = serializers.URLField(help_text="The article's page on the website.")
    slug = serializers.CharField(help_text="The name in URLs; unique over all languages.")
    language = serializers.ChoiceField(LOCALES, help_text="The locale that the text is shown in.")
    title = serializers.CharField(help_text="The headline.")
    summary = serializers.CharField(
        help_text="The editor's summary, else the first text of the body, without markup."
    )
    section = SectionLinkSerializer(allow_null=True, help_text="Where it appears.")
    tags = NameSerializer(many=True, help_text="What it is about, the weightiest first.")
    authors = NameSerializer(many=True, help_text="The byline.")
    image = ImageSerializer(allow_null=True, help_text="The picture that goes with it.")
    is_breaking = serializers.BooleanField(help_text="Whether it leads the ticker.")
    is_featured = serializers.BooleanField(help_text="Whether editors put it on the front page.")
    published_at = serializers.DateTimeField(help_text="When it was published, in the site's zone.")
    published_label = serializers.CharField(help_text="The same as readers say it, such as Today, 13:27.")
    updated_at = serializers.DateTimeField(
        help_text="When its text or data last changed, or it appeared if that was later."
    )
    views = serializers.IntegerField(min_value=0, help_text="How often it was read, ever.")
    reading_minutes = serializers.IntegerField(min_value=1, help_text="Whole minutes at 200 words a minute.")


class SourceSerializer(serializers.Serializer):
    """Whom a piece of news was taken from."""

    name = serializers.CharField(help_text="The source's name.")
    url = serializers.URLField(allow_null=True, help_text="Where the source published it.")


class CorrectionSerializer(serializers.Serializer):
    """What was wrong, said in public."""

    at = serializers.DateTimeField(help_text="When it was corrected.")
    text = serializers.CharField(help_text="What was wrong, and what is right.")


class TranslationSerializer(serializers.Serializer):
    """Another edition of the same story."""

    language = serializers.ChoiceField(LOCALES, help_text="The locale of that edition.")
    slug = serializers.CharField(help_text="Its name in URLs.")
    url = serializers.URLField(help_text="That edition in this API.")
    web_url = serializers.URLField(help_text="That edition's page on the website.")


@extend_schema_field(BLOCK)
class BlocksField(serializers.JSONField):
    """The body as typed blocks."""


class SimilarSerializer(CardSerializer):
    """A card, and why it goes with the article."""

    reason = serializers.ChoiceField(
        ["topic", "tag", "section", "latest"],
        help_text="What it has most in common with the article: what both are about, tags, or the section; "
        "`latest` has nothing.",
    )


class ArticleSerializer(CardSerializer):
    """An article on its own page: a card that went on."""

    body_html = serializers.CharField(help_text="The text as HTML with few, safe elements.")
    body_blocks = BlocksField(help_text="The same text as typed blocks for native apps.")
    body_text = serializers.CharField(help_text="The same text without markup.")
    word_count = serializers.IntegerField(min_value=0, help_text="Words in the text.")
    source = SourceSerializer(allow_null=True, help_text="Whom the news was taken from.")
    corrections = CorrectionSerializer(many=True, help_text="What was corrected in public, the newest first.")
    translations = TranslationSerializer(many=True, help_text="The other public editions of the story.")
    similar = SimilarSerializer(
        many=True, required=False, help_text="Six articles that go with it; only with expand=similar."
    )


class ListedSerializer(ArticleSerializer):
    """An article in a list: a card, and what `expand` adds to it."""

    def get_fields(self):
        fields = super().get_fields()
        del fields["similar"]
        for name in fields.keys() - CardSerializer().fields.keys():
            fields[name].required = False
        return fields


class TickerItemSerializer(serializers.Serializer):
    """A headline of the ticker."""

    id = serializers.IntegerField(help_text="The number of this edition.")
    slug = serializers.CharField(help_text="The name in URLs.")
    url = serializers.URLField(help_text="The article in this API.")
    web_url = serializers.URLField(help_text="The article's page on the website.")
    title = serializers.CharField(help_text="The headline.")
    is_breaking = serializers.BooleanField(help_text="Whether it leads the ticker.")
    published_at = serializers.DateTimeField(help_text="When it was published, in the site's zone.")
    published_label = serializers.CharField(help_text="The same as readers say it.")


class TickerSerializer(serializers.Serializer):
    """The headlines of the day."""

    label = serializers.CharField(help_text="The day that the headlines are of, such as Today.")
    results = TickerItemSerializer(many=True, help_text="Breaking news first, then the newest; ten at most.")
