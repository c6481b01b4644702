import type { Page } from 'playwright-core';

export const phoneAgent =
  'Mozilla/5.0 (Linux; Android 15; Pixel 9) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/150.0.0.0 Mobile Safari/537.36';

/** What pages asked of Yandex Metrica so far: counter, method, and the texts given along. */
export type AskedOfMetrica = ReadonlyArray<readonly unknown[]>;

/** Yandex Metrica as pages see it: takes over the queue that pages keep until it is there, knows the visitor, answers goals. */
export const metricaScript = `{
  const queue = window.ym?.a ?? [];
  window.ym = (counter, method, ...rest) => {
    window.tellAsked([counter, method, ...rest.filter((one) => typeof one === 'string')]);
    if (method === 'getClientID') rest[0]('1710232430899999999');
    if (method === 'reachGoal') rest[2]?.();
  };
  for (const call of queue) window.ym(...call);
}`;

export const metricaTag = 'https://mc.yandex.ru/metrika/tag.js';

/** Serves the stand-in at Metrica's own address; gives what is asked of it. */
export async function withMetrica(page: Page): Promise<AskedOfMetrica> {
  const asked: unknown[][] = [];
  await page.exposeFunction('tellAsked', (call: unknown[]) => asked.push(call));
  await page.route(metricaTag, (route) => route.fulfill({ contentType: 'text/javascript', body: metricaScript }));
  return asked;
}

/** Addresses that scripts of the page tried to go to, apps included, which this browser has none of. */
export async function triedBy(page: Page): Promise<readonly string[]> {
  const tried: string[] = [];
  const session = await page.context().newCDPSession(page);
  session.on('Page.frameRequestedNavigation', ({ url }) => tried.push(url));
  await session.send('Page.enable');
  return tried;
}

/** Nothing leaves the machine: messengers answer with an empty page, whatever else there is does not answer. */
export async function keepInside(page: Page): Promise<void> {
  await page.route(/^https?:\/\/(?!127\.0\.0\.1)/, (route) => route.abort());
  await page.route(/^https:\/\/(t\.me|telegram\.me|max\.ru)\//, (route) =>
    route.fulfill({ contentType: 'text/html', body: '<title>messenger</title>' }),
  );
}
