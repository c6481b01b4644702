/** What a link to a chat of MAX says; `no_link`: it is none of MAX's, `no_name`: it leads to no chat that can be named. */
export type MaxChatLink =
  | { readonly kind: 'chat'; readonly url: string }
  | { readonly kind: 'no_link' }
  | { readonly kind: 'no_name' };

const hosts = ['max.ru', 'www.max.ru', 'web.max.ru'];
/** First parts of a path that are no chat's name: people, posts, pages of the site. */
const reserved = ['join', 'u', 'c', 's', 'legal', 'help'];

/**
 * Reads a link to a chat as people copy it, with or without the scheme: a public name, or the invitation of a private chat. Source:
 * reference/payloads.md §9.3.
 */
export function readMaxChatLink(text: string): MaxChatLink {
  const url = asUrl(text.trim());
  if (url === null || !hosts.includes(url.hostname)) return { kind: 'no_link' };
  const path = decoded(url.pathname).replace(/\/+$/, '');
  const invitation = /^\/join\/([A-Za-z0-9_-]{8,})$/.exec(path)?.[1];
  if (invitation !== undefined) return { kind: 'chat', url: `https://max.ru/join/${invitation}` };
  const name = /^\/@?([A-Za-z][A-Za-z0-9_-]*)$/.exec(path)?.[1];
  if (name === undefined || reserved.includes(name.toLowerCase())) return { kind: 'no_name' };
  return { kind: 'chat', url: `https://max.ru/${name}` };
}

function asUrl(text: string): URL | null {
  const withScheme = /^[a-z][a-z0-9+.-]*:\/\//i.test(text) ? text : `https://${text}`;
  const url = URL.parse(withScheme);
  if (url === null || !['https:', 'http:'].includes(url.protocol)) return null;
  return url.username === '' && url.password === '' && url.port === '' ? url : null;
}

/** Pages hand an invitation over as `join%2F…`. */
function decoded(path: string): string {
  try {
    return decodeURIComponent(path);
  } catch {
    return path;
  }
}
