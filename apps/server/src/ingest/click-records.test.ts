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
  const inviteLink = async (url: string, state: string) => {
    await database.pool.query(
      `insert into invite_links (project_id, invite_link, state, created_at) values ($1, $2, $3, now())`,
      [project.projectId, url, state],
    );
    return url;
  };
  const stateOf = async (url: string) =>
    (
      await database.pool.query(
        'select state, click_id, leased_until from invite_links where project_id = $1 and invite_link = $2',
        [project.projectId, url],
      )
    ).rows[0];

  it('is leased to the click in one transaction with it', async () => {
    const url = await inviteLink('https://t.me/+reserved', 'reserved');
    const untilMs = Date.now() + 3_600_000;
    const clickId = await writer.click(project, { lease: { inviteLink: url, untilMs } });
    expect(await stateOf(url)).toEqual({ state: 'leased', click_id: clickId, leased_until: new Date(untilMs) });
  });

  it('that is not reserved any more stays what it is', async () => {
    const url = await inviteLink('https://t.me/+revoked', 'revoked');
    await writer.click(project, { lease: { inviteLink: url, untilMs: Date.now() } });
    expect(await stateOf(url)).toMatchObject({ state: 'revoked', click_id: null });
  });
});
