from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('stories', '0017_files_expected'),
    ]

    operations = [
        migrations.AddField(
            model_name='report',
            name='rewritten_at',
            field=models.DateTimeField(blank=True, null=True),
        ),
        migrations.AddField(
            model_name='report',
            name='rewritten_text',
            field=models.TextField(blank=True, db_default='', default='', max_length=10000),
        ),
        migrations.AddField(
            model_name='report',
            name='rewritten_title',
            field=models.CharField(blank=True, db_default='', default='', max_length=150),
        ),
    ]
