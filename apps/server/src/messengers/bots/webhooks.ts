import { timingSafeEqual } from 'node:crypto';
import type { Platform } from '@otkuda/contract';
import type { FastifyInstance } from 'fastify';
import type { MessengersOptions } from '../options.ts';
import type { BotRow } from './bot.ts';
import { hookRoute } from './hook-address.ts';
import { projectsOfBot } from './projects-of-bot.ts';
import { receiveUpdates } from './receive.ts';

const bodyBytesMax = 1024 * 1024;
const secretHeaders: Readonly<Record<Platform, string>> = {
  telegram: 'x-telegram-bot-api-secret-token',
  max: 'x-max-bot-api-secret',
};

/** Where messengers post updates. 200 says that an update is on disk; anything else makes them send it again. */
export function hookRoutes(
  app: FastifyInstance,
  options: MessengersOptions & { readonly onReceived: () => void },
): void {
  app.removeAllContentTypeParsers();
  app.addContentTypeParser('*', { parseAs: 'buffer', bodyLimit: bodyBytesMax }, (_request, body, done) =>
    done(null, body),
  );
  app.post(hookRoute, async (request, reply) => {
    const { platform, path } = request.params as { platform: string; path: string };
    const bot = await botAt(options, platform, path);
    if (bot === null) return reply.code(404).type('text/plain').send('There is nothing here.\n');
    const given = request.headers[secretHeaders[bot.platform]];
    if (!isSame(given, options.open(bot.hook_secret_sealed))) {
      return reply.code(401).type('text/plain').send('The secret of this address is another one.\n');
    }
    const body = Buffer.isBuffer(request.body) ? request.body : Buffer.alloc(0);
    const { bot_key: key } = bot;
    const projects = await projectsOfBot(options, key);
    try {
      await receiveUpdates(options, { key, platform: bot.platform, projects }, [body]);
    } catch (error) {
      if (!options.isStorageAway(error)) throw error;
      return reply.code(503).header('retry-after', '5').type('text/plain').send('Out of order for a moment.\n');
    }
    options.onReceived();
    return reply.code(200).type('text/plain').send('OK');
  });
}

async function botAt(
  { pool }: Pick<MessengersOptions, 'pool'>,
  platform: string,
  path: string,
): Promise<BotRow | null> {
  const found = await pool.query<BotRow>('select * from bots where platform = $1 and hook_path = $2', [platform, path]);
  return found.rows[0] ?? null;
}

function isSame(given: unknown, secret: string): boolean {
  if (typeof given !== 'string') return false;
  const [left, right] = [Buffer.from(given), Buffer.from(secret)];
  return left.length === right.length && timingSafeEqual(left, right);
}
