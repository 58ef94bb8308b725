"""Every query parameter that narrows a list, one line each."""

from datetime import UTC, datetime

from django_filters import FilterSet

from articles.matching import Span
from articles.models import Article, Tag
from articles.models.article import EARLIEST
from newsapi.narrowing import Narrowing
from newsapi.parameters import Asked, Choice, Day, Flag, Ids, Moment, Slugs, Text

FOREVER = datetime.max.replace(tzinfo=UTC)


class ArticleFilter(FilterSet):
    """What may be asked of a list of articles."""

    section = Narrowing(Slugs("In one of these sections, by slug or id."), "in_sections")
    exclude_section = Narrowing(Slugs("In none of these sections."), "outside_sections")
    tag = Narrowing(Slugs("With one of these tags, by slug or id."), "with_tags")
    exclude_tag = Narrowing(Slugs("With none of these tags."), "without_tags")
    author = Narrowing(Slugs("By one of these authors, by slug or id."), "written_by")
    exclude = Narrowing(Slugs("Without these articles, by slug or id."), "without")
    ids = Narrowing(Ids("Only these articles, by id; 100 at most."), "with_ids")
    story = Narrowing(Text("The editions of one story, by its story id.", max_length=100), "of_story")
    date = Narrowing(Day("Published on this day of the site's zone."), "on_day")
    published_after = Narrowing(Moment("Published at this moment or later."), "published_since")
    published_before = Narrowing(
        Moment("Published before this moment, or before this day."), "published_until"
    )
    updated_after = Narrowing(Moment("Changed at this moment or later."), "updated_since")
    updated_before = Narrowing(Moment("Changed before this moment, or before this day."), "updated_until")
    is_breaking = Narrowing(Flag("Whether it leads the ticker."), "breaking")
    is_featured = Narrowing(Flag("Whether editors put it on the front page."), "featured")
    has_image = Narrowing(Flag("Whether it has a picture."), "with_image")
    search = Narrowing(Text('Words to find; "a phrase", -without and OR are understood.', max_length=500))


def published_within(asked: Asked, at: datetime) -> Span:
    """When anything that is asked for may have been published, at the earliest and at the latest."""
    begin, end = asked.get("date", (EARLIEST, at))
    return (
        max(begin, asked.get("published_after", EARLIEST)),
        min(at, end, asked.get("published_before", at)),
    )


def span(asked: Asked, at: datetime) -> Span:
    """The same, shorter where articles were to be changed by a moment; one query then."""
    begin, end = published_within(asked, at)
    changed = asked.get("updated_before", end)
    if changed < end:
        ahead = Article.objects.longest_ahead()
        end = changed + ahead if ahead < end - changed else end  # a sum may be beyond all years
    return begin, end


def are_at_odds(asked: Asked, at: datetime) -> bool:
    """Whether no article can be within all bounds."""
    begin, end = published_within(asked, at)
    return begin > end or asked.get("updated_after", EARLIEST) > asked.get("updated_before", FOREVER)


class TagFilter(FilterSet):
    """What may be asked of the list of tags."""

    search = Narrowing(Text("A part of the name, in any language."), "with_name_containing")
    kind = Narrowing(Choice("Only tags of this kind.", tuple(Tag.Kind.values)), "of_kind")
