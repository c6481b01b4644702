import { configChannel } from '../../directory/listen.ts';
import { isFailure } from '../failure.ts';
import type { BotIdentity, Messenger } from '../messenger.ts';
import { sendToOwners } from '../notify/send-to-owners.ts';
import type { MessengersOptions } from '../options.ts';
import { type MessengerProblem, messengerProblems } from '../problems.ts';
import type { BotRow } from './bot.ts';
import { type Connection, connectBot } from './connect.ts';
import { type Look, lookAtChat } from './look-at-chat.ts';
import type { TendedProject } from './projects-of-bot.ts';

/** After a failure that may pass by itself it is looked at again soon. */
const soonMs = 30_000;

/** Looks at a bot and at the channels of its projects, connects it where it is not, and writes down how all of it stands. */
export async function checkBot(
  options: MessengersOptions & { readonly checkMs: number },
  messenger: Messenger,
  bot: BotRow,
  projects: readonly TendedProject[],
): Promise<void> {
  const { pool, now, checkMs } = options;
  const identity = await messenger.me().catch(problemOf);
  if ('code' in identity) {
    const connection: Connection = { mode: identity.code === 'token_invalid' ? 'off' : bot.mode, problems: [identity] };
    await saveBot(options, bot, connection, null, now() + (identity.code === 'token_invalid' ? checkMs : soonMs));
    return;
  }
  let connection: Connection;
  try {
    const mayPoll = projects.some(({ settings }) => settings.longPolling);
    connection = await connectBot(options, messenger, bot, mayPoll);
  } catch (error) {
    connection = { mode: bot.mode, problems: [problemOf(error)] };
  }
  let calm = connection.problems.every(({ code }) => code !== 'unreachable');
  for (const tended of projects) {
    const look = await lookAtChat(messenger, identity, tended).catch((error: unknown) => ({
      chat: tended.chat,
      problems: [problemOf(error)],
    }));
    calm &&= look.problems.every(({ code }) => code !== 'unreachable');
    await saveLook(options, tended, look);
    await tellOwners(options, tended, look.problems);
  }
  await saveBot(options, bot, connection, identity, now() + (calm ? checkMs : soonMs));
  // Who may lease links, and where clicks go, depends on what was seen.
  if (bot.username !== identity.username) await notifyAll(pool, projects);
}

/** What a failed call says about the bot. Anything that is no failure of a call is a defect. */
function problemOf(error: unknown): MessengerProblem {
  if (!isFailure(error)) throw error;
  return { code: error.class === 'token' ? 'token_invalid' : 'unreachable', detail: error.message };
}

/** `check_at` only moves where nobody has asked for another check meanwhile. */
async function saveBot(
  { pool, now }: MessengersOptions,
  bot: BotRow,
  { mode, problems }: Connection,
  identity: BotIdentity | null,
  checkAtMs: number,
): Promise<void> {
  await pool.query(
    `update bots set mode = $2, problems = $3, user_id = coalesce($4, user_id), username = coalesce($5, username), checked_at = $6,
       check_at = case when check_at = $7 then $8 else check_at end
     where bot_key = $1`,
    [
      bot.bot_key,
      mode,
      JSON.stringify(problems),
      identity?.userId ?? null,
      identity?.username ?? null,
      new Date(now()),
      bot.check_at,
      new Date(checkAtMs),
    ],
  );
}

async function saveLook({ pool, now }: MessengersOptions, tended: TendedProject, look: Look): Promise<void> {
  const { projectId } = tended.project;
  await pool.query(
    `update messengers set chat = $2, problems = $3, checked_at = $4, looked_for = concat_ws(' ', $5::text, $6::text) where project_id = $1`,
    [
      projectId,
      JSON.stringify(look.chat),
      JSON.stringify(look.problems),
      new Date(now()),
      tended.project.chatId,
      tended.project.chatLink,
    ],
  );
  if (JSON.stringify(look.chat) !== JSON.stringify(tended.chat)) await notifyAll(pool, [tended]);
}

async function notifyAll(pool: MessengersOptions['pool'], projects: readonly TendedProject[]): Promise<void> {
  for (const { project } of projects) await pool.query('select pg_notify($1, $2)', [configChannel, project.projectId]);
}

/** A new problem is told once a day at most, to those who have connected a chat. */
async function tellOwners(
  options: MessengersOptions,
  { project, problems: known }: TendedProject,
  problems: readonly MessengerProblem[],
): Promise<void> {
  const day = new Date(options.now()).toISOString().slice(0, 10);
  for (const { code } of problems) {
    if (code === 'unreachable' || known.some((one) => one.code === code)) continue;
    const text = `«${project.title}»\n\n${messengerProblems[code].ru}\n\n${messengerProblems[code].en}`;
    await sendToOwners(options, project.projectId, `problem:${code}:${day}`, text);
  }
}
