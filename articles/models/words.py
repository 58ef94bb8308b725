from django.db import models
from django.db.models.functions import Reverse

from articles.models.article import LANGUAGES, Article
from articles.typing_errors import VOWELS


class Vocabulary(models.Model):
    """What is known of a language's words, learnt from its newest articles."""

    language = models.CharField(
        max_length=2, choices=LANGUAGES, primary_key=True, help_text="The language of the words."
    )
    articles = models.PositiveIntegerField(help_text="How many of the newest articles it was learnt from.")
    articles_when_made = models.PositiveIntegerField(
        default=0, help_text="How many those were when the words of all articles were last made."
    )

    class Meta:
        verbose_name_plural = "vocabularies"
        constraints = [
            models.CheckConstraint(
                condition=models.Q(articles__gt=0), name="vocabulary_is_learnt_from_some_article"
            )
        ]

    def __str__(self):
        return self.language


class Word(models.Model):
    """A word that more than one article has, and how common it is."""

    number = models.IntegerField(
        primary_key=True, help_text="Made of its language and text; every word has one, known or not."
    )
    language = models.CharField(max_length=2, choices=LANGUAGES, help_text="The language that it is of.")
    text = models.TextField(help_text="What its forms are reduced to.")
    articles = models.PositiveIntegerField(help_text="How many of the newest articles have it.")

    class Meta:
        ordering = ["language", "text"]

    def __str__(self):
        return self.text


class ArticleWord(models.Model):
    """A word that tells what an article is about."""

    pk = models.CompositePrimaryKey("word", "article")
    word = models.IntegerField(help_text="The word's number.")
    # Without a constraint in the database: to check all the rows would cost as much as to store them.
    article = models.ForeignKey(
        Article, models.CASCADE, related_name="words", db_constraint=False, help_text="What it is about."
    )
    weight = models.SmallIntegerField(
        help_text="Its share in what the article is about: the squares of all add up to that of 10,000."
    )

    class Meta:
        ordering = ["article", "-weight", "word"]

    def __str__(self):
        return str(self.word)


WITHOUT_VOWELS = models.Func(
    models.F("word"),
    models.Value(VOWELS),
    models.Value(""),
    function="translate",
    output_field=models.CharField(),
)


class Spelling(models.Model):
    """A word as articles write it."""

    pk = models.CompositePrimaryKey("word", "language")
    # Compared letter by letter, so that a part of a word is found in its index in any database.
    word = models.CharField(
        max_length=30,
        db_collation="C",
        help_text="In lower case, without apostrophes; Uzbek in Latin letters.",
    )
    language = models.CharField(max_length=2, choices=LANGUAGES, help_text="The language that it is of.")
    written = models.CharField(max_length=60, help_text="As it is shown: with its apostrophes.")
    articles = models.PositiveIntegerField(
        default=1,
        help_text="How many of the newest articles have it; 1 for a new word, 0 for one that is not in use.",
    )

    class Meta:
        ordering = ["word", "language"]
        indexes = [
            models.Index(fields=["word"], name="spelling_in_use", condition=models.Q(articles__gt=0)),
            models.Index(
                WITHOUT_VOWELS,
                name="spelling_in_use_by_consonants",
                condition=models.Q(articles__gt=0),
            ),
            models.Index(
                Reverse("word"), name="spelling_in_use_reversed", condition=models.Q(articles__gt=0)
            ),
        ]

    def __str__(self):
        return self.written
