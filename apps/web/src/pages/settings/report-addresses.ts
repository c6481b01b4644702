import type { Project } from '../../api/schema.gen.ts';

export interface ReportAddress {
  readonly report: 'members' | 'tags' | 'clicks';
  readonly url: string;
}

const files = { members: 'get_chat_members.php', tags: 'get_tags.php', clicks: 'get_click_data.php' } as const;

/** Where scripts get their tables, as TGTrack's users know the addresses: those of MAX stand under `max/`. */
export function reportAddresses(base: string, platform: Project['platform'], key: string): readonly ReportAddress[] {
  const folder = platform === 'max' ? 'max/api/' : 'api/';
  return (['members', 'tags', 'clicks'] as const).map((report) => {
    const address = new URL(`${folder}${files[report]}`, base);
    address.searchParams.set('apiKey', key);
    return { report, url: address.href };
  });
}
