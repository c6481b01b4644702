-- Signing in at an ad system (OAuth code flow), and access that ends.
alter table destinations
  add column sign_in_nonce bytea,                   -- of the one sign-in that is under way; null: none
  add column access_ends_at timestamptz;            -- a copy of what the sealed settings say; null: nobody knows
create index destinations_access_ends on destinations (access_ends_at) where access_ends_at is not null and deleted_at is null;
