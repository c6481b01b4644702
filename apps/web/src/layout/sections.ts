import type { IconName } from '../parts/icon.tsx';
import type { Text } from '../text/text.ts';
import { navigation } from '../texts/navigation.ts';

/** The pages of a project, in the order of the rail. `key` goes there after `g`. */
export const sections = [
  { to: '/p/$project/overview', name: navigation.overview, icon: 'overview', key: 'o', group: 'data', onPhone: true },
  { to: '/p/$project/sources', name: navigation.sources, icon: 'sources', key: 's', group: 'data', onPhone: true },
  { to: '/p/$project/audience', name: navigation.audience, icon: 'people', key: 'a', group: 'data', onPhone: true },
  {
    to: '/p/$project/retention',
    name: navigation.retention,
    icon: 'retention',
    key: 'r',
    group: 'data',
    onPhone: false,
  },
  { to: '/p/$project/funnel', name: navigation.funnel, icon: 'funnel', key: 'f', group: 'data', onPhone: false },
  { to: '/p/$project/links', name: navigation.links, icon: 'link', key: 'l', group: 'setup', onPhone: false },
  {
    to: '/p/$project/conversions',
    name: navigation.conversions,
    icon: 'send',
    key: 'c',
    group: 'setup',
    onPhone: false,
  },
  { to: '/p/$project/requests', name: navigation.requests, icon: 'requests', key: 'q', group: 'setup', onPhone: true },
  {
    to: '/p/$project/integrations',
    name: navigation.integrations,
    icon: 'plug',
    key: 'i',
    group: 'setup',
    onPhone: false,
  },
  { to: '/p/$project/settings', name: navigation.settings, icon: 'settings', key: 't', group: 'setup', onPhone: false },
] as const satisfies readonly SectionLike[];

interface SectionLike {
  readonly to: string;
  readonly name: Text;
  readonly icon: IconName;
  readonly key: string;
  readonly group: 'data' | 'setup';
  readonly onPhone: boolean;
}

export type Section = (typeof sections)[number];
