import type { Link } from '../../api/schema.gen.ts';

/** What each ad system fills in by itself when somebody clicks. Sources: docs of the systems, as in docs/ru/guides. */
const macros: Readonly<Partial<Record<NonNullable<Link['ad_system']>, string>>> = {
  yandex:
    'utm_source=yandex&utm_medium=cpc&utm_campaign={campaign_id}&utm_content={ad_id}&utm_term={keyword}&yclid={yclid}',
  vk: 'utm_source=vk&utm_medium=cpc&utm_campaign={{campaign_id}}&utm_content={{banner_id}}&rb_clickid={{click_id}}',
  meta: 'utm_source=meta&utm_medium=cpc&utm_campaign={{campaign.id}}&utm_content={{ad.id}}',
  google: 'utm_source=google&utm_medium=cpc&utm_campaign={campaignid}&utm_content={creative}&utm_term={keyword}',
  tiktok: 'utm_source=tiktok&utm_medium=cpc&utm_campaign=__CAMPAIGN_ID__&utm_content=__CID__',
};

/** The address to paste into the ad system; null where nothing would be filled in. */
export function templateFor({ url, ad_system }: Pick<Link, 'url' | 'ad_system'>): string | null {
  const query = ad_system === null ? undefined : macros[ad_system];
  return query === undefined ? null : `${url}?${query}`;
}
