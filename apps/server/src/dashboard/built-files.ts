import { createHash } from 'node:crypto';
import { readdir, readFile } from 'node:fs/promises';
import { extname, join, relative } from 'node:path';

/** A file of the built dashboard, with what it is when compressed. */
export interface BuiltFile {
  readonly type: string;
  readonly etag: string;
  readonly content: Buffer;
  readonly gzip: Buffer | null;
  readonly brotli: Buffer | null;
}

const types: Readonly<Record<string, string>> = {
  '.html': 'text/html; charset=utf-8',
  '.js': 'text/javascript; charset=utf-8',
  '.css': 'text/css; charset=utf-8',
  '.svg': 'image/svg+xml',
  '.png': 'image/png',
  '.woff2': 'font/woff2',
};

/**
 * All that may be served, by its address below the dashboard's. It is a megabyte or two, so it is kept in memory: no request reaches
 * the disk, and none can name a file that is not one of these. Null where the dashboard was not built.
 */
export async function readBuiltFiles(directory: string): Promise<ReadonlyMap<string, BuiltFile> | null> {
  const entries = await readdir(directory, { recursive: true, withFileTypes: true }).catch(() => null);
  if (entries === null) return null;
  const paths = entries.filter((entry) => entry.isFile()).map((entry) => join(entry.parentPath, entry.name));
  const contents = new Map(await Promise.all(paths.map(async (path) => [path, await readFile(path)] as const)));
  const files = new Map<string, BuiltFile>();
  for (const [path, content] of contents) {
    const type = types[extname(path)];
    if (type === undefined) continue;
    files.set(relative(directory, path).replaceAll('\\', '/'), {
      type,
      etag: `"${createHash('sha256').update(content).digest('base64url').slice(0, 22)}"`,
      content,
      gzip: contents.get(`${path}.gz`) ?? null,
      brotli: contents.get(`${path}.br`) ?? null,
    });
  }
  return files.has('index.html') ? files : null;
}
