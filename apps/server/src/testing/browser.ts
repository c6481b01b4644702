import { mkdir } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type Browser, type BrowserContext, chromium, type Page } from 'playwright-core';
import { afterAll, afterEach, beforeAll, inject } from 'vitest';
import { browserLaunch } from './chromium.ts';

export interface Visitor {
  /** Of the browser, as `ru-RU`. */
  readonly language?: 'ru-RU' | 'en-US';
  readonly width?: number;
  readonly height?: number;
  readonly scheme?: 'light' | 'dark';
  /** A touch screen of a phone's density. */
  readonly phone?: boolean;
  readonly timeZone?: string;
  /** Unless given, the browser says that nobody looks at it, and counts as a machine. */
  readonly userAgent?: string;
  /** False: pages run no scripts. */
  readonly scripts?: boolean;
}

export interface TestBrowser {
  /** A page of a visitor of its own, with nothing stored; at `url` where one is given. It is closed after the test. */
  visit(url?: string, visitor?: Visitor): Promise<Page>;
  /** What pages of this test complained of so far: errors of scripts, of the console, of the content policy. */
  readonly complaints: readonly string[];
  /** Takes the whole page as `<folder>/<name>.png`; the folder is `OTKUDA_TEST_SCREENSHOTS`, or one below the system's temporary folder. */
  screenshot(page: Page, name: string): Promise<string>;
}

const phone: Visitor = { width: 390, height: 844, phone: true };
const desk: Visitor = { width: 1440, height: 900 };

/** The two screens that pages have to work on. */
export const screens = { phone, desk } as const;

/** One real browser for the test file. A test that fails leaves a screenshot of each open page and says where. */
export function useBrowser(): TestBrowser {
  let browser: Browser | undefined;
  const contexts: BrowserContext[] = [];
  let complaints: string[] = [];

  beforeAll(async () => {
    // As root there is no sandbox, and Playwright asks for none; the pages are the tests' own.
    browser = await chromium.launch({ ...(await browserLaunch(inject('runDirectory'))), chromiumSandbox: false });
  });

  afterEach(async ({ task }) => {
    if (task.result?.state === 'fail') {
      const pages = contexts.flatMap((context) => context.pages());
      for (const [index, page] of pages.entries()) await keepEvidence(page, `failed-${task.id}-${index}`);
    }
    complaints = [];
    await Promise.all(contexts.splice(0).map((context) => context.close()));
  });

  afterAll(async () => {
    await browser?.close();
  });

  return {
    get complaints() {
      return complaints;
    },
    async visit(url, visitor = {}) {
      if (browser === undefined) throw new Error('the browser exists only inside tests and hooks');
      const context = await browser.newContext({
        locale: visitor.language ?? 'ru-RU',
        viewport: { width: visitor.width ?? 1440, height: visitor.height ?? 900 },
        colorScheme: visitor.scheme ?? 'light',
        timezoneId: visitor.timeZone ?? 'Europe/Moscow',
        reducedMotion: 'reduce',
        javaScriptEnabled: visitor.scripts ?? true,
        ...(visitor.userAgent === undefined ? {} : { userAgent: visitor.userAgent }),
        ...(visitor.phone ? { hasTouch: true, isMobile: true, deviceScaleFactor: 2 } : {}),
      });
      contexts.push(context);
      context.setDefaultTimeout(60_000);
      const page = await context.newPage();
      const own = complaints;
      page.on('pageerror', (error) => own.push(error.message));
      page.on('console', (message) => {
        if (message.type() === 'error') own.push(message.text());
      });
      if (url !== undefined) await page.goto(url);
      return page;
    },
    screenshot,
  };
}

async function screenshot(page: Page, name: string): Promise<string> {
  const folder = process.env.OTKUDA_TEST_SCREENSHOTS ?? join(tmpdir(), 'otkuda-screenshots');
  await mkdir(folder, { recursive: true });
  const path = join(folder, `${name}.png`);
  await page.screenshot({ path, fullPage: true });
  return path;
}

async function keepEvidence(page: Page, name: string): Promise<void> {
  const path = await screenshot(page, name).catch((error: unknown) => `none: ${String(error)}`);
  process.stderr.write(`screenshot of ${page.url()}: ${path}\n`);
}
