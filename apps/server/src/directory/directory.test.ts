import pg from 'pg';
import { describe, expect, it } from 'vitest';
import { destinationsByType } from '../destinations/registry.ts';
import { insertProject } from '../testing/fixture-project.ts';
import { useDatabase } from '../testing/test-database.ts';
import { Directory } from './directory.ts';

const database = useDatabase();

describe('what was known', () => {
  it('is used where the database cannot be asked, and only there', async () => {
    const projectId = await insertProject(database.pool, { username: 'before' });
    const pool = new pg.Pool({ connectionString: database.url });
    const directory = new Directory(pool, destinationsByType, () => ({}));
    expect(await directory.project(projectId)).toMatchObject({ username: 'before' });

    await database.pool.query(`update projects set username = 'after' where project_id = $1`, [projectId]);
    directory.forget();
    expect(await directory.project(projectId)).toMatchObject({ username: 'after' });

    await pool.end();
    directory.forget();
    expect(await directory.project(projectId)).toMatchObject({ username: 'after' });
    await expect(directory.project('404404')).rejects.toThrow();
  });

  it('is used while the database takes its time to answer', async () => {
    const projectId = await insertProject(database.pool, { username: 'before' });
    const pool = new pg.Pool({ connectionString: database.url, max: 1 });
    const directory = new Directory(pool, destinationsByType, () => ({}));
    await directory.project(projectId);
    await database.pool.query(`update projects set username = 'after' where project_id = $1`, [projectId]);

    const busy = await pool.connect();
    directory.forget();
    expect(await directory.project(projectId)).toMatchObject({ username: 'before' });
    busy.release();
    await expect.poll(() => directory.project(projectId)).toMatchObject({ username: 'after' });
    await pool.end();
  });
});
