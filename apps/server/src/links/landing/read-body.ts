import type { IncomingMessage } from 'node:http';

const bodyBytesMax = 16 * 1024;

/** What a script posted. The content type is not asked for: text needs no question of the browser before it. */
export type PostedBody =
  | { readonly kind: 'object'; readonly fields: Readonly<Record<string, unknown>> }
  | { readonly kind: 'too_large' | 'not_an_object' };

/** Rejects only where the connection ends before the body does. */
export async function readPosted(request: IncomingMessage): Promise<PostedBody> {
  const chunks: Buffer[] = [];
  let bytes = 0;
  for await (const chunk of request as AsyncIterable<Buffer>) {
    bytes += chunk.length;
    // What is too large is read to its end and thrown away, up to a point: the answer comes after it.
    if (bytes > 64 * bodyBytesMax) break;
    if (bytes <= bodyBytesMax) chunks.push(chunk);
  }
  if (bytes > bodyBytesMax) return { kind: 'too_large' };
  try {
    const value: unknown = JSON.parse(Buffer.concat(chunks).toString('utf8'));
    if (typeof value !== 'object' || value === null || Array.isArray(value)) return { kind: 'not_an_object' };
    return { kind: 'object', fields: { ...value } };
  } catch {
    return { kind: 'not_an_object' };
  }
}

/** A field that is text; what is missing, or anything else, is null. */
export function textOf(value: unknown): string | null {
  return typeof value === 'string' && value !== '' ? value : null;
}
