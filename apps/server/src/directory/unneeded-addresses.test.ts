import { expect, it } from 'vitest';
import { destinationsByType } from '../destinations/registry.ts';
import { uuidv7 } from '../domain/uuid.ts';
import { insertDestination, insertProject } from '../testing/fixture-project.ts';
import { useDatabase } from '../testing/test-database.ts';
import { Directory } from './directory.ts';
import { sweepUnneededAddresses } from './unneeded-addresses.ts';

const database = useDatabase();
const website = { dataset_id: '1', access_token: 't', action_source: 'website' };

/** A project with an address that is kept, and its one destination. */
async function keeper(settings: object | null, type = 'meta_capi', changes = 'state = state'): Promise<string> {
  const { pool } = database;
  const projectId = await insertProject(pool);
  if (settings !== null) {
    await insertDestination(pool, projectId, { type });
    const sealed = Buffer.from(JSON.stringify(settings));
    await pool.query(`update destinations set settings_sealed = $2, ${changes} where project_id = $1`, [
      projectId,
      sealed,
    ]);
  }
  await pool.query(`insert into click_addresses values ($1, $2, 'x', now())`, [projectId, uuidv7(Date.now())]);
  return projectId;
}

it('addresses are kept for those only whose destinations need them, whenever they were stored', async () => {
  const { pool } = database;
  const kept = [
    await keeper(website),
    await keeper(website, 'meta_capi', `state = 'paused'`),
    await keeper(website, 'meta_capi', `state = 'needs_owner'`),
    // Nobody knows what these want: a process with another key must not drop what the others need.
    await keeper({ broken: true }),
  ];
  const deleted = await keeper(website);
  await pool.query('update projects set deleted_at = now() where project_id = $1', [deleted]);
  await keeper(null);
  await keeper({ ...website, action_source: 'chat' });
  await keeper(website, 'meta_capi', 'deleted_at = now()');
  await keeper({ counter_id: '1', oauth_token: 't' }, 'yandex_metrica');

  const directory = new Directory(pool, destinationsByType, (sealed) => JSON.parse(sealed.toString()));
  await sweepUnneededAddresses(pool, directory);
  const { rows } = await pool.query('select project_id from click_addresses order by project_id');
  expect(rows.map(({ project_id }) => project_id)).toEqual(kept);

  const keyless = new Directory(pool, destinationsByType, () => {
    throw new Error('sealed with another key');
  });
  await sweepUnneededAddresses(pool, keyless);
  expect((await pool.query('select project_id from click_addresses')).rowCount).toBe(kept.length);
});
