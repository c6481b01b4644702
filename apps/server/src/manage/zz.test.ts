import { expect, it } from 'vitest';
import { sampleProject } from './testing/sample-project.ts';
import { useManage } from './testing/use-manage.ts';
import { writeFileSync } from 'node:fs';
const manage = useManage();
it('x', { timeout: 600_000 }, async () => {
  const p = await sampleProject(manage);
  await p.start('person', {first_name: 'A'});
  const { pool } = manage.database;
  const q = (s: string) => pool.query(s.replaceAll('$p', p.id));
  await q(`insert into events (project_id, event_id, user_id, happened_at, kind, request_id)
    select $p, gen_random_uuid(), 'u' || n % 200000, timestamptz '2026-01-01' + n * interval '1 second', 'goal', gen_random_uuid() from generate_series(1, 1000000) n`);
  await q(`insert into subscribers (project_id, user_id, first_name, created_at) select $p, 'u'||n, 'Name'||n, timestamptz '2026-01-01' + n * interval '1 second' from generate_series(1, 300000) n`);
  await q(`insert into conversions (project_id, conversion_id, destination_id, event_id, user_id, target, happened_at, currency, state, created_at)
    select $p, gen_random_uuid(), '${p.destinationId}', gen_random_uuid(), 'u'||n, 't', now(), 'RUB', 'confirmed', now() from generate_series(1, 1000000) n`);
  await q(`insert into requests (project_id, request_id, key_id, received_at, method, outcome, status, body)
    select $p, gen_random_uuid(), gen_random_uuid(), now(), 'add_event', 'read', 0, convert_to('{"user_id": "u'||n||'", "event_type": "some event", "message": {"from": "a", "text": "some longer text for the body"}}', 'UTF8') from generate_series(1, 500000) n`);
  await q(`insert into sources (project_id, source_id, link_id, exactness) select $p, gen_random_uuid(), case when n % 10 = 0 then '${p.linkId}'::uuid end, 'exact' from generate_series(1, 500) n`);
  await q(`insert into rollups (project_id, bucket, source_id, clicks) select $p, timestamptz '2026-01-01' + n * interval '15 minutes', source_id, 5 from sources, generate_series(1, 2000) n where project_id = $p`);
  await q('analyze');
  const out: string[] = [];
  const time = async (m: 'GET'|'DELETE', path: string) => {
    for (let i = 0; i < (m === 'GET' ? 2 : 1); i++) {
      const t = performance.now();
      const a = await manage.call(m, p.path + path);
      out.push(`${m} ${path} ${a.status} ${(performance.now() - t).toFixed(1)} ms`);
    }
  };
  await time('GET', '/events');
  const { next_cursor } = await manage.done('GET', `${p.path}/events?limit=1000`);
  await time('GET', `/events?cursor=${next_cursor}`);
  await time('GET', '/events?user_id=u77');
  await time('GET', '/events?type=start');
  await time('GET', '/subscribers');
  await time('GET', '/subscribers?q=me299');
  await time('GET', `/subscribers?link_id=${p.linkId}`);
  await time('GET', '/conversions');
  await time('GET', '/conversions?state=pending');
  await time('GET', '/conversions?user_id=u5');
  await time('GET', '/destinations');
  await time('GET', '/links');
  await time('GET', '/requests');
  await time('GET', '/subscribers/person');
  await time('DELETE', '/subscribers/person');
  writeFileSync('/tmp/times.txt', out.join('\n'));
  expect(1).toBe(1);
});
