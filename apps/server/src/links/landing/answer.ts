import type { ServerResponse } from 'node:http';

/** Any page may call: what it learns is where its own visitor goes, and no cookie is sent or looked at. */
const fromAnywhere = {
  'access-control-allow-origin': '*',
  'access-control-allow-headers': 'content-type',
  'access-control-allow-methods': 'POST',
  'access-control-max-age': '86400',
  'cross-origin-resource-policy': 'cross-origin',
  'cache-control': 'no-store',
};

export function answerJson(response: ServerResponse, status: number, body: object): void {
  response.writeHead(status, { ...fromAnywhere, 'content-type': 'application/json; charset=utf-8' });
  response.end(JSON.stringify(body));
}

export function answerNothing(response: ServerResponse): void {
  response.writeHead(204, fromAnywhere);
  response.end();
}

/** Names the field, as everywhere. */
export function answerRefusal(response: ServerResponse, status: number, field: string, expected: string): void {
  answerJson(response, status, { error: `${field}: ${expected}` });
}
