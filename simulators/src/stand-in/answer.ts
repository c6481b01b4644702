/** An HTTP answer as a value: decided first, so that a fault can still withhold, delay or replace it. */
export interface Answer {
  readonly status: number;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: string | Uint8Array;
}

/** An answer with a JSON body. */
export function jsonAnswer(status: number, value: unknown, headers: Readonly<Record<string, string>> = {}): Answer {
  return { status, headers: { 'content-type': 'application/json', ...headers }, body: JSON.stringify(value) };
}

/** What stands in front of a platform says where the platform says nothing. */
export const proxyPage: Answer = {
  status: 502,
  headers: { 'content-type': 'text/html; charset=utf-8' },
  body: '<html><head><title>502 Bad Gateway</title></head><body><h1>502 Bad Gateway</h1></body></html>\n',
};
