import { isbot } from 'isbot';

/** Why a visit is no person's. Such visits get the same answer, are stored with the reason, and are not counted. */
export const machineReasons = ['head', 'prefetch', 'preview', 'bot'] as const;
export type MachineReason = (typeof machineReasons)[number];

// Whoever fetches a link that was put into a chat, to draw its preview.
const previews =
  /TelegramBot|WhatsApp|vkShare|facebookexternalhit|Facebot|Twitterbot|SkypeUriPreview|Slackbot|Discordbot|Viber|LinkedInBot|OdklBot|MaxBot|redditbot|Applebot|Iframely/i;

export function classifyVisit(visit: {
  readonly verb: string;
  readonly userAgent: string | null;
  readonly header: (name: string) => string | undefined;
}): MachineReason | null {
  if (visit.verb === 'HEAD') return 'head';
  const purpose = [
    visit.header('sec-purpose'),
    visit.header('purpose'),
    visit.header('x-purpose'),
    visit.header('x-moz'),
  ];
  if (purpose.some((value) => value !== undefined && /prefetch|prerender|preview/i.test(value))) return 'prefetch';
  const { userAgent } = visit;
  if (userAgent === null || userAgent.trim() === '') return 'bot';
  if (previews.test(userAgent)) return 'preview';
  return isBotAgent(userAgent) ? 'bot' : null;
}

// Few user agents make most visits, and the list of bots is a long regular expression.
const knownAgents = new Map<string, boolean>();
const knownAgentsMax = 5_000;

function isBotAgent(userAgent: string): boolean {
  const known = knownAgents.get(userAgent);
  if (known !== undefined) return known;
  const bot = isbot(userAgent);
  if (knownAgents.size === knownAgentsMax) knownAgents.clear();
  knownAgents.set(userAgent, bot);
  return bot;
}
