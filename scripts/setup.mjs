// Installs what is missing, once, by the lockfile. Runs on whatever Node the machine has (20 or newer): everything else runs on the
// Node that this installs. Plain JavaScript for that reason.
import { spawnSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';

const root = join(dirname(fileURLToPath(import.meta.url)), '..');
const stampFile = join(root, 'node_modules', '.otkuda-setup.json');
const needsDev = process.argv.includes('--dev');

const lock = createHash('sha256').update(readFileSync(join(root, 'package-lock.json'))).digest('hex');
if (!isInstalled()) install();

function isInstalled() {
  if (!existsSync(stampFile)) return false;
  try {
    const stamp = JSON.parse(readFileSync(stampFile, 'utf8'));
    return stamp.lock === lock && (stamp.dev || !needsDev);
  } catch {
    return false;
  }
}

function install() {
  process.stderr.write('Installing what is missing (once)…\n');
  // The flags stand against NODE_ENV=production and user configuration; nothing here needs an install script.
  const flags = [needsDev ? '--include=dev' : '--omit=dev', '--include=optional', '--ignore-scripts', '--no-audit', '--no-fund'];
  const npm = process.env.npm_execpath;
  const [command, first] = npm?.endsWith('.js') ? [process.execPath, [npm]] : ['npm', []];
  const run = spawnSync(command, [...first, 'ci', ...flags, '--loglevel=error'], {
    cwd: root,
    // Only problems are worth reading: npm's own output would come before the program's.
    stdio: ['ignore', 'ignore', 'inherit'],
  });
  if (run.status !== 0) {
    process.stderr.write('The installation failed: is the npm registry reachable?\n');
    process.exit(run.status ?? 1);
  }
  writeFileSync(stampFile, JSON.stringify({ lock, dev: needsDev }));
}
