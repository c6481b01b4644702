import type { Destination } from './destination.ts';
import { googleAds } from './google-ads.ts';
import { metaCapi } from './meta-capi.ts';
import { postback } from './postback.ts';
import { vkAds } from './vk-ads.ts';
import { webhook } from './webhook.ts';
import { yandexMetrica } from './yandex-metrica.ts';

/** Every advertising system there is. To add one is its file and its name here. */
export const destinations: readonly Destination[] = [yandexMetrica, vkAds, metaCapi, googleAds, postback, webhook];

export const destinationsByType: ReadonlyMap<string, Destination> = new Map(
  destinations.map((destination) => [destination.type, destination]),
);
