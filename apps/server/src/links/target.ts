import type { ProjectConfig } from '../directory/config-types.ts';

type Place = Pick<ProjectConfig, 'platform' | 'kind' | 'username' | 'chatLink'>;

/**
 * Where a click goes: the link's own target, else the bot or channel of the project. `code` is the start code to pass on; null:
 * the plain target. Null where the project has none. Bots take `?start=` on Telegram and MAX alike.
 */
export function targetOf(project: Place, linkTarget: string | null, code: string | null): string | null {
  if (linkTarget !== null) return code === null ? linkTarget : withStart(linkTarget, code);
  if (project.kind === 'channel') return project.chatLink ?? publicAddress(project);
  const address = publicAddress(project);
  if (address === null) return null;
  return code === null ? address : `${address}?start=${code}`;
}

export function publicAddress({ platform, username }: Pick<Place, 'platform' | 'username'>): string | null {
  return username === null ? null : addressOf(platform, username);
}

function addressOf(platform: Place['platform'], path: string): string {
  return platform === 'telegram' ? `https://t.me/${path}` : `https://max.ru/${path}`;
}

const messengerHosts = ['t.me', 'telegram.me', 'telegram.dog', 'max.ru'];

/** Whether an address is a messenger's, so that there is nothing but a bot or chat behind it. */
export function isMessengerAddress(address: string): boolean {
  const url = URL.parse(address);
  if (url === null || url.username !== '' || url.password !== '') return false;
  return url.protocol === 'tg:' || (/^https?:$/.test(url.protocol) && messengerHosts.includes(url.hostname));
}

/** The address of a chat as pages name it: `my_bot`, `@my_bot`, `join/<hash>`, `+<hash>`, or an address. Null: it is no chat's name. */
export function addressOfChat(platform: Place['platform'], chat: string): string | null {
  const name = chat.trim();
  const invite = /^(?:join\/|joinchat\/|\+)([\w-]{1,128})$/.exec(name)?.[1];
  if (invite !== undefined) return addressOf(platform, platform === 'telegram' ? `+${invite}` : `join/${invite}`);
  const username = /^@?(\w{1,64})$/.exec(name)?.[1];
  if (username !== undefined) return addressOf(platform, username);
  return name.length <= 512 && isMessengerAddress(name) ? name : null;
}

/** What opens Telegram's app without a page in between; null: there is no such address. */
export function appAddress(address: string): string | null {
  const url = URL.parse(address);
  if (url === null || !['t.me', 'telegram.me', 'telegram.dog'].includes(url.hostname)) return null;
  const path = url.pathname.slice(1).replace(/\/$/, '');
  const invite = /^(?:\+|joinchat\/)([\w-]+)$/.exec(path)?.[1];
  if (invite !== undefined) return `tg://join?invite=${invite}`;
  if (!/^[A-Za-z]\w*$/.test(path)) return null;
  return `tg://resolve?domain=${path}${url.search.replace('?', '&')}`;
}

/** Only a bot's address can carry the code: on other pages, `start` would be somebody else's parameter. */
export function withStart(target: string, code: string): string {
  const url = new URL(target);
  const isBot =
    (messengerHosts.includes(url.hostname) && /^\/[A-Za-z]\w+\/?$/.test(url.pathname)) ||
    (url.protocol === 'tg:' && url.hostname === 'resolve');
  if (!isBot) return target;
  url.searchParams.set('start', code);
  return url.href;
}
