import type { Platform } from '@otkuda/contract';
import type { BotRow } from './bot.ts';

const prefix = '/messengers';

/** Where the messenger posts a bot's updates. Nobody can guess the end of it. */
export function hookUrl(publicUrl: string, { platform, hook_path }: Pick<BotRow, 'platform' | 'hook_path'>): string {
  return `${publicUrl}${prefix}/${platform}/${hook_path}`;
}

/** Whether an address is one of ours for this bot, also under an earlier PUBLIC_URL. */
export function isOwnHook(url: string, { platform, hook_path }: Pick<BotRow, 'platform' | 'hook_path'>): boolean {
  return url.endsWith(`${prefix}/${platform}/${hook_path}`);
}

export const hookRoute = `${prefix}/:platform/:path`;

const ports: Readonly<Record<Platform, (port: number) => boolean>> = {
  telegram: (port) => [80, 88, 443, 8443].includes(port),
  // Source: reference/payloads.md §9.4.
  max: (port) => [80, 443, 8080, 8443].includes(port) || (port >= 16_384 && port <= 32_383),
};

/** Whether a messenger can post to this base address: https, at one of its ports, and not only of this machine or this net. */
export function takesHooks(publicUrl: string, platform: Platform): boolean {
  const { protocol, hostname, port } = new URL(publicUrl);
  if (protocol !== 'https:' || !ports[platform](port === '' ? 443 : Number(port))) return false;
  if (/^\[|^localhost$|\.(local|localhost|internal|lan)$/i.test(hostname) || !hostname.includes('.')) return false;
  return !/^(0|10|127|169\.254|192\.168|172\.(1[6-9]|2\d|3[01])|100\.(6[4-9]|[7-9]\d|1[01]\d|12[0-7]))\./.test(
    hostname,
  );
}
