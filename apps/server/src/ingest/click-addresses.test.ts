import { beforeAll, describe, expect, it } from 'vitest';
import type { ProjectConfig } from '../directory/config-types.ts';
import { uuidv7 } from '../domain/uuid.ts';
import { insertProject, loadProject } from '../testing/fixture-project.ts';
import { useDatabase } from '../testing/test-database.ts';
import { useWriter } from '../testing/test-writer.ts';
import { Batch, type Transaction } from './batch.ts';
import type { ClickRecord } from './records.ts';
import { recordClickAddresses } from './steps/record-click-addresses.ts';

const database = useDatabase();
const writer = useWriter(database);
let project: ProjectConfig;
beforeAll(async () => {
  project = await loadProject(database.pool, await insertProject(database.pool));
});

const keptAddress = { sealed: Buffer.from([0, 1, 255]), dropMs: Date.parse('2026-11-29T10:00:00Z') };
const rowsOf = async (table: string, clickId: string): Promise<unknown[]> =>
  (await database.pool.query(`select * from ${table} where click_id = $1`, [clickId])).rows;

describe('the address of a visitor', () => {
  it('is stored beside the click, as it was sealed', async () => {
    const clickId = await writer.click(project, { keptAddress });
    expect(await rowsOf('click_addresses', clickId)).toEqual([
      {
        project_id: project.projectId,
        click_id: clickId,
        sealed: keptAddress.sealed,
        drop_at: new Date(keptAddress.dropMs),
      },
    ]);
  });

  it('and the click are stored both or neither', async () => {
    const clickId = uuidv7(Date.now());
    await database.pool.query(`insert into click_addresses values ($1, $2, 'x', now())`, [project.projectId, clickId]);
    await expect(writer.click(project, { clickId, keptAddress })).rejects.toThrow();
    expect(await rowsOf('clicks', clickId)).toEqual([]);
  });

  it('costs clicks nothing whose project has no use for it: no statement is sent', async () => {
    const clickId = await writer.click(project);
    expect(await rowsOf('click_addresses', clickId)).toEqual([]);
    const written: unknown[] = [];
    const tx: Transaction = {
      read: async () => {
        throw new Error('nothing is read');
      },
      write: (...sent) => void written.push(sent),
    };
    const plain: ClickRecord = {
      ...{
        kind: 'click',
        via: 'link',
        projectId: project.projectId,
        clickId,
        linkId: null,
        clickedMs: 0,
        machine: null,
      },
      ...{
        adSystem: null,
        marks: {},
        ids: {},
        country: null,
        address: '/l/x',
        referrer: null,
        userAgent: null,
        ip: null,
      },
    };
    recordClickAddresses(new Batch([plain], 0), tx);
    expect(written).toEqual([]);
    recordClickAddresses(new Batch([plain, { ...plain, keptAddress }], 0), tx);
    expect(written).toHaveLength(1);
  });
});
