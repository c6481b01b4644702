import type { Payload } from './method.ts';

export type PayloadReading =
  | { readonly ok: true; readonly payload: Payload }
  | { readonly ok: false; readonly error: 'unsupportedMediaType'; readonly details: string };

/**
 * Reads a body as senders really send it: JSON whatever the header says, JSON in a string, forms. Only a content type that is
 * neither JSON, text nor form, with a body that cannot be read, is refused. Source: reference of senders' payloads, findings.
 */
export async function readPayload(body: Buffer, contentType: string | null): Promise<PayloadReading> {
  const text = withoutMark(body.toString('utf8'));
  const json = parsed(text);
  if (json !== undefined) return { ok: true, payload: { json, text } };
  if (text.trim() === '') return { ok: true, payload: { json: {}, text: '' } };
  const type = contentType?.split(';', 1)[0]?.replaceAll(' ', '').toLowerCase() ?? '';
  if (type === 'application/x-www-form-urlencoded') return { ok: true, payload: { json: readForm(text), text } };
  if (type === 'multipart/form-data') {
    const fields = await readMultipart(body, contentType ?? '');
    if (fields !== null) return { ok: true, payload: { json: fields, text } };
  }
  if (isReadable(type)) return { ok: true, payload: { json: undefined, text } };
  const details = `content type ${JSON.stringify(type.slice(0, 60))}: JSON, text or a form was expected, and the body is no JSON`;
  return { ok: false, error: 'unsupportedMediaType', details };
}

function isReadable(type: string): boolean {
  return type === '' || type.startsWith('text/') || /(^|[/+])json$/.test(type) || type.includes('form');
}

function withoutMark(text: string): string {
  return text.charCodeAt(0) === 0xfeff ? text.slice(1) : text;
}

/** A JSON string that itself holds a JSON object is what SaleBot makes of a quoted variable. */
function parsed(text: string): unknown {
  const json = parseOrUndefined(text);
  if (typeof json !== 'string') return json;
  const inner = parseOrUndefined(json);
  return typeof inner === 'object' && inner !== null ? inner : json;
}

function parseOrUndefined(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

function readForm(text: string): Record<string, string> {
  return fieldsOf(new URLSearchParams(text));
}

async function readMultipart(body: Buffer, contentType: string): Promise<Record<string, string> | null> {
  try {
    const response = new Response(new Uint8Array(body), { headers: { 'content-type': contentType } });
    const form = await response.formData();
    return fieldsOf([...form].filter((field): field is [string, string] => typeof field[1] === 'string'));
  } catch {
    return null;
  }
}

function fieldsOf(pairs: Iterable<[string, string]>): Record<string, string> {
  const fields: Record<string, string> = Object.create(null);
  for (const [name, value] of pairs) fields[name] ??= value;
  return fields;
}
