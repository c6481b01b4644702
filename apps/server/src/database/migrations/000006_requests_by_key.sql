-- The page /last_events/ shows the last requests of one key, also where another key of the project sends a thousand times more.
create index requests_by_key on requests (project_id, key_id, request_id);
