// Installs what is missing, once, by the lockfile. Runs on whatever Node the machine has (20 or newer): everything else runs on the
// Node that this installs. Plain JavaScript for that reason.
import { spawnSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { existsSync, mkdirSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';

const root = join(dirname(fileURLToPath(import.meta.url)), '..');
const stampFile = join(root, 'node_modules', '.otkuda-setup.json');
const needsDev = process.argv.includes('--dev');

const lock = createHash('sha256')
  .update(readFileSync(join(root, 'package-lock.json')))
  .digest('hex');
if (!isInstalled()) await withLock(install);

function isInstalled() {
  if (!existsSync(stampFile)) return false;
  try {
    const stamp = JSON.parse(readFileSync(stampFile, 'utf8'));
    return stamp.lock === lock && (stamp.dev || !needsDev);
  } catch {
    return false;
  }
}

// Two commands may be given at once in a fresh clone: the second waits for the first and then has nothing to do.
async function withLock(work) {
  const lockDirectory = join(root, '.setup-lock');
  for (;;) {
    try {
      mkdirSync(lockDirectory);
      break;
    } catch (error) {
      if (error.code !== 'EEXIST') throw error;
      if (isAbandoned(join(lockDirectory, 'pid'))) rmSync(lockDirectory, { recursive: true, force: true });
      else await new Promise((resolve) => setTimeout(resolve, 200));
    }
  }
  try {
    writeFileSync(join(lockDirectory, 'pid'), String(process.pid));
    if (!isInstalled()) work();
  } finally {
    rmSync(lockDirectory, { recursive: true, force: true });
  }
}

function isAbandoned(pidFile) {
  try {
    process.kill(Number(readFileSync(pidFile, 'utf8')), 0);
    return false;
  } catch (error) {
    // ENOENT: it was made this very moment, or its maker died before it wrote its number; only age tells.
    if (error.code === 'ENOENT')
      return Date.now() - (statSync(dirname(pidFile), { throwIfNoEntry: false })?.mtimeMs ?? Date.now()) > 5_000;
    return error.code === 'ESRCH';
  }
}

function install() {
  process.stderr.write('Installing what is missing (once)…\n');
  // The flags stand against NODE_ENV=production and user configuration; nothing here needs an install script.
  const flags = [
    needsDev ? '--include=dev' : '--omit=dev',
    '--include=optional',
    '--ignore-scripts',
    '--no-audit',
    '--no-fund',
  ];
  // A fresh install is exactly the lockfile. Where a server may be running on what is there, only what lacks is added to it.
  const command = existsSync(stampFile) ? ['install', '--no-save'] : ['ci'];
  const npm = process.env.npm_execpath;
  const [program, first] = npm?.endsWith('.js') ? [process.execPath, [npm]] : ['npm', []];
  const run = spawnSync(program, [...first, ...command, ...flags, '--loglevel=error'], {
    cwd: root,
    // Only problems are worth reading: npm's own output would come before the program's.
    stdio: ['ignore', 'ignore', 'inherit'],
  });
  if (run.status !== 0) {
    process.stderr.write('The installation failed: is the npm registry reachable?\n');
    process.exitCode = run.status ?? 1;
    return;
  }
  writeFileSync(stampFile, JSON.stringify({ lock, dev: needsDev }));
}
