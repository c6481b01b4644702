import { gunzipSync } from 'node:zlib';
import { describe, expect, it } from 'vitest';
import { useManage } from '../testing/use-manage.ts';

const manage = useManage();

describe('the page of the API', () => {
  it('loads scripts of this server only, none of them inline', async () => {
    const page = await manage.app.inject('/api/docs');
    expect(page.statusCode).toBe(200);
    expect(page.headers['content-type']).toBe('text/html; charset=utf-8');
    const sources = [...page.body.matchAll(/<script([^>]*)>([^<]*)/g)].map(([, attributes, inline]) => [
      attributes?.trim(),
      inline,
    ]);
    expect(sources).toEqual([
      ['src="/api/docs/scalar.js"', ''],
      ['src="/api/docs/start.js"', ''],
    ]);
    expect(page.body).not.toMatch(/https?:\/\//);
  });

  it('may talk to nobody else', async () => {
    for (const path of ['/api/docs', '/api/docs/start.js', '/api/docs/scalar.js']) {
      const { headers } = await manage.app.inject(path);
      expect(headers['content-security-policy']).toContain("default-src 'none'; script-src 'self';");
      expect(headers['content-security-policy']).toContain("connect-src 'self'");
    }
  });

  it('shows the document of this server', async () => {
    const { body } = await manage.app.inject('/api/docs/start.js');
    expect(body).toContain('"url":"/api/openapi.json"');
    expect(body).toContain('"withDefaultFonts":false');
  });

  it('has its script', async () => {
    const answers = await Promise.all([1, 2].map(() => manage.app.inject('/api/docs/scalar.js')));
    for (const { headers, rawPayload } of answers) {
      expect(headers).toMatchObject({ 'content-encoding': 'gzip', 'content-type': 'text/javascript; charset=utf-8' });
      expect(gunzipSync(rawPayload).toString()).toContain('createApiReference');
    }
  });
});
