// Builds the dashboard where it is missing or older than its sources, and compresses what is served. `npm start` runs it before the
// server, tests before they open a page. Plain JavaScript without the types of Vite, so that nothing but Vite is needed.
import { createHash } from 'node:crypto';
import { existsSync, mkdirSync, readdirSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { join, relative } from 'node:path';
import { fileURLToPath } from 'node:url';
import { brotliCompressSync, constants, gzipSync } from 'node:zlib';

const web = fileURLToPath(new URL('../apps/web', import.meta.url));
const built = join(web, 'dist');
const stampFile = join(built, 'stamp.txt');

/** Answers the folder of the built dashboard. */
export async function buildDashboard() {
  const stamp = stampOf(sources());
  if (isBuilt(stamp)) return built;
  process.stderr.write('Building the dashboard (once)…\n');
  const { build } = await import('vite');
  // Whoever builds it, a test too, builds what is served: under another name React's development version would be taken.
  const environment = process.env.NODE_ENV;
  process.env.NODE_ENV = 'production';
  // Built beside the old one and put in its place at once: a server that runs may be serving the old one.
  const fresh = join(web, `dist-${process.pid}`);
  try {
    await build({
      configFile: join(web, 'vite.config.ts'),
      mode: 'production',
      logLevel: 'warn',
      build: { outDir: fresh },
    });
    compress(fresh);
    writeFileSync(join(fresh, 'stamp.txt'), stamp);
    if (isBuilt(stamp)) return built;
    try {
      rmSync(built, { recursive: true, force: true });
      renameSync(fresh, built);
    } catch (error) {
      // Two that built the same at once: the other one's is in place.
      if (!isBuilt(stamp)) throw error;
    }
  } finally {
    if (environment === undefined) delete process.env.NODE_ENV;
    else process.env.NODE_ENV = environment;
    rmSync(fresh, { recursive: true, force: true });
  }
  return built;
}

function isBuilt(stamp) {
  return existsSync(stampFile) && readFileSync(stampFile, 'utf8') === stamp;
}

function sources() {
  const files = ['index.html', 'package.json', 'vite.config.ts'].map((name) => join(web, name));
  // Texts that the pages show and the server or the documents have.
  const shared = ['docs/ru/guides', 'docs/en/guides'].flatMap((folder) => filesIn(join(web, '../..', folder)));
  shared.push(join(web, '../server/src/destinations/reasons.ts'));
  return [...files, ...shared, ...filesIn(join(web, 'src')), ...filesIn(join(web, 'public'))].filter(
    (file) => !/\.(test|gen)\.tsx?$/.test(file),
  );
}

function filesIn(directory) {
  return readdirSync(directory, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map((entry) => join(entry.parentPath, entry.name))
    .toSorted();
}

function stampOf(files) {
  const hash = createHash('sha256');
  for (const file of files) hash.update(relative(web, file)).update('\0').update(readFileSync(file)).update('\0');
  return hash.digest('hex');
}

/** Beside each file that is worth it, the same one compressed: the server never compresses while somebody waits. */
function compress(directory) {
  mkdirSync(directory, { recursive: true });
  for (const file of filesIn(directory).filter((name) => /\.(js|css|svg|json)$/.test(name))) {
    const content = readFileSync(file);
    if (content.length < 512) continue;
    writeFileSync(`${file}.gz`, gzipSync(content, { level: 9 }));
    const params = { [constants.BROTLI_PARAM_QUALITY]: 9 };
    writeFileSync(`${file}.br`, brotliCompressSync(content, { params }));
  }
}

if (process.argv[1] === fileURLToPath(import.meta.url)) await buildDashboard();
