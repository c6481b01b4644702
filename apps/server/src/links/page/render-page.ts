import { pageScript, settingsName } from '@otkuda/snippet';
import { languageOf, textsIn } from './texts.ts';

export interface PageContent {
  readonly acceptLanguage: string | undefined;
  readonly nonce: string;
  /** Where the visitor goes on to. */
  readonly to: string;
  /** The same for Telegram's app; null: there is no such address. */
  readonly app: string | null;
  /** The counter of Yandex Metrica; null: nobody is asked anything. */
  readonly counter: string | null;
  readonly goal: string | null;
  /** Where the ClientID is told. */
  readonly learn: string;
  readonly link: string;
  readonly click: string;
}

const style = `*{box-sizing:border-box}body{margin:0;min-height:100svh;display:grid;place-items:center;padding:24px;
font:17px/1.45 system-ui,sans-serif;color:#1c1e21;background:#f6f7f9;text-align:center}main{width:100%;max-width:360px}
h1{font-size:22px;line-height:1.25;font-weight:600;margin:0 0 8px}p{margin:0 0 24px;color:#5b616b;text-wrap:balance}
a{display:block;padding:15px 24px;border-radius:14px;background:#1668c7;color:#fff;font-weight:600;text-decoration:none}
a:focus-visible{outline:3px solid #8fc0ff;outline-offset:3px}
@media(prefers-color-scheme:dark){body{color:#eceef1;background:#14161a}p{color:#a3aab5}a{background:#3d8bea}}`.replaceAll(
  '\n',
  '',
);

/**
 * The page between a tracking link and the messenger. Without scripts it goes on by itself as well, and there is a button whatever
 * happens; nothing is loaded but Metrica's own script.
 */
export function renderPage(content: PageContent): string {
  const { nonce, to, acceptLanguage, ...settings } = content;
  const language = languageOf(acceptLanguage);
  const texts = textsIn(language);
  const messenger = messengerOf(to);
  const target = escaped(to);
  const script = pageScript.replace(settingsName, () => inScript({ to, ...settings }));
  return `<!doctype html>
<html lang="${language}"><head><meta charset="utf-8"><meta name="viewport" content="width=device-width,initial-scale=1">
<meta name="robots" content="noindex"><title>${texts.title}</title><style nonce="${nonce}">${style}</style>
<noscript><meta http-equiv="refresh" content="0;url=${target}"></noscript></head>
<body><main><h1>${texts.opening[messenger]}</h1><p>${texts.hint}</p><a href="${target}" rel="noreferrer">${texts.button[messenger]}</a></main>
<script nonce="${nonce}">${script}</script></body></html>
`;
}

function messengerOf(to: string): 'telegram' | 'max' | 'other' {
  if (to.startsWith('tg:')) return 'telegram';
  const host = URL.parse(to)?.hostname ?? '';
  if (['t.me', 'telegram.me', 'telegram.dog'].includes(host)) return 'telegram';
  return host === 'max.ru' ? 'max' : 'other';
}

function escaped(text: string): string {
  return text.replace(/[&<>"']/g, (letter) => `&#${letter.charCodeAt(0)};`);
}

/** Nothing in it can end the script, or be read as HTML. */
function inScript(value: object): string {
  return JSON.stringify(value).replace(
    /[<>&\u2028\u2029]/g,
    (letter) => `\\u${letter.charCodeAt(0).toString(16).padStart(4, '0')}`,
  );
}

const metricaHosts = 'https://mc.yandex.ru https://mc.yandex.com';

/** Only this page's own script and style, and, where there is a counter, what Metrica needs (its hosts, by its documentation). */
export function contentPolicy(nonce: string, hasCounter: boolean): string {
  const metrica = (sources: string): string => (hasCounter ? ` ${sources}` : '');
  return [
    `default-src 'none'`,
    `script-src 'nonce-${nonce}'${metrica(`${metricaHosts} https://yastatic.net`)}`,
    `style-src 'nonce-${nonce}'`,
    ...(hasCounter ? [`img-src ${metricaHosts}`, `frame-src ${metricaHosts}`, `child-src blob: ${metricaHosts}`] : []),
    `connect-src 'self'${metrica(`${metricaHosts} wss://mc.yandex.ru wss://mc.yandex.com`)}`,
    `base-uri 'none'`,
    `form-action 'none'`,
    `frame-ancestors 'none'`,
  ].join('; ');
}
