import type { Page } from 'playwright-core';
import { beforeAll } from 'vitest';
import { type TestBrowser, useBrowser, type Visitor } from '../../apps/server/src/testing/browser.ts';
import { useDatabase } from '../../apps/server/src/testing/test-database.ts';
import { type TestServer, useServer } from '../../apps/server/src/testing/test-server.ts';
import { buildDashboard } from '../../scripts/build-dashboard.mjs';

export const owner = { email: 'anna@example.org', password: 'a long enough password', name: 'Анна' } as const;

interface SignedInVisitor extends Visitor {
  readonly account?: { readonly language: 'ru' | 'en'; readonly theme: 'light' | 'dark' };
}

export interface DashboardUnderTest {
  readonly server: TestServer;
  readonly browser: TestBrowser;
  /** Makes the owner by the one-time link's token. */
  makeOwner(): Promise<void>;
  /** A page of the owner, signed in, at an address of the dashboard. */
  open(path: string, visitor?: SignedInVisitor): Promise<Page>;
}

/** The built dashboard on a whole server, in a real browser. */
export function useDashboard(): DashboardUnderTest {
  // The server reads what is built when it starts.
  beforeAll(async () => {
    await buildDashboard();
  });
  const server = useServer(useDatabase(), { OTKUDA_TRUST_PROXY: '127.0.0.1' });
  const browser = useBrowser();
  return {
    server,
    browser,
    async makeOwner() {
      const token = new URL(server.setupUrl ?? '').searchParams.get('token');
      const made = await fetch(`${server.url}/api/v1/owner`, {
        method: 'POST',
        headers: { 'content-type': 'application/json', origin: server.url },
        body: JSON.stringify({ token, ...owner }),
      });
      if (made.status !== 201) throw new Error(`no owner was made: ${await made.text()}`);
    },
    async open(path, { account = { language: 'ru', theme: 'light' }, ...visitor } = {}) {
      const page = await browser.visit(undefined, visitor);
      const headers = { origin: server.url };
      const { email, password } = owner;
      const signedIn = await page.request.post(`${server.url}/api/v1/session`, { headers, data: { email, password } });
      if (signedIn.status() !== 201) throw new Error(`nobody was signed in: ${await signedIn.text()}`);
      await page.request.patch(`${server.url}/api/v1/account`, { headers, data: account });
      await page.goto(`${server.url}${path}`);
      return page;
    },
  };
}
