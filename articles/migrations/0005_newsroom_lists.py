from django.contrib.postgres.indexes import GinIndex
from django.contrib.postgres.operations import AddIndexConcurrently
from django.contrib.postgres.search import SearchVector
from django.db import migrations, models
from django.db.models import F, Q


class Migration(migrations.Migration):
    atomic = False  # the newsroom goes on writing while the indexes are made

    dependencies = [
        ('articles', '0004_pictures'),
    ]

    operations = [
        AddIndexConcurrently('article', index)
        for index in (
            models.Index(F('section'), F('id').desc(), name='article_newest_in_section'),
            models.Index(F('language'), F('id').desc(), name='article_newest_in_language'),
            models.Index(F('id').desc(), condition=Q(published_at=None), name='article_newest_draft'),
            GinIndex(SearchVector('title', config='simple'), name='article_title_words'),
        )
    ]
