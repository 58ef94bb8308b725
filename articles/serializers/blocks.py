"""The kinds of blocks in `body_blocks`, one for each class of body/blocks.py, which makes them."""

from drf_spectacular.utils import PolymorphicProxySerializer
from rest_framework import serializers

TEXT = "Without markup."
HTML = "The same with a, strong and em."


def kind(name: str) -> serializers.ChoiceField:
    return serializers.ChoiceField([name], help_text="What the block is.")


def cells(**options) -> serializers.ListField:
    return serializers.ListField(child=serializers.CharField(), **options)


class ParagraphBlockSerializer(serializers.Serializer):
    """A paragraph."""

    type = kind("paragraph")
    text = serializers.CharField(help_text=TEXT)
    html = serializers.CharField(help_text=HTML)


class HeadingBlockSerializer(serializers.Serializer):
    """A heading."""

    type = kind("heading")
    level = serializers.IntegerField(min_value=2, max_value=4, help_text="As in h2 to h4.")
    text = serializers.CharField(help_text=TEXT)


class ListItemSerializer(serializers.Serializer):
    """An item of the list, or of a list within it."""

    text = serializers.CharField(help_text=TEXT)
    html = serializers.CharField(help_text=HTML)
    level = serializers.IntegerField(min_value=0, help_text="0, and more for lists within.")


class ListBlockSerializer(serializers.Serializer):
    """A list; its items are flat, with their levels."""

    type = kind("list")
    ordered = serializers.BooleanField(help_text="Whether it is numbered.")
    items = ListItemSerializer(many=True, help_text="The items in their order.")


class QuoteBlockSerializer(serializers.Serializer):
    """A quotation; its paragraphs are lines."""

    type = kind("quote")
    text = serializers.CharField(help_text=TEXT)
    html = serializers.CharField(help_text=HTML)


class ImageBlockSerializer(serializers.Serializer):
    """A picture in the text."""

    type = kind("image")
    url = serializers.CharField(help_text="The file.")
    alt = serializers.CharField(help_text="What is to be seen; may be empty.")
    caption = serializers.CharField(allow_null=True, help_text="The line under it.")
    credit = serializers.CharField(
        allow_null=True, help_text="Who made it; emphasised at the end of that line."
    )
    width = serializers.IntegerField(allow_null=True, help_text="In pixels.")
    height = serializers.IntegerField(allow_null=True, help_text="In pixels.")


class TableBlockSerializer(serializers.Serializer):
    """A table of plain texts."""

    type = kind("table")
    caption = serializers.CharField(allow_null=True, help_text="What it shows.")
    header = cells(help_text="The cells of its header; empty without one.")
    rows = serializers.ListField(child=cells(), help_text="The cells, row by row.")


class EmbedBlockSerializer(serializers.Serializer):
    """Something of another site."""

    type = kind("embed")
    url = serializers.CharField(help_text="Its address.")
    provider = serializers.CharField(help_text="The host of that site.")


BLOCK = PolymorphicProxySerializer(
    component_name="BodyBlock",
    serializers={
        "paragraph": ParagraphBlockSerializer,
        "heading": HeadingBlockSerializer,
        "list": ListBlockSerializer,
        "quote": QuoteBlockSerializer,
        "image": ImageBlockSerializer,
        "table": TableBlockSerializer,
        "embed": EmbedBlockSerializer,
    },
    resource_type_field_name="type",
    many=True,
)
