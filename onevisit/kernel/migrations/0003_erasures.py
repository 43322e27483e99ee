# Words of history may be emptied, by one function and on record. The server's role still has no right
# to change history; the function runs with its owner's, takes sealed columns and nothing long enough
# to tell another story, and lists every row it empties in a table of history.

from django.db import migrations, models

ERASE = """
CREATE OR REPLACE FUNCTION onevisit_refuse_change() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF TG_OP = 'UPDATE' AND current_setting('onevisit.erasing', true) = TG_TABLE_NAME THEN
        IF NOT EXISTS (
            SELECT FROM jsonb_each(to_jsonb(OLD)) AS was JOIN jsonb_each(to_jsonb(NEW)) AS now USING (key)
            WHERE was.value IS DISTINCT FROM now.value AND key NOT LIKE '%\\_sealed'
        ) THEN
            RETURN NEW;
        END IF;
    END IF;
    RAISE EXCEPTION '% on append-only table % is refused', TG_OP, TG_TABLE_NAME
        USING ERRCODE = 'restrict_violation';
END
$$;
CREATE FUNCTION onevisit_erase(
    target text, sealed text, on_order uuid, erased_at timestamptz, ids uuid[], blobs bytea[]
) RETURNS integer LANGUAGE plpgsql SECURITY DEFINER SET search_path FROM CURRENT AS $$
DECLARE
    done integer;
BEGIN
    IF sealed NOT LIKE '%\\_sealed' OR cardinality(ids) <> cardinality(blobs)
       OR EXISTS (SELECT FROM unnest(blobs) AS blob WHERE octet_length(blob) > 128) THEN
        RAISE EXCEPTION 'only the words of history can be emptied'
            USING ERRCODE = 'restrict_violation';
    END IF;
    INSERT INTO kernel_erasure (for_order, table_name, column_name, row_id, at)
    SELECT on_order, target, sealed, id, erased_at FROM unnest(ids) AS id;
    PERFORM set_config('onevisit.erasing', target, true);
    EXECUTE format(
        'UPDATE %1$I SET %2$I = fresh.blob FROM unnest($1, $2) AS fresh(id, blob)'
        ' WHERE %1$I.id = fresh.id', target, sealed
    ) USING ids, blobs;
    GET DIAGNOSTICS done = ROW_COUNT;
    PERFORM set_config('onevisit.erasing', '', true);
    RETURN done;
END
$$;
CREATE TRIGGER kernel_erasure_no_change BEFORE UPDATE OR DELETE ON kernel_erasure
    FOR EACH ROW EXECUTE FUNCTION onevisit_refuse_change();
CREATE TRIGGER kernel_erasure_no_truncate BEFORE TRUNCATE ON kernel_erasure
    FOR EACH STATEMENT EXECUTE FUNCTION onevisit_refuse_change();
"""
REFUSE = """
DROP TRIGGER kernel_erasure_no_change ON kernel_erasure;
DROP TRIGGER kernel_erasure_no_truncate ON kernel_erasure;
DROP FUNCTION onevisit_erase(text, text, uuid, timestamptz, uuid[], bytea[]);
CREATE OR REPLACE FUNCTION onevisit_refuse_change() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    RAISE EXCEPTION '% on append-only table % is refused', TG_OP, TG_TABLE_NAME
        USING ERRCODE = 'restrict_violation';
END
$$;
"""


class Migration(migrations.Migration):
    dependencies = [("kernel", "0002_calendar_editions")]

    operations = [
        migrations.CreateModel(
            name="Erasure",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("for_order", models.UUIDField()),
                ("table_name", models.CharField(max_length=63)),
                ("column_name", models.CharField(max_length=63)),
                ("row_id", models.UUIDField()),
                ("at", models.DateTimeField()),
            ],
            options={
                "indexes": [models.Index(fields=["for_order"], name="erasure_of_order")],
            },
        ),
        migrations.RunSQL(ERASE, REFUSE),
    ]
