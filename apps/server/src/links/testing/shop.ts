import { createServer, type Server } from 'node:http';
import { afterAll, beforeAll } from 'vitest';

export interface Shop {
  /** Serves a page with this body, also at all addresses below its own; gives its address. */
  page(body: string): string;
  /** Serves a script; gives its address. */
  script(text: string): string;
}

/** Somebody's site, on an origin of its own. */
export function useShop(): Shop {
  const served: { readonly type: string; readonly text: string }[] = [];
  let server: Server | undefined;
  let url = '';

  beforeAll(async () => {
    server = createServer((request, response) => {
      const found = served[Number(/^\/(\d+)/.exec(request.url ?? '')?.[1])];
      response.writeHead(found === undefined ? 404 : 200, {
        'content-type': `${found?.type ?? 'text/plain'}; charset=utf-8`,
      });
      response.end(found?.text);
    });
    await new Promise<void>((resolve) => server?.listen(0, '127.0.0.1', resolve));
    const address = server.address();
    url = `http://127.0.0.1:${typeof address === 'object' ? address?.port : ''}`;
  });
  afterAll(async () => {
    server?.closeAllConnections();
    await new Promise((resolve) => server?.close(resolve));
  });

  const serve = (type: string, text: string): string => {
    served.push({ type, text });
    return `${url}/${served.length - 1}`;
  };
  return {
    page: (body) => serve('text/html', `<!doctype html><title>shop</title><link rel="icon" href="data:,">${body}`),
    script: (text) => serve('text/javascript', text),
  };
}
