// A server that has nothing but its PostgreSQL, as a process of its own: tests kill it, or run it as another user.

import { EmbeddedPostgresError, type EmbeddedPostgresOptions, startEmbeddedPostgres } from '../index.ts';
import type { ServeMessage } from './serving.ts';

const options: Omit<EmbeddedPostgresOptions, 'log'> = JSON.parse(process.argv[2] ?? '{}');
const tell = (message: ServeMessage) => process.send?.(message);

// As the server does: the signal is the start of an orderly end, which this one leaves out.
process.on('SIGINT', () => tell({ kind: 'interrupted' }));

try {
  const { url } = await startEmbeddedPostgres({ ...options, log: () => undefined });
  tell({ kind: 'started', url });
} catch (error) {
  if (!(error instanceof EmbeddedPostgresError)) throw error;
  tell({ kind: 'failed', code: error.code, message: error.message });
  process.disconnect?.();
}
