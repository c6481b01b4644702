import type { Texts } from '../text/text.ts';

export const destinationTypes = {
  yandex_metrica: { ru: 'Яндекс Метрика', en: 'Yandex Metrica' },
  vk_ads: { ru: 'VK Реклама', en: 'VK Ads' },
  meta_capi: { ru: 'Meta Conversions API', en: 'Meta Conversions API' },
  google_ads: { ru: 'Google Ads', en: 'Google Ads' },
  postback: { ru: 'Постбэк', en: 'Postback' },
  webhook: { ru: 'Вебхук', en: 'Webhook' },
} satisfies Texts;
