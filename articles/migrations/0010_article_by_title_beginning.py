from django.contrib.postgres.fields import ArrayField
from django.contrib.postgres.indexes import GinIndex
from django.contrib.postgres.operations import AddIndexConcurrently
from django.db import migrations, models


class Migration(migrations.Migration):
    atomic = False  # the newsroom goes on writing while the index is made

    dependencies = [
        ('articles', '0009_spelling_and_suggestions'),
    ]

    operations = [
        AddIndexConcurrently(
            model_name='article',
            index=GinIndex(models.F('title_beginnings'), models.Func(models.F('language'), models.F('published_at'), function='articles_eras', output_field=ArrayField(base_field=models.BigIntegerField(), size=None)), name='article_by_title_beginning'),
        ),
    ]
