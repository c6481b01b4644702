import { crc32, deflateSync } from 'node:zlib';
import { encode } from 'uqr';

/** Modules of light around the code: readers need four. */
const quietModules = 4;

/** The dark modules of an address, rows of columns, with the light border around them. A quarter of them may be unreadable in print. */
function modulesOf(address: string): readonly (readonly boolean[])[] {
  return encode(address, { ecc: 'M', border: quietModules }).data;
}

/** Scales to any size: one path of squares, a run of dark modules each. */
export function qrSvg(address: string, sizePx: number): string {
  const rows = modulesOf(address);
  const runs = rows.flatMap((row, y) => runsOf(row).map(({ x, length }) => `M${x} ${y}h${length}v1h-${length}z`));
  const side = rows.length;
  return (
    `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 ${side} ${side}" width="${sizePx}" height="${sizePx}" shape-rendering="crispEdges">` +
    `<path fill="#fff" d="M0 0h${side}v${side}h-${side}z"/><path d="${runs.join('')}"/></svg>\n`
  );
}

function runsOf(row: readonly boolean[]): { readonly x: number; readonly length: number }[] {
  const runs: { x: number; length: number }[] = [];
  for (const [x, dark] of row.entries()) {
    const last = runs.at(-1);
    if (!dark) continue;
    if (last !== undefined && last.x + last.length === x) last.length += 1;
    else runs.push({ x, length: 1 });
  }
  return runs;
}

/** Black and white, one bit a pixel (PNG, ISO 15948). Modules are whole pixels, so the picture is at least as large as was asked for. */
export function qrPng(address: string, sizePx: number): Buffer {
  const rows = modulesOf(address);
  const scale = Math.max(1, Math.ceil(sizePx / rows.length));
  const side = rows.length * scale;
  const lines = rows.flatMap((row) => Array<Buffer>(scale).fill(lineOf(row, scale)));
  const head = Buffer.alloc(13);
  head.writeUInt32BE(side, 0);
  head.writeUInt32BE(side, 4);
  head.set([1, 0, 0, 0, 0], 8); // one bit of grey; the usual compression and filters; not interlaced
  return Buffer.concat([
    Buffer.from([0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a]),
    chunk('IHDR', head),
    chunk('IDAT', deflateSync(Buffer.concat(lines))),
    chunk('IEND', Buffer.alloc(0)),
  ]);
}

/** A filter byte (none), then eight pixels a byte, a set bit is white; what is left of the last byte is white too. */
function lineOf(row: readonly boolean[], scale: number): Buffer {
  const line = Buffer.alloc(1 + Math.ceil((row.length * scale) / 8), 0xff);
  line[0] = 0;
  for (let x = 0; x < row.length * scale; x += 1) {
    if (row[Math.floor(x / scale)] !== true) continue;
    const at = 1 + (x >> 3);
    line[at] = (line[at] ?? 0) & ~(0x80 >> (x & 7));
  }
  return line;
}

function chunk(type: string, data: Buffer): Buffer {
  const named = Buffer.concat([Buffer.from(type, 'latin1'), data]);
  const framed = Buffer.alloc(named.length + 8);
  framed.writeUInt32BE(data.length, 0);
  named.copy(framed, 4);
  framed.writeUInt32BE(crc32(named), named.length + 4);
  return framed;
}
