from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("articles", "0029_words_of_the_newsroom")]

    operations = [
        migrations.RenameField("article", "import_digest", "import_marks"),
        migrations.AlterField(
            "article", "import_marks", models.CharField(blank=True, editable=False, max_length=200)
        ),
    ]
