import type { PlatformRequest } from '../stand-in/stand-in.ts';

export type ReadPostback =
  | { readonly ok: true; readonly fields: Readonly<Record<string, string>> }
  | { readonly ok: false; readonly status: number; readonly error: string };

/** Keitaro's words for the state of a conversion. Source: adplatforms.md §6.3. */
const statuses: ReadonlySet<string> = new Set(['lead', 'sale', 'rejected', 'rebill']);

/** Reads a postback as a tracker does: fields from the query, or from a form or JSON that was posted. */
export function readPostback(request: PlatformRequest, clicks: ReadonlySet<string>): ReadPostback {
  const { method, query } = request;
  if (method !== 'GET' && method !== 'POST') return refused(405, 'GET or POST');
  const posted = method === 'POST' ? readBody(request) : {};
  if (posted === null) return refused(400, 'the body cannot be read');
  const fields = { ...Object.fromEntries(query), ...posted };
  const { subid = '', status = '', payout = '', currency = '' } = fields;
  if (subid === '') return refused(400, 'subid is missing');
  if (!clicks.has(subid)) return refused(404, `there is no click ${subid}`);
  if (!statuses.has(status)) return refused(400, `status ${status} is not known`);
  if (!/^(-?\d+(\.\d+)?)?$/.test(payout)) return refused(400, 'payout is no sum');
  if (!/^([A-Z]{3})?$/.test(currency)) return refused(400, 'currency is no code');
  return { ok: true, fields };
}

function refused(status: number, error: string): ReadPostback {
  return { ok: false, status, error };
}

function readBody({ headers, body }: PlatformRequest): Readonly<Record<string, string>> | null {
  const text = body.toString('utf8');
  if (text === '') return {};
  switch (headers['content-type']) {
    case 'application/x-www-form-urlencoded':
      return Object.fromEntries(new URLSearchParams(text));
    case 'application/json':
      return readJson(text);
    default:
      return null;
  }
}

function readJson(text: string): Readonly<Record<string, string>> | null {
  try {
    const value: unknown = JSON.parse(text);
    if (typeof value !== 'object' || value === null) return null;
    return Object.fromEntries(
      Object.entries(value).map(([name, field]) => [name, field === null ? '' : String(field)]),
    );
  } catch {
    return null;
  }
}
