export { EmbeddedPostgresError } from './embedded-postgres-error.ts';
export { keepEmbeddedPostgres } from './keep.ts';
export { type EmbeddedPostgres, type EmbeddedPostgresOptions, startEmbeddedPostgres } from './start.ts';
