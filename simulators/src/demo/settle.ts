import type { DayCost } from './history.ts';
import type { Owner } from './owner.ts';
import type { SettledLink, SettledProject } from './project.ts';
import { channelSources, maxSources, type Source, schoolSources } from './sources.ts';
import { channel, type Stage } from './stage.ts';
import { type Messenger, maxBot, telegramBot, telegramChannel } from './updates.ts';

export const login = { email: 'demo@example.org', password: 'otkuda-demo' } as const;

/** The first owner, by the one-time link that the server hands out. */
export async function makeOwner({ server, url }: Stage): Promise<void> {
  const token = new URL(server.setupUrl ?? url).searchParams.get('token');
  const response = await fetch(`${url}/api/v1/owner`, {
    method: 'POST',
    headers: { 'content-type': 'application/json', origin: url },
    body: JSON.stringify({ token, ...login, name: 'Анна', language: 'ru' }),
  });
  if (!response.ok) throw new Error(`no owner was made: ${response.status} ${await response.text()}`);
}

const unlimited = { limits: { per_second: 0, per_hour: 0, per_day: 0 } };

/**
 * The workspace of a language school: its bot with all destinations, its private channel, its bot on MAX. The bot is made last: who
 * signs in for the first time sees the newest project.
 */
export async function settle(owner: Owner, stage: Stage): Promise<readonly SettledProject[]> {
  const gate = { platform: 'telegram', kind: 'channel', title: channel.title, chat_id: String(channel.id) };
  const club = await settleProject(
    owner,
    { ...gate, messenger_token: channel.botToken },
    channelSources,
    telegramChannel(channel.id, channel.title),
    (linkId) => stage.sharedInvite(linkId),
  );
  const max = await settleProject(
    owner,
    { platform: 'max', kind: 'bot', title: 'Английский с Анной · MAX', username: 'anna_english_max_bot' },
    maxSources,
    maxBot,
  );
  const school = await settleProject(
    owner,
    { platform: 'telegram', kind: 'bot', title: 'Английский с Анной', username: 'anna_english_bot' },
    schoolSources,
    telegramBot,
  );
  for (const destination of stage.destinations) {
    await owner.manage('POST', `/projects/${school.id}/destinations`, destination);
  }
  return [{ ...school, hasOrganic: true }, club, max];
}

async function settleProject(
  owner: Owner,
  project: object,
  sources: readonly Source[],
  messenger: Messenger,
  inviteOf: (linkId: string) => Promise<string | null> = async () => null,
): Promise<SettledProject> {
  const { id } = await owner.manage('POST', '/projects', project);
  const { key } = await owner.manage('POST', `/projects/${id}/keys`, unlimited);
  const made: Omit<SettledLink, 'inviteUrl'>[] = [];
  for (const source of sources) {
    const { name, adSystem, utm } = source;
    const link = await owner.manage('POST', `/projects/${id}/links`, { name, ad_system: adSystem, utm });
    made.push({ id: link.id, code: link.code, url: link.url, source });
  }
  const links: SettledLink[] = [];
  for (const link of made) links.push({ ...link, inviteUrl: await inviteOf(link.id) });
  return { id, key, messenger, links, hasOrganic: false };
}

const costsPerCall = 1_000;

export async function enterCosts(owner: Owner, project: SettledProject, costs: readonly DayCost[]): Promise<void> {
  for (let from = 0; from < costs.length; from += costsPerCall) {
    await owner.manage('PUT', `/projects/${project.id}/costs`, costs.slice(from, from + costsPerCall));
  }
}
