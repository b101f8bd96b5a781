"""The migrations' rows, in the schema ``kept``, and how they come back after a test that commits.

TRUNCATE makes new files for each of 150 tables and all their indexes, nearly all of them empty:
only what has rows is emptied. Foreign keys are checked at the end, as Django declares them.
"""

# Once, in the migrated database: a copy of every table that has rows.
KEEP = """
DO $$
DECLARE
    name text;
    has_rows boolean;
BEGIN
    CREATE SCHEMA kept;
    FOR name IN
        SELECT relname FROM pg_class
        WHERE relnamespace = 'public'::regnamespace AND relkind = 'r'
            AND relname <> 'django_migrations'
    LOOP
        EXECUTE format('SELECT EXISTS (SELECT FROM public.%I)', name) INTO has_rows;
        IF has_rows THEN
            EXECUTE format('CREATE TABLE kept.%I AS TABLE public.%I', name, name);
        END IF;
    END LOOP;
END $$
"""

RESTORE = """
DO $$
DECLARE
    item record;
    has_rows boolean;
BEGIN
    -- Whoever still writes ends first, as with TRUNCATE.
    EXECUTE (
        SELECT 'LOCK TABLE ' || string_agg(format('public.%I', relname), ', ' ORDER BY relname)
        FROM pg_class WHERE relnamespace = 'public'::regnamespace AND relkind = 'r'
    );
    FOR item IN
        SELECT relname AS name, EXISTS (
            -- 8: on DELETE. A table that refuses it is emptied below its triggers.
            SELECT FROM pg_trigger
            WHERE tgrelid = pg_class.oid AND NOT tgisinternal AND tgtype & 8 <> 0
        ) AS has_guard
        FROM pg_class
        WHERE relnamespace = 'public'::regnamespace AND relkind = 'r'
            AND relname <> 'django_migrations'
    LOOP
        EXECUTE format('SELECT EXISTS (SELECT FROM public.%I)', item.name) INTO has_rows;
        IF has_rows AND item.has_guard THEN
            EXECUTE format('TRUNCATE public.%I', item.name);
        ELSIF has_rows THEN
            EXECUTE format('DELETE FROM public.%I', item.name);
        END IF;
    END LOOP;
    FOR item IN
        SELECT relname AS name, string_agg(quote_ident(attname), ', ' ORDER BY attnum) AS columns
        FROM pg_class
        JOIN pg_attribute ON attrelid = format('public.%I', relname)::regclass
        WHERE relnamespace = 'kept'::regnamespace AND relkind = 'r'
            AND attnum > 0 AND NOT attisdropped AND attgenerated = ''
        GROUP BY relname
    LOOP
        EXECUTE format(
            'INSERT INTO public.%I (%s) OVERRIDING SYSTEM VALUE SELECT %s FROM kept.%I',
            item.name, item.columns, item.columns, item.name
        );
    END LOOP;
END $$
"""
