import type { IncomingMessage, ServerResponse } from 'node:http';
import type { Answer } from './answer.ts';

/** The path and the query of a request target, by hand: `new URL` throws on targets a broken client can send. */
export function splitTarget(target: string): { readonly pathname: string; readonly query: URLSearchParams } {
  const mark = target.indexOf('?');
  if (mark < 0) return { pathname: target, query: new URLSearchParams() };
  return { pathname: target.slice(0, mark), query: new URLSearchParams(target.slice(mark + 1)) };
}

export type ReceivedBody =
  | { readonly kind: 'body'; readonly bytes: Buffer }
  /** Above the bound; the rest was read and dropped, so that the client can read the answer. */
  | { readonly kind: 'too_large' }
  /** The client went away in the middle. */
  | { readonly kind: 'gone' };

export async function receiveBody(request: IncomingMessage, bytesMax: number): Promise<ReceivedBody> {
  const chunks: Uint8Array[] = [];
  let size = 0;
  try {
    // http gives buffers as long as no encoding is set, which nobody here does.
    for await (const chunk of request as AsyncIterable<Buffer>) {
      size += chunk.length;
      if (size <= bytesMax) chunks.push(chunk);
    }
  } catch {
    return { kind: 'gone' };
  }
  return size > bytesMax ? { kind: 'too_large' } : { kind: 'body', bytes: Buffer.concat(chunks) };
}

export function sendAnswer(response: ServerResponse, { status, headers, body }: Answer): void {
  response.writeHead(status, { ...headers, 'content-length': Buffer.byteLength(body) });
  response.end(body);
}

/** Runs the action after real milliseconds, unless the client is gone by then. */
export function afterDelay(response: ServerResponse, delayMs: number, action: () => void): void {
  const timer = setTimeout(action, delayMs);
  response.once('close', () => clearTimeout(timer));
}
