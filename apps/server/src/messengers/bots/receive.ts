import type { Platform } from '@otkuda/contract';
import { connectOwnerChat } from '../notify/owner-chats.ts';
import type { MessengersOptions } from '../options.ts';
import { answerHop } from '../people/hop.ts';
import { noteJoinRequest } from '../people/join-requests.ts';
import { projectsConcerned } from './concerned.ts';
import { noteBotMoved } from './note-bot-moved.ts';
import type { TendedProject } from './projects-of-bot.ts';
import { readUpdate, type Seen } from './read-update.ts';

interface Arrived {
  readonly body: Buffer;
  readonly seen: Seen;
  readonly concerned: readonly TendedProject[];
}

/**
 * Takes updates of a bot in their order. Resolves once all of them, and what is to be done about them, are on disk: only then may they be
 * confirmed to the messenger. Rejects where the storage is away: the messenger then sends them again, and what was stored is known as a repeat.
 */
export async function receiveUpdates(
  options: MessengersOptions,
  bot: { readonly key: string; readonly platform: Platform; readonly projects: readonly TendedProject[] },
  bodies: readonly Buffer[],
): Promise<void> {
  const arrived: Arrived[] = [];
  for (const body of bodies) {
    const seen = readUpdate(bot.platform, parsed(body));
    // A code that connects an owner's chat is a secret, and its sender no subscriber.
    if (seen.kind === 'private' && (await connectOwnerChat(options, bot.projects, seen))) continue;
    arrived.push({ body, seen, concerned: await projectsConcerned(options.pool, bot.projects, seen) });
  }
  await Promise.all(
    arrived.flatMap(({ body, concerned }) => concerned.map(({ project }) => store(options, project, body))),
  );
  for (const one of arrived) await actOn(options, bot.key, one);
}

async function store(
  { storeUpdate, isStorageAway, log }: MessengersOptions,
  project: TendedProject['project'],
  body: Buffer,
): Promise<void> {
  try {
    await storeUpdate(project, body);
  } catch (error) {
    if (isStorageAway(error)) throw error;
    // It would fail each time it came again, and hold up all that come after it.
    log('an update cannot be stored', { projectId: project.projectId, error });
  }
}

async function actOn(options: MessengersOptions, botKey: string, { seen, concerned }: Arrived): Promise<void> {
  if (seen.kind === 'bot_moved') await noteBotMoved(options, botKey, seen);
  for (const one of concerned) {
    if (seen.kind === 'join_request') await noteJoinRequest(options, one, seen);
    else if (seen.kind === 'private') await answerHop(options, one, seen);
  }
}

function parsed(body: Buffer): unknown {
  try {
    return JSON.parse(body.toString('utf8')) as unknown;
  } catch {
    return null;
  }
}
