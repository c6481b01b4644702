import { expect, it } from 'vitest';
import { uuidv7 } from '../../domain/uuid.ts';
import { sampleProject } from '../testing/sample-project.ts';
import { useManage } from '../testing/use-manage.ts';

const manage = useManage();

it('troubles of destinations are listed, those that last by themselves', async () => {
  const project = await sampleProject(manage);
  const ids = [uuidv7(manage.nowMs), uuidv7(manage.nowMs + 1)];
  for (const [index, id] of ids.entries()) {
    await manage.database.pool.query(
      `insert into destination_notices (project_id, notice_id, destination_id, kind, reason, waiting, begun_at, ended_at)
       values ($1, $2, $3, 'needs_owner', 'token_invalid', 42, $4, $5)`,
      [
        project.id,
        id,
        project.destinationId,
        new Date(manage.nowMs),
        index === 0 ? new Date(manage.nowMs + 60_000) : null,
      ],
    );
  }
  const path = `${project.path}/destination-notices`;
  const all = await manage.done('GET', path);
  expect(all.items.map(({ id }: { id: string }) => id)).toEqual(ids.toReversed());
  expect((await manage.done('GET', `${path}?open=true`)).items).toEqual([
    {
      id: ids[1],
      destination_id: project.destinationId,
      kind: 'needs_owner',
      reason: 'token_invalid',
      waiting: 42,
      begun_at: new Date(manage.nowMs).toISOString(),
      ended_at: null,
    },
  ]);
});
