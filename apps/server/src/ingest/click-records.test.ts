import { beforeAll, describe, expect, it } from 'vitest';
import type { ProjectConfig } from '../directory/config-types.ts';
import { insertProject, loadProject } from '../testing/fixture-project.ts';
import { useDatabase } from '../testing/test-database.ts';
import { useWriter } from '../testing/test-writer.ts';

const database = useDatabase();
const writer = useWriter(database);
let project: ProjectConfig;
beforeAll(async () => {
  project = await loadProject(database.pool, await insertProject(database.pool, { kind: 'channel' }));
});

const learnt = (clickId: string, ids: Record<string, string>) =>
  writer.writer.storeClickIds({
    kind: 'click_ids',
    projectId: project.projectId,
    clickId,
    ids,
    learntMs: Date.now(),
  });

async function idsOf(clickId: string): Promise<Record<string, string>> {
  const found = await database.pool.query<{ name: string; value: string }>(
    'select name, value from click_ids where project_id = $1 and click_id = $2',
    [project.projectId, clickId],
  );
  return Object.fromEntries(found.rows.map((row) => [row.name, row.value]));
}

describe('ids learnt of a click', () => {
  it('are kept beside it, the first value of a name', async () => {
    const clickId = await writer.click(project);
    await learnt(clickId, { _ym_uid: '1700000000123456789', _ga: 'GA1.1.1.1' });
    await learnt(clickId, { _ym_uid: 'another' });
    expect(await idsOf(clickId)).toEqual({ _ym_uid: '1700000000123456789', _ga: 'GA1.1.1.1' });
    const click = await database.pool.query('select ids from clicks where project_id = $1 and click_id = $2', [
      project.projectId,
      clickId,
    ]);
    expect(click.rows).toEqual([{ ids: { yclid: '1' } }]);
  });

  it('are kept where they come in the same breath as the click', async () => {
    const clickId = '01920000-0000-7000-8000-00000000000b';
    await Promise.all([learnt(clickId, { _ym_uid: '1' }), writer.click(project, { clickId })]);
    expect(await idsOf(clickId)).toEqual({ _ym_uid: '1' });
  });

  it('are dropped where there is no such click', async () => {
    const clickId = '01920000-0000-7000-8000-00000000000c';
    await learnt(clickId, { _ym_uid: '1' });
    expect(await idsOf(clickId)).toEqual({});
  });
});

describe('an invite link of the pool', () => {
  it('is leased by the row of the click, among others that have none', async () => {
    const [leasing, other] = await Promise.all([
      writer.click(project, { clickId: '01920000-0000-7000-8000-00000000000d', invitePlace: 2 ** 40 + 7 }),
      writer.click(project, { clickId: '01920000-0000-7000-8000-00000000000e' }),
    ]);
    const found = await database.pool.query(
      'select click_id, invite_place from clicks where project_id = $1 and click_id = any($2) order by 1',
      [project.projectId, [leasing, other]],
    );
    expect(found.rows).toEqual([
      { click_id: leasing, invite_place: String(2 ** 40 + 7) },
      { click_id: other, invite_place: null },
    ]);
  });
});
