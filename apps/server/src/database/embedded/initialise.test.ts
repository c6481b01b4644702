import { mkdir, readdir } from 'node:fs/promises';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { currentOwner } from './owner.ts';
import { query, scratchDirectory, startForTest, until } from './testing/scratch.ts';
import { serve } from './testing/serving.ts';

async function stagingIn(directory: string): Promise<readonly string[]> {
  return (await readdir(directory)).filter((name) => name.startsWith('initialising-'));
}

async function hasPgVersion(path: string): Promise<boolean> {
  try {
    return (await readdir(path)).includes('PG_VERSION');
  } catch {
    return false;
  }
}

it('begins anew after a first start that was killed in the middle', async () => {
  const directory = await scratchDirectory();
  const killed = serve({ directory });
  await until(async () => {
    const [staging] = await stagingIn(directory);
    return staging !== undefined && hasPgVersion(join(directory, staging, 'cluster'));
  });
  await killed.kill();
  expect(await readdir(directory)).not.toContain('instance');

  const { url } = await startForTest({ directory });

  expect(await query(url, 'SELECT 1 AS one')).toEqual([{ one: 1 }]);
});

it('removes what dead first starts have left, and not what a living one builds', async () => {
  const directory = await scratchDirectory();
  const living = `initialising-${(await currentOwner()).replace(':', '-')}-abcdef01`;
  await mkdir(join(directory, 'initialising-4194304-1-abcdef02'));
  await mkdir(join(directory, living));

  await startForTest({ directory });

  expect(await stagingIn(directory)).toEqual([living]);
});
