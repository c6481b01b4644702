import type { AdSystem } from '@otkuda/contract';
import { holdsMacro } from '../domain/macros.ts';

/** How a tracking link is put into the ads of one system. Data: the words and macros are the system's own. */
export interface AdTemplate {
  readonly adSystem: AdSystem;
  readonly title: string;
  /** Marks in the system's macros; the system fills them in when the ad is clicked. */
  readonly marks: Readonly<Record<string, string>>;
  /** Ids that the system adds to the address by itself, so that they are not written into it. */
  readonly adds: readonly string[];
  readonly help: { readonly ru: string; readonly en: string };
}

/** Sources: each system's help on tracking parameters, as far as reference/adplatforms.md §1.1 and §6.1 found it. */
export const adTemplates: readonly AdTemplate[] = [
  {
    adSystem: 'yandex',
    title: 'Яндекс Директ',
    marks: {
      utm_source: 'yandex',
      utm_medium: 'cpc',
      utm_campaign: '{campaign_id}',
      utm_content: '{ad_id}',
      utm_term: '{keyword}',
    },
    adds: ['yclid'],
    help: {
      ru: 'В ссылку объявления. yclid Директ добавляет сам; разметка ссылок для Метрики должна быть включена в кампании.',
      en: 'Into the link of the ad. Direct adds yclid by itself; tagging links for Metrica has to be on in the campaign.',
    },
  },
  {
    adSystem: 'vk',
    title: 'VK Реклама',
    marks: { utm_source: 'vk', utm_medium: 'cpc', utm_campaign: '{{campaign_id}}', utm_content: '{{banner_id}}' },
    adds: ['rb_clickid'],
    help: {
      ru: 'В ссылку объявления с целью «сайт». rb_clickid VK добавляет сам; за ссылкой-верификатором впишите rb_clickid={{clickid}}.',
      en: 'Into the link of an ad that leads to a site. VK adds rb_clickid by itself; behind a verifier write rb_clickid={{clickid}}.',
    },
  },
  {
    adSystem: 'meta',
    title: 'Meta',
    marks: {
      utm_source: 'meta',
      utm_medium: 'cpc',
      utm_campaign: '{{campaign.id}}',
      utm_content: '{{ad.id}}',
      utm_term: '{{adset.id}}',
    },
    adds: ['fbclid'],
    help: {
      ru: 'Адрес до «?» — в поле адреса, остальное — в «Параметры URL». fbclid Meta добавляет сама.',
      en: 'What stands before "?" is the website address, the rest are the URL parameters. Meta adds fbclid by itself.',
    },
  },
  {
    adSystem: 'google',
    title: 'Google Ads',
    marks: {
      utm_source: 'google',
      utm_medium: 'cpc',
      utm_campaign: '{campaignid}',
      utm_content: '{creative}',
      utm_term: '{keyword}',
    },
    adds: ['gclid', 'gbraid', 'wbraid', 'gad_source', 'gad_campaignid'],
    help: {
      ru: 'В конечный URL или в шаблон отслеживания. Автопометка должна быть включена: тогда gclid, gbraid или wbraid добавляются сами.',
      en: 'Into the final URL or the tracking template. Auto-tagging has to be on: then gclid, gbraid or wbraid are added.',
    },
  },
  {
    adSystem: 'tiktok',
    title: 'TikTok',
    marks: {
      utm_source: 'tiktok',
      utm_medium: 'cpc',
      utm_campaign: '__CAMPAIGN_ID__',
      utm_content: '__CID__',
      utm_term: '__AID__',
    },
    adds: ['ttclid'],
    help: {
      ru: 'В адрес объявления. ttclid TikTok добавляет сам, если в кампании не выключена передача идентификатора клика.',
      en: 'Into the address of the ad. TikTok adds ttclid by itself, unless passing on the click id is off in the campaign.',
    },
  },
  {
    adSystem: 'telegram',
    title: 'Telegram Ads',
    marks: { utm_source: 'telegram_ads', utm_medium: 'cpm' },
    adds: ['tgclid'],
    help: {
      ru: 'Для объявления, которое ведёт на сайт. Макросов в Telegram Ads нет: заведите ссылку на каждое объявление. tgclid добавляется сам.',
      en: 'For an ad that leads to a site. Telegram Ads has no macros: make a link for each ad. tgclid is added by itself.',
    },
  },
];

/**
 * The address to paste into the ads of a system. Marks that the link sets itself are left out of it, unless the system knows better: a macro
 * is worth more than a name. Macros stand as they are, since systems look for their braces.
 */
export function addressFor(template: AdTemplate, address: string, ownMarks: Readonly<Record<string, string>>): string {
  const marks = Object.entries(template.marks).filter(
    ([name, value]) => ownMarks[name] === undefined || holdsMacro(value),
  );
  if (marks.length === 0) return address;
  return `${address}?${marks.map(([name, value]) => `${name}=${value}`).join('&')}`;
}
