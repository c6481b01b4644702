import { createServer, type Server } from 'node:http';
import { afterAll, beforeAll } from 'vitest';

export interface Shop {
  /** Serves a page with this body; gives its address. */
  page(body: string): string;
}

/** Somebody's site, on an origin of its own. */
export function useShop(): Shop {
  const pages: string[] = [];
  let server: Server | undefined;
  let url = '';

  beforeAll(async () => {
    server = createServer((request, response) => {
      const body = pages[Number(/^\/(\d+)/.exec(request.url ?? '')?.[1])];
      response.writeHead(body === undefined ? 404 : 200, { 'content-type': 'text/html; charset=utf-8' });
      response.end(`<!doctype html><title>shop</title><link rel="icon" href="data:,">${body ?? ''}`);
    });
    await new Promise<void>((resolve) => server?.listen(0, '127.0.0.1', resolve));
    const address = server.address();
    url = `http://127.0.0.1:${typeof address === 'object' ? address?.port : ''}`;
  });
  afterAll(async () => {
    server?.closeAllConnections();
    await new Promise((resolve) => server?.close(resolve));
  });

  return {
    page(body) {
      pages.push(body);
      return `${url}/${pages.length - 1}`;
    },
  };
}
