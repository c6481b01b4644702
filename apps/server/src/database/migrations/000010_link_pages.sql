-- Links that show a page on the way to the messenger: {"counterId": text | null, "goal": text | null}. Null: a redirect at once.
alter table links add column page jsonb;
