import type { Platform } from '@otkuda/contract';
import type { ProjectConfig } from '../directory/config-types.ts';
import type { CallProcessor } from './call-processor.ts';
import type { ApiMethod } from './method.ts';

/** Stands in the request log where a key stands otherwise: the update came from the project's own bot. */
const ownBotKeyId = '00000000-0000-0000-0000-000000000000';

const methodOf: Readonly<Record<Platform, string>> = { telegram: 'on_telegram_webhook', max: 'on_max_webhook' };

/**
 * Takes raw updates of the server's own bots the way that forwarded ones go, so that they are seen in the request log and can be replayed.
 * Resolves once an update is on disk, whatever it means; rejects with StorageAway or RecordFailed.
 */
export function updateStore(
  processor: Pick<CallProcessor, 'process'>,
  methods: ReadonlyMap<string, ApiMethod>,
  now: () => number,
): (project: ProjectConfig, body: Buffer) => Promise<void> {
  return async (project, body) => {
    const methodName = methodOf[project.platform];
    const method = methods.get(methodName);
    if (method === undefined) throw new Error(`there is no method ${methodName}`);
    await processor.process({
      project,
      keyId: ownBotKeyId,
      method,
      methodName,
      receivedMs: now(),
      contentType: 'application/json',
      body,
      idempotencyKey: null,
      replayOf: null,
    });
  };
}
