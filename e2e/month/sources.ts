import type { Random } from '../durability/random.ts';

/** What is advertised, and by which of the eight sources people come to it. */
export const projects = {
  bot: { platform: 'telegram', kind: 'bot', bot: 'shop_bot' },
  maxBot: { platform: 'max', kind: 'bot', bot: 'id7_bot' },
  private: { platform: 'telegram', kind: 'channel', bot: 'channel_bot' },
  public: { platform: 'telegram', kind: 'channel', bot: 'channel_bot' },
  maxChannel: { platform: 'max', kind: 'channel', bot: 'id8_bot' },
} as const;
export type ProjectName = keyof typeof projects;

export const sources = [
  { name: 'Direct', project: 'bot', adSystem: 'yandex', autoApprove: null },
  { name: 'VK', project: 'bot', adSystem: 'vk', autoApprove: null },
  { name: 'MAX bot', project: 'maxBot', adSystem: 'yandex', autoApprove: null },
  { name: 'Private', project: 'private', adSystem: 'yandex', autoApprove: null },
  { name: 'Private by request', project: 'private', adSystem: 'telegram', autoApprove: 3_600 },
  { name: 'Public', project: 'public', adSystem: 'telegram', autoApprove: null },
  { name: 'MAX one', project: 'maxChannel', adSystem: 'vk', autoApprove: null },
  { name: 'MAX two', project: 'maxChannel', adSystem: 'yandex', autoApprove: null },
] as const satisfies readonly {
  readonly name: string;
  readonly project: ProjectName;
  readonly adSystem: string;
  readonly autoApprove: number | null;
}[];

/** What one visitor does, decided beforehand; days are counted from the click. */
export interface Visitor {
  readonly userId: number;
  readonly source: number;
  /** In which of the month's steps they click. */
  readonly step: number;
  readonly preview: boolean;
  readonly clicksTwice: boolean;
  /** How they go on: not at all, with their code, without it, or by a constructor that only says `auto_detect`. */
  readonly goesOn: 'not' | 'with_code' | 'code_lost' | 'auto_detect';
  readonly joinsAfterDays: number;
  readonly leavesAfterDays: number | null;
  readonly comesBackAfterDays: number | null;
  readonly startsTwice: boolean;
}

export function makeVisitors(count: number, steps: number, random: Random): Visitor[] {
  const { whole, chance } = random;
  const days = (least: number, most: number): number => whole(least * 24, most * 24) / 24;
  return Array.from({ length: count }, (_one, index) => {
    const source = whole(0, sources.length - 1);
    const isBot = sources[source]?.project === 'bot';
    const lost = chance(0.12);
    const joinsAfterDays = chance(0.15) ? days(0.5, 12) : 0;
    const leaves = chance(0.25);
    return {
      userId: 100_000 + index,
      source,
      step: whole(0, steps - 1),
      preview: chance(0.1),
      clicksTwice: chance(0.08),
      goesOn: chance(0.4) ? 'not' : !lost ? 'with_code' : isBot && chance(0.6) ? 'auto_detect' : 'code_lost',
      joinsAfterDays,
      leavesAfterDays: leaves ? joinsAfterDays + days(1, 8) : null,
      comesBackAfterDays: leaves && chance(0.3) ? joinsAfterDays + days(9, 15) : null,
      startsTwice: chance(0.05),
    };
  });
}
