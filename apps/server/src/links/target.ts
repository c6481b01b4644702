import type { ProjectConfig } from '../directory/config-types.ts';

/**
 * Where a click goes: the link's own target, else the bot or channel of the project. `code` is the start code to pass on; null:
 * the plain target. Null where the project has none. Bots take `?start=` on Telegram and MAX alike.
 */
export function targetOf(
  project: Pick<ProjectConfig, 'platform' | 'kind' | 'username' | 'chatLink'>,
  linkTarget: string | null,
  code: string | null,
): string | null {
  if (linkTarget !== null) return code === null ? linkTarget : withStart(linkTarget, code);
  if (project.kind === 'channel') return project.chatLink ?? publicAddress(project);
  const address = publicAddress(project);
  if (address === null) return null;
  return code === null ? address : `${address}?start=${code}`;
}

function publicAddress({ platform, username }: Pick<ProjectConfig, 'platform' | 'username'>): string | null {
  if (username === null) return null;
  return platform === 'telegram' ? `https://t.me/${username}` : `https://max.ru/${username}`;
}

/** Only a bot's address can carry the code: on other pages, `start` would be somebody else's parameter. */
function withStart(target: string, code: string): string {
  const url = new URL(target);
  const isBot =
    (['t.me', 'telegram.me', 'max.ru'].includes(url.hostname) && /^\/[A-Za-z]\w+\/?$/.test(url.pathname)) ||
    (url.protocol === 'tg:' && url.hostname === 'resolve');
  if (!isBot) return target;
  url.searchParams.set('start', code);
  return url.href;
}
