"""Numbers of results come from series, without gaps; each goes on after what was given. The sequence
of before stays for servers that are still to be replaced.
"""

from django.db import migrations

# Numbers of ten digits and more belong to copies made for measuring.
GO_ON = """
INSERT INTO cases_numberseries (series, last)
SELECT head, max(n::int)
FROM (SELECT substring(number FROM '^(.+〔\\d{4}〕)\\d{1,9}号$') AS head,
             substring(number FROM '〕(\\d{1,9})号$') AS n FROM cases_result) AS given
WHERE head IS NOT NULL
GROUP BY head
ON CONFLICT (series) DO NOTHING;
"""
BACK = "DELETE FROM cases_numberseries WHERE series LIKE '%〕';"


class Migration(migrations.Migration):

    dependencies = [
        ('cases', '0041_worded_results'),
    ]

    operations = [migrations.RunSQL(GO_ON, BACK)]
