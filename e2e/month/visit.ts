import type { Visitor } from './sources.ts';

const browser =
  'Mozilla/5.0 (iPhone; CPU iPhone OS 19_0 like Mac OS X) AppleWebKit/605.1.15 Version/19.0 Mobile/15E148 Safari/604.1';
const preview = 'TelegramBot (like TwitterBot)';

/** Opens a tracking link as a visitor's browser, or as what draws a preview for them. Gives where it leads. */
export async function openLink(url: string, { userId }: Visitor, by: 'person' | 'preview'): Promise<string> {
  const address = `${20 + Math.floor(userId / 65_536)}.${Math.floor(userId / 256) % 256}.${userId % 256}.7`;
  const response = await fetch(url, {
    redirect: 'manual',
    headers: { 'user-agent': by === 'person' ? browser : preview, 'x-forwarded-for': address },
  });
  await response.arrayBuffer();
  const location = response.headers.get('location');
  if (response.status !== 302 || location === null) throw new Error(`${url} answered ${response.status}`);
  return location;
}

/** What the link opens the bot with; null: it is no bot's. */
export function startCodeIn(location: string): string | null {
  return new URL(location).searchParams.get('start');
}
