import { setTimeout as wait } from 'node:timers/promises';
import type { SampleAccount } from '../sample-accounts.ts';
import type { Owner } from './owner.ts';

const people = [987654321, 987654322, 987654323, 987654324] as const;

/** Made before the others, which are what the dashboard is to show first. */
export async function makeWalkProject(owner: Owner): Promise<string> {
  const body = { platform: 'telegram', kind: 'bot', title: 'Demo bot', username: 'demo_bot' };
  return (await owner.manage('POST', '/projects', body)).id;
}

/** Plays the main job: step by step with the first account, then shortly with the others. */
export async function walk(
  owner: Owner,
  projectId: string,
  accounts: readonly SampleAccount[],
  say: (text: string) => void,
): Promise<void> {
  const [first, ...others] = accounts;
  if (first === undefined) throw new Error('there is no account to play with');
  const path = `/projects/${projectId}`;
  const { key } = await owner.manage('POST', `${path}/keys`, {});
  const link = await owner.manage('POST', `${path}/links`, { name: 'Яндекс.Директ', ad_system: 'yandex' });
  await owner.manage('POST', `${path}/destinations`, first.destination);
  say(`1. A project, a key, a tracking link and ${first.name} as a destination.\n   Link: ${link.url}`);

  const click = await clickOn(`${link.url}?${first.clickQuery}`);
  say(`2. Somebody clicks the ad and is sent on to the bot.\n   ${click.status} → ${click.location}`);

  const started = await owner.call(key, 'on_telegram_webhook', startUpdate(people[0], click.code));
  say(`3. The bot forwards Telegram's update of the start, as it came.\n   ${started}`);

  const info = await owner.call(key, 'get_user_info', { user_id: String(people[0]) });
  say(`4. The subscriber has a source.\n   ${info}`);

  say(`5. ${first.name} accepted the conversion and confirmed it.\n   ${await fateOf(owner, path, people[0], first)}`);

  say('6. The same by ads of the others.');
  for (const [index, account] of others.entries()) {
    const person = people[index + 1] ?? people[0];
    const ad = await owner.manage('POST', `${path}/links`, { name: account.name });
    await owner.manage('POST', `${path}/destinations`, account.destination);
    const { code } = await clickOn(`${ad.url}?${account.clickQuery}`);
    await owner.call(key, 'on_telegram_webhook', startUpdate(person, code));
    say(`   ${account.name}: ${await fateOf(owner, path, person, account)}`);
  }

  const shown = accounts.map((account) => `   what ${account.name} took   ${account.shown}`);
  say(`
To look at (Authorization: Bearer ${owner.token}):
   subscriber   ${owner.url}/api/v1${path}/subscribers/${people[0]}
   conversions  ${owner.url}/api/v1${path}/conversions
   requests     ${owner.url}/api/v1${path}/requests
   documents    ${owner.url}/api/docs
${shown.join('\n')}
To send to: POST ${owner.url}/v1/${key}/<method>`);
}

async function clickOn(
  url: string,
): Promise<{ readonly status: number; readonly location: string; readonly code: string }> {
  const response = await fetch(url, {
    redirect: 'manual',
    headers: {
      'user-agent': 'Mozilla/5.0 (iPhone; CPU iPhone OS 19_0 like Mac OS X) AppleWebKit/605.1.15 Mobile Safari/604.1',
    },
  });
  const location = response.headers.get('location') ?? '';
  return { status: response.status, location, code: new URL(location).searchParams.get('start') ?? '' };
}

const looksMax = 600;

/** Waits for a person's conversion to end as those of this account do. */
async function fateOf(owner: Owner, path: string, person: number, { end }: SampleAccount): Promise<string> {
  for (let looks = 0; looks < looksMax; looks += 1) {
    const [conversion] = (await owner.manage('GET', `${path}/conversions?user_id=${person}`)).items;
    if (conversion?.state === end) return `${conversion.target}: ${conversion.state} (${conversion.response})`;
    await wait(50);
  }
  throw new Error(`the conversion was not ${end}`);
}

function startUpdate(id: number, code: string): object {
  const person = { id, first_name: 'Вася', username: `vasya${id}` };
  return {
    update_id: id,
    message: {
      message_id: 412,
      from: { ...person, is_bot: false, language_code: 'ru' },
      chat: { ...person, type: 'private' },
      date: Math.floor(Date.now() / 1000),
      text: `/start ${code}`,
      entities: [{ offset: 0, length: 6, type: 'bot_command' }],
    },
  };
}
