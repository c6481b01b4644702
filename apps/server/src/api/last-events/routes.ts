import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { FastifyInstance, FastifyReply } from 'fastify';
import { Type } from 'typebox';
import type { KeyConfig } from '../../directory/config-types.ts';
import type { Directory } from '../../directory/directory.ts';
import { isStorageAway } from '../../ingest/storage-errors.ts';
import { type GuessDelay, guesserOf } from '../guess-delay.ts';
import { goneOf } from '../routes.ts';
import { inLanguage, type Text } from './language.ts';
import type { LastEventsLog } from './last-events.ts';

export interface LastEventsDependencies {
  readonly directory: Pick<Directory, 'findKey'>;
  readonly guesses: GuessDelay;
  readonly lastEvents: LastEventsLog;
  readonly now: () => number;
}

/** The addresses that TGTrack's users know, for Telegram and for MAX. */
const addresses = ['/last_events', '/API/last_events'] as const;

const files = {
  '': { name: 'page.html', type: 'text/html; charset=utf-8' },
  '/page.css': { name: 'page.css', type: 'text/css; charset=utf-8' },
  '/page.js': { name: 'page.js', type: 'text/javascript; charset=utf-8' },
} as const;

/** Bodies of strangers are shown here: the page runs and loads nothing but its own two files, and can be framed by nobody. */
const policy =
  "default-src 'none'; script-src 'self'; style-src 'self'; connect-src 'self'; img-src data:; base-uri 'none'; form-action 'none'; frame-ancestors 'none'";

const question = Type.Object({
  key: Type.String({ maxLength: 200 }),
  language: Type.Optional(Type.String()),
  /** Of what the page shows already. */
  version: Type.Optional(Type.Union([Type.String({ maxLength: 40 }), Type.Null()])),
});

interface Question {
  readonly key: string;
  readonly language?: string;
  readonly version?: string | null;
}

/** The request log for whoever has the key: a page, and what it asks. The key travels in bodies only, never in an address. */
export async function lastEventsRoutes(app: FastifyInstance, dependencies: LastEventsDependencies): Promise<void> {
  for (const [path, { name, type }] of Object.entries(files)) {
    const content = await readFile(join(import.meta.dirname, 'page', name));
    for (const address of addresses)
      app.get(address + path, (_request, reply) => withHeaders(reply, type).send(content));
  }
  for (const address of addresses) {
    app.post<{ Body: Question }>(
      `${address}/requests`,
      { schema: { body: question }, bodyLimit: 4096 },
      async (request, reply) => {
        const { key: secret, language, version } = request.body;
        const key = await dependencies.directory.findKey(secret.trim());
        if (key === null) await dependencies.guesses.wait(guesserOf(request.ip), goneOf(reply));
        withHeaders(reply, 'application/json; charset=utf-8').header('cache-control', 'no-store');
        const refusal = refusalOf(key, dependencies.now());
        if (refusal !== null) return reply.code(refusal.status).send({ error: refusal.text[inLanguage(language)] });
        if (key === null) throw new Error('an unknown key was let in');
        return dependencies.lastEvents.of(key, inLanguage(language), version ?? null);
      },
    );
  }
  app.setErrorHandler((error, _request, reply) => {
    const { statusCode = 500 } = error as { statusCode?: number };
    const isAway = isStorageAway(error);
    if (statusCode >= 500 && !isAway) throw error;
    return reply.code(isAway ? 503 : statusCode).send({ error: isAway ? 'storage is away' : 'this cannot be read' });
  });
}

function withHeaders(reply: FastifyReply, type: string): FastifyReply {
  return reply
    .header('content-type', type)
    .header('content-security-policy', policy)
    .header('x-content-type-options', 'nosniff')
    .header('referrer-policy', 'no-referrer')
    .header('cache-control', 'no-cache');
}

function refusalOf(key: KeyConfig | null, nowMs: number): { readonly status: number; readonly text: Text } | null {
  if (key === null) return { status: 401, text: unknownKey };
  if (key.revoked) return { status: 401, text: revokedKey };
  if (key.expiresMs !== null && key.expiresMs <= nowMs) return { status: 402, text: expiredKey };
  return key.project.deleted ? { status: 403, text: deletedProject } : null;
}

const unknownKey: Text = {
  ru: 'Такого ключа нет. Скопируйте его из настроек проекта целиком, от otk_ до последнего знака.',
  en: 'There is no such key. Copy the whole of it from the settings of the project, from otk_ to its last character.',
};
const revokedKey: Text = {
  ru: 'Этот ключ отозван: запросы с ним не принимаются. Возьмите в проекте действующий ключ.',
  en: 'This key was revoked: calls with it are refused. Take a valid key from the project.',
};
const expiredKey: Text = {
  ru: 'Срок действия этого ключа истёк: запросы с ним не принимаются. Сделайте в проекте новый ключ.',
  en: 'This key has expired: calls with it are refused. Make a new key in the project.',
};
const deletedProject: Text = { ru: 'Проект этого ключа удалён.', en: 'The project of this key was deleted.' };
