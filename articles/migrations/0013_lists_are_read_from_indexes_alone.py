from django.contrib.postgres.operations import AddIndexConcurrently
from django.db import migrations, models
from django.db.models import F


class Migration(migrations.Migration):
    atomic = False  # the newsroom goes on writing while the indexes are made

    dependencies = [
        ('articles', '0012_rankings_are_read_in_order'),
    ]

    operations = [
        AddIndexConcurrently('article', index)
        for index in (
            models.Index(F('section').asc(), F('published_at').desc(), F('id').desc(), include=['language', 'withdrawn_at'], name='article_by_section_in_time'),
            models.Index(fields=['id'], include=['language', 'section', 'published_at', 'withdrawn_at'], name='article_as_listed'),
        )
    ]
