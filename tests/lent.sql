-- Makes a test's database one that can be lent (tests/lent.py). Nothing of it is in schema public.

create schema lent;

-- What a test may not change: columns, functions, triggers, constraints, types, schemas, rights.
create view lent.shape as select concat_ws(' ',
  (select concat(count(*), '/', max(xmin::text::bigint)) from pg_attribute),
  (select concat(count(*), '/', max(xmin::text::bigint)) from pg_proc),
  (select concat(count(*), '/', max(xmin::text::bigint)) from pg_trigger),
  (select concat(count(*), '/', max(xmin::text::bigint)) from pg_constraint),
  (select concat(count(*), '/', max(xmin::text::bigint)) from pg_type),
  (select concat(count(*), '/', max(xmin::text::bigint)) from pg_namespace),
  (select concat(count(*), '/', sum(hashtext(concat(relname, relkind, relacl, reloptions))))
     from pg_class)) as told;

-- Whatever is written, changed or deleted changes the number of rows or the newest transaction.
create table lent.known (place text primary key, rows bigint, newest bigint, columns text);
-- Where a sequence stands; pg_sequences hides that of one that was restarted and not yet used.
create view lent.stands as select c.oid::regclass as step, d.last_value as last, d.is_called as used
  from pg_class c, pg_get_sequence_data(c.oid) d
  where c.relkind = 'S' and c.relnamespace = 'public'::regnamespace;
create table lent.steps (step regclass primary key, last bigint, used boolean);
create table lent.made (told text);

do $$
declare place text; columns text;
begin
  for place in select relname from pg_class where relkind = 'r'
      and relnamespace = 'public'::regnamespace and pg_relation_size(oid) > 0
  loop
    select string_agg(quote_ident(attname), ', ' order by attnum) from pg_attribute
      where attrelid = ('public.' || quote_ident(place))::regclass
        and attnum > 0 and not attisdropped and attgenerated = '' into columns;
    execute format('create table lent.%I as select %s from public.%I', 'of_' || place, columns, place);
    execute format('insert into lent.known select %L, count(*), max(xmin::text::bigint), %L
      from public.%I', place, columns, place);
  end loop;
  insert into lent.steps select step, last, used from lent.stands;
end $$;

create function lent.again() returns boolean language plpgsql
set session_replication_role = replica set client_min_messages = error as $$
declare spot text; was lent.known; rows_now bigint; newest_now bigint;
begin
  if (select told from lent.shape) is distinct from (select told from lent.made) then
    return false;
  end if;
  for spot in select relname from pg_class where relkind = 'r'
      and relnamespace = 'public'::regnamespace and pg_relation_size(oid) > 0
  loop
    select * from lent.known k where k.place = spot into was;
    if found then
      execute format('select count(*), max(xmin::text::bigint) from public.%I', spot)
        into rows_now, newest_now;
      continue when rows_now = was.rows and newest_now is not distinct from was.newest;
    end if;
    execute format('delete from public.%I', spot);
    if was.place is not null then
      execute format('insert into public.%I (%s) overriding system value select %s from lent.%I',
        spot, was.columns, was.columns, 'of_' || spot);
      execute format('update lent.known set newest =
        (select max(xmin::text::bigint) from public.%I) where place = %L', spot, spot);
    end if;
  end loop;
  perform setval(s.step, s.last, s.used) from lent.steps s join lent.stands n using (step)
    where (n.last, n.used) is distinct from (s.last, s.used);
  return true;
end $$;

insert into lent.made select told from lent.shape;
