import pg from 'pg';
import { expect, it } from 'vitest';
import { insertProject } from '../testing/fixture-project.ts';
import { useDatabase } from '../testing/test-database.ts';
import { configChannel } from './listen.ts';
import { setChatLink } from './set-chat-link.ts';

const database = useDatabase();

it('a chat link is set, and told to every process, where the project is there; else nothing is', async () => {
  const [kept, deleted] = [await insertProject(database.pool), await insertProject(database.pool)];
  await database.pool.query('update projects set deleted_at = now() where project_id = $1', [deleted]);
  const heard: (string | undefined)[] = [];
  const other = new pg.Client({ connectionString: database.url });
  await other.connect();
  other.on('notification', ({ payload }) => heard.push(payload));
  await other.query(`listen ${configChannel}`);

  expect(await setChatLink(database.pool, { forget() {} }, deleted, 'https://max.ru/gone')).toBe(false);
  expect(await setChatLink(database.pool, { forget() {} }, kept, 'https://max.ru/kept')).toBe(true);
  await expect.poll(() => heard).toEqual([kept]);
  await other.end();
  const found = await database.pool.query('select chat_link from projects where project_id = any($1) order by 1', [
    [kept, deleted],
  ]);
  expect(found.rows).toEqual([{ chat_link: 'https://max.ru/kept' }, { chat_link: null }]);
});
