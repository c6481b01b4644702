import type { Destination } from './destination.ts';
import { postback } from './postback.ts';
import { webhook } from './webhook.ts';
import { yandexMetrica } from './yandex-metrica.ts';

/** Every advertising system there is. To add one is its file and its name here. */
export const destinations: readonly Destination[] = [yandexMetrica, postback, webhook];

export const destinationsByType: ReadonlyMap<string, Destination> = new Map(
  destinations.map((destination) => [destination.type, destination]),
);
