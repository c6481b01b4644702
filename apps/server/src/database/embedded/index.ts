export { EmbeddedPostgresError } from './embedded-postgres-error.ts';
export { type EmbeddedPostgres, type EmbeddedPostgresOptions, startEmbeddedPostgres } from './start.ts';
export { keepEmbeddedPostgres, type KeptPostgres } from './keep.ts';
