import type { Texts } from '../text/text.ts';

export const adSystems = {
  yandex: { ru: 'Яндекс', en: 'Yandex' },
  vk: { ru: 'VK Реклама', en: 'VK Ads' },
  meta: { ru: 'Meta', en: 'Meta' },
  google: { ru: 'Google', en: 'Google' },
  tiktok: { ru: 'TikTok', en: 'TikTok' },
  telegram: { ru: 'Telegram Ads', en: 'Telegram Ads' },
  other: { ru: 'Другая', en: 'Other' },
} satisfies Texts;
