import { isbot } from 'isbot';

/**
 * Why a visit is not counted as a person's click. Such visits get the same answer with a code that works, and are stored with the
 * reason: `head`, `prefetch`, `preview`, `bot` by what the request says of itself, `flood` and `repeat` by what came before it.
 */
export const machineReasons = ['head', 'prefetch', 'preview', 'bot', 'flood', 'repeat'] as const;
export type MachineReason = (typeof machineReasons)[number];

// Whoever fetches a link that was put into a chat, to draw its preview.
const previews =
  /TelegramBot|WhatsApp|vkShare|facebookexternalhit|meta-externalfetcher|Facebot|Twitterbot|SkypeUriPreview|Slackbot|Slack-ImgProxy|Discordbot|Viber|LinkedInBot|OdklBot|MaxBot|redditbot|Pinterestbot|Applebot|Iframely|Snapchat/i;
// The browsers inside these messengers are people: they name themselves the same way, after a whole browser.
const insideMessenger = /^Mozilla\/5\.0 \((iPhone|iPad|Linux; Android).*(Viber|Snapchat|WhatsApp)/i;

export interface VisitRequest {
  readonly verb: string;
  readonly userAgent: string | null;
  /** By their names in small letters. */
  readonly headers: Readonly<Record<string, string | string[] | undefined>>;
}

/** By the request alone. */
export function classifyVisit({ verb, userAgent, headers }: VisitRequest): MachineReason | null {
  if (verb === 'HEAD') return 'head';
  for (const name of purposeHeaders) {
    const purpose = headers[name];
    if (purpose !== undefined && /prefetch|prerender|preview/i.test(String(purpose))) return 'prefetch';
  }
  if (userAgent === null || !/\S/.test(userAgent)) return 'bot';
  return classifyAgent(userAgent);
}

const purposeHeaders = ['sec-purpose', 'purpose', 'x-purpose', 'x-moz'];

// Few user agents make most visits, and the list of bots is a long regular expression.
const knownAgents = new Map<string, MachineReason | null>();
const knownAgentsMax = 5_000;

function classifyAgent(userAgent: string): MachineReason | null {
  const known = knownAgents.get(userAgent);
  if (known !== undefined) return known;
  const reason = readAgent(userAgent);
  if (knownAgents.size === knownAgentsMax) knownAgents.clear();
  knownAgents.set(userAgent, reason);
  return reason;
}

function readAgent(userAgent: string): MachineReason | null {
  if (previews.test(userAgent) && !insideMessenger.test(userAgent)) return 'preview';
  return isbot(userAgent) ? 'bot' : null;
}
