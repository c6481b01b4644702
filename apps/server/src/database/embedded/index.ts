export { EmbeddedPostgresError } from './embedded-postgres-error.ts';
export { type KeptPostgres, keepEmbeddedPostgres } from './keep.ts';
export { type EmbeddedPostgres, type EmbeddedPostgresOptions, startEmbeddedPostgres } from './start.ts';
