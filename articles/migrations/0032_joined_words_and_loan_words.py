from django.db import migrations

# What is indexed of a text has changed: a job does what migrations may not import.
INDEX_AGAIN = """
    INSERT INTO procrastinate_jobs (queue_name, task_name, args)
    SELECT 'default', 'articles.jobs.index_again', '{"after": 0}' WHERE EXISTS (SELECT FROM articles_article)
"""


class Migration(migrations.Migration):
    dependencies = [
        ("articles", "0031_what_is_scheduled_changes_when_it_appears"),
        ("procrastinate", "0041_post_retry_failed_job"),
    ]

    operations = [migrations.RunSQL(INDEX_AGAIN, migrations.RunSQL.noop)]
