-- Events that carry labels, by time: a funnel that is cut by a label reads these and no others.
create index events_labelled on events (project_id, happened_at) where labels is not null;
