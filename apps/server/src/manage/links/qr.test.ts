import { createRequire } from 'node:module';
import { inflateSync } from 'node:zlib';
import { beforeAll, describe, expect, it } from 'vitest';
import { type SampleProject, sampleProject } from '../testing/sample-project.ts';
import { useManage } from '../testing/use-manage.ts';
import { qrPng, qrSvg } from './qr-code.ts';

// A CommonJS module whose types say otherwise.
const { default: readQr } = createRequire(import.meta.url)('jsqr') as typeof import('jsqr');

const manage = useManage();
let project: SampleProject;
beforeAll(async () => {
  project = await sampleProject(manage);
});

interface Pixels {
  readonly side: number;
  /** Whether a pixel is dark. */
  readonly isDark: (x: number, y: number) => boolean;
}

/** Reads what a phone would read. */
function textIn({ side, isDark }: Pixels): string | undefined {
  const rgba = new Uint8ClampedArray(side * side * 4);
  for (let at = 0; at < side * side; at += 1) {
    const light = isDark(at % side, Math.floor(at / side)) ? 0 : 255;
    rgba.set([light, light, light, 255], at * 4);
  }
  return readQr(rgba, side, side)?.data;
}

function pixelsOfPng(png: Buffer): Pixels {
  const side = png.readUInt32BE(16);
  const data = inflateSync(png.subarray(png.indexOf('IDAT') + 4, png.indexOf('IEND') - 8));
  const line = 1 + Math.ceil(side / 8);
  return { side, isDark: (x, y) => ((data[y * line + 1 + (x >> 3)] ?? 0) & (0x80 >> (x & 7))) === 0 };
}

function pixelsOfSvg(svg: string): Pixels {
  const scale = 4;
  const side = Number(/viewBox="0 0 (\d+)/.exec(svg)?.[1]) * scale;
  const dark = new Set<string>();
  for (const [, x, y, length] of svg.matchAll(/M(\d+) (\d+)h(\d+)v1h-\d+z/g)) {
    for (let n = 0; n < Number(length); n += 1) dark.add(`${Number(x) + n} ${y}`);
  }
  return { side, isDark: (x, y) => dark.has(`${Math.floor(x / scale)} ${Math.floor(y / scale)}`) };
}

describe('the QR code of a link', () => {
  it.each(['https://go.test/a', `https://go.test/${'x'.repeat(300)}?utm_source=лето`])(
    'reads as its address: %.30s',
    (address) => {
      expect(textIn(pixelsOfPng(qrPng(address, 300)))).toBe(address);
      expect(textIn(pixelsOfSvg(qrSvg(address, 300)))).toBe(address);
    },
  );

  it('comes as SVG, or as a PNG of the size that was asked for', async () => {
    const path = `${project.path}/links/${project.linkId}`;
    const { url, code } = await manage.done('GET', path);
    const svg = await manage.call('GET', `${path}/qr`);
    expect([svg.status, svg.headers['content-type']]).toEqual([200, expect.stringContaining('image/svg+xml')]);
    expect(textIn(pixelsOfSvg(svg.text))).toBe(url);
    const png = await manage.app.inject({
      url: `/api/v1${path}/qr?format=png&size=1000`,
      headers: { authorization: 'Bearer a-token-of-the-tests' },
    });
    expect(png.headers).toMatchObject({
      'content-type': 'image/png',
      'content-disposition': `inline; filename="${code}.png"`,
    });
    const pixels = pixelsOfPng(png.rawPayload);
    expect(pixels.side).toBeGreaterThanOrEqual(1000);
    expect(pixels.side).toBeLessThan(1050);
    expect(textIn(pixels)).toBe(url);
  });

  it.each([
    ['format=gif', 'format'],
    ['size=10', 'size'],
    ['size=1e9', 'size'],
  ])('is not made by %s', async (query, field) => {
    const { status, body } = await manage.call('GET', `${project.path}/links/${project.linkId}/qr?${query}`);
    expect([status, body.errors]).toMatchObject([400, [{ field }]]);
  });
});
