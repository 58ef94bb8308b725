from articles import cards, keys, suggestions
from articles.serializers.suggestions import HeadlineSerializer, SuggestionsSerializer
from articles.views.articles import CardViewSet
from newsapi import shapes
from newsapi.locales import LANGUAGES
from newsapi.parameters import Text

HEADLINE = dict.fromkeys(shapes.names(HeadlineSerializer))


class SuggestionViewSet(CardViewSet):
    """How a question may go on that somebody has begun to type."""

    serializer_class = SuggestionsSerializer
    has_day_label = False
    own_parameters = {"list": {"q": Text("What has been typed so far.", max_length=4_000, required=True)}}

    def list(self, request):
        typed, reading = self.asked.get("q"), self.reading()
        languages = (self.locale.language,) if "locale" in self.asked else LANGUAGES
        articles, tags, sections = suggestions.of(typed, languages, self.at, self.shape)
        rows = cards.rows(articles, HEADLINE, self.at)
        answer = {
            "articles": [cards.card(row, HEADLINE, reading) for row in rows],
            "tags": [self.link("tags", each) for each in tags],
            "sections": [self.link("sections", each) for each in sections],
        }
        shown = {name: shapes.prune(answer[name], kept) for name, kept in self.shape.items()}
        if "articles" not in self.shape:
            return self.answer(shown, keys=keys.names("tag", "section"))  # which no clock changes
        return self.answer_rows(shown, rows, more_keys=keys.suggested(languages))

    def link(self, kind: str, names: cards.Row) -> dict:
        link = self.reading().link(names)
        return {"slug": link["slug"], "url": self.reading().url(kind, link["slug"]), "name": link["name"]}
