import type { ProjectName } from './sources.ts';
import { projects, sources } from './sources.ts';
import type { Counts } from './truth.ts';

export const adminToken = 'the-admin-token-of-the-month';

export interface Office {
  readonly projectIds: Readonly<Record<ProjectName, string>>;
  /** Tracking links in the order of the sources. */
  readonly links: readonly { readonly id: string; readonly url: string }[];
  /** A key of the bot's project, for its constructor. */
  readonly key: string;
}

/** Calls the management API; throws where it does not succeed. */
export async function manage<T>(url: string, verb: string, path: string, body?: unknown): Promise<T> {
  const response = await fetch(`${url}/api/v1${path}`, {
    method: verb,
    headers: { authorization: `Bearer ${adminToken}`, 'content-type': 'application/json' },
    ...(body === undefined ? {} : { body: JSON.stringify(body) }),
  });
  if (!response.ok) throw new Error(`${verb} ${path} → ${response.status} ${await response.text()}`);
  return (await response.json()) as T;
}

/** Makes the projects, keys and links as an owner does. */
export async function setUpOffice(
  url: string,
  given: Readonly<
    Record<ProjectName, { readonly token: string; readonly chatId?: string; readonly chatLink?: string }>
  >,
): Promise<Office> {
  const ids: Partial<Record<ProjectName, string>> = {};
  for (const [name, { platform, kind, bot }] of Object.entries(projects) as [
    ProjectName,
    (typeof projects)[ProjectName],
  ][]) {
    const { token, chatId, chatLink } = given[name];
    const username = kind === 'bot' ? { username: bot } : {};
    const chat = chatId === undefined ? {} : { chat_id: chatId };
    const body = { platform, kind, title: name, messenger_token: token, ...username, ...chat };
    const { id } = await manage<{ id: string }>(url, 'POST', '/projects', body);
    if (chatLink !== undefined) await manage(url, 'PATCH', `/projects/${id}`, { chat_link: chatLink });
    const hop = name === 'public' ? { bot_hop: true } : {};
    await manage(url, 'PATCH', `/projects/${id}/messenger`, { long_polling: true, ...hop });
    ids[name] = id;
  }
  const projectIds = ids as Record<ProjectName, string>;
  const links: { id: string; url: string }[] = [];
  for (const { name, project, adSystem, autoApprove } of sources) {
    const body = { name, ad_system: adSystem, auto_approve: autoApprove };
    links.push(await manage(url, 'POST', `/projects/${projectIds[project]}/links`, body));
  }
  const limits = { per_second: 0, per_hour: 0, per_day: 0 };
  const { key } = await manage<{ key: string }>(url, 'POST', `/projects/${projectIds.bot}/keys`, { limits });
  return { projectIds, links, key };
}

interface SourcesReport {
  readonly rows: readonly {
    readonly kind: string;
    readonly keys: readonly { readonly value: string | null }[];
    readonly figures: Counts;
  }[];
}

/** What the report of sources says of each link's certain part, and of what has no source. */
export async function readReport(
  url: string,
  projectId: string,
  days: { readonly from: string; readonly to: string },
): Promise<{ readonly exact: ReadonlyMap<string, Counts>; readonly organic: Counts | null }> {
  const query = `from=${days.from}&to=${days.to}&group_by=link,exactness`;
  const { rows } = await manage<SourcesReport>(url, 'GET', `/projects/${projectId}/reports/sources?${query}`);
  const exact = new Map<string, Counts>();
  let organic: Counts | null = null;
  for (const { kind, keys, figures } of rows) {
    const { clicks, machine_clicks, starts, joins, subscribers, leaves } = figures;
    const counts = { clicks, machine_clicks, starts, joins, subscribers, leaves };
    const [link, exactness] = keys.map(({ value }) => value);
    if (kind === 'organic') organic = counts;
    else if (exactness === 'exact' && typeof link === 'string') exact.set(link, counts);
  }
  return { exact, organic };
}
