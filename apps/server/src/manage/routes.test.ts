import { beforeAll, describe, expect, it } from 'vitest';
import { oauthToken, type SampleProject, sampleProject } from './testing/sample-project.ts';
import { adminToken, useManage } from './testing/use-manage.ts';

const manage = useManage();

interface Operation {
  readonly method: 'GET' | 'POST' | 'PATCH' | 'DELETE';
  readonly path: string;
  readonly takesBody: boolean;
  /** It needs no sign-in. */
  readonly open: boolean;
}
const operations: Operation[] = [];
let own: SampleProject;
let foreign: Readonly<Record<string, string>>;

beforeAll(async () => {
  const { paths } = await manage.done('GET', '/api/openapi.json');
  for (const [path, item] of Object.entries<Record<string, { requestBody?: object; security?: object[] }>>(paths)) {
    if (!path.startsWith('/api/v1/')) continue;
    for (const [verb, { requestBody, security }] of Object.entries(item)) {
      operations.push({
        method: verb.toUpperCase() as Operation['method'],
        path,
        takesBody: requestBody !== undefined,
        open: security?.length === 0,
      });
    }
  }
  own = await sampleProject(manage);
  const other = await sampleProject(manage);
  await other.start('somebody');
  const first = async (list: string) => (await manage.done('GET', `${other.path}/${list}`)).items[0].id;
  foreign = {
    project_id: own.id,
    key_id: await first('keys'),
    link_id: other.linkId,
    destination_id: other.destinationId,
    conversion_id: await first('conversions'),
    request_id: await first('requests'),
    user_id: 'somebody',
    workspace_id: (await manage.done('GET', own.path)).workspace_id,
    person_id: '987654',
  };
});

const filled = (path: string, values: Readonly<Record<string, string>>): string =>
  path.replace(/\{(\w+)\}/g, (_whole, name: string) => values[name] ?? '00000000-0000-7000-8000-000000000000');
/** A body that every route accepts as far as its fields are its own. */
const bodies: Readonly<Record<string, unknown>> = { '/conversions/replay': { state: 'failed' } };
const bodyOf = ({ path, takesBody }: Operation): unknown =>
  takesBody ? (Object.entries(bodies).find(([end]) => path.endsWith(end))?.[1] ?? {}) : undefined;

describe('every documented route', () => {
  it('is there', async () => {
    expect(operations.length).toBeGreaterThan(30);
    for (const operation of operations) {
      const path = filled(operation.path, { ...foreign, project_id: '987654' });
      const { status, body } = await manage.call(operation.method, path, bodyOf(operation));
      expect([operation.path, body?.detail ?? status]).not.toEqual([
        operation.path,
        expect.stringContaining('see /api/docs'),
      ]);
    }
  });

  it.each([
    ['no token', {}],
    ['another token', { authorization: `Bearer ${adminToken}x` }],
    ['a shorter token', { authorization: `Bearer ${adminToken.slice(1)}` }],
    ['no scheme', { authorization: adminToken }],
    ['another scheme', { authorization: `Basic ${Buffer.from(`x:${adminToken}`).toString('base64')}` }],
    ['the token in the address only', {}, `?token=${adminToken}`],
  ] as Array<[string, Record<string, string>, string?]>)('answers 401 to %s', async (_what, headers, query = '') => {
    const closed = operations.filter(({ open }) => !open);
    expect(operations.length - closed.length).toBe(4);
    for (const { method, path } of [...closed, { method: 'GET', path: '/api/v1/nothing' } as const]) {
      const answer = await manage.app.inject({ method, url: filled(path, foreign) + query, headers });
      expect([method, path, answer.statusCode]).toEqual([method, path, 401]);
      expect(answer.headers).toMatchObject({
        'content-type': 'application/problem+json; charset=utf-8',
        'www-authenticate': expect.stringContaining('Bearer'),
      });
      expect(answer.json()).toMatchObject({ type: 'urn:otkuda:problem:unauthorized', status: 401 });
    }
  });

  it('takes the name of the scheme in any case', async () => {
    expect((await manage.call('GET', '/projects', undefined, { authorization: `bearer ${adminToken}` })).status).toBe(
      200,
    );
  });

  it('answers 404 for a project that is not there', async () => {
    for (const operation of operations.filter(({ path }) => path.includes('{project_id}'))) {
      const { method, path } = operation;
      const { status, body } = await manage.call(
        method,
        filled(path, { ...foreign, project_id: '987654' }),
        bodyOf(operation),
      );
      // Bodies are checked first: an empty one is not enough for most.
      expect([method, path, status]).toEqual([method, path, operation.takesBody && status === 400 ? 400 : 404]);
      if (status === 404) expect(body.type).toBe('urn:otkuda:problem:not_found');
    }
  });

  it('answers 404 for what belongs to another project', async () => {
    const single = operations.filter(({ path }) => /project_id.*\{/.test(path));
    expect(single.length).toBeGreaterThan(15);
    for (const operation of single) {
      const { method, path } = operation;
      const { status, text } = await manage.call(method, filled(path, foreign), bodyOf(operation));
      expect([method, path, status]).toEqual([method, path, 404]);
      expect(text).not.toContain('Sample');
    }
  });

  it('lists nothing that belongs to another project', async () => {
    const lists = ['conversions', 'requests', 'events', 'subscribers'];
    const filters = [
      '',
      '?user_id=somebody',
      '?q=some',
      '?state=pending',
      '?type=start',
      '?status=member',
      '?utm_source=yandex',
    ];
    for (const list of lists) {
      for (const filter of filters) {
        const { status, body } = await manage.call('GET', `${own.path}/${list}${filter}`);
        if (status === 200) expect([list, filter, body.items]).toEqual([list, filter, []]);
      }
    }
  });

  it('that takes a body refuses fields it does not know', async () => {
    // Those about a person are refused to the operator before their body is read.
    const taking = operations.filter(({ takesBody, path }) => takesBody && !path.startsWith('/api/v1/account'));
    expect(taking.length).toBeGreaterThan(7);
    for (const { method, path } of taking) {
      // Costs come as a list: an object in their place is refused as a whole.
      const unknown = path.endsWith('/costs') ? [{ nmae: 1 }] : { nmae: 1 };
      const { status, body } = await manage.call(method, filled(path, foreign), unknown);
      expect([path, status, body.errors.map(({ field }: { field: string }) => field)]).toEqual([
        path,
        400,
        expect.arrayContaining([path.endsWith('/costs') ? '0.nmae' : 'nmae']),
      ]);
    }
  });

  it('never shows a secret', async () => {
    const keys = await manage.done('GET', `${own.path}/keys`);
    for (const operation of operations.filter(({ method }) => method === 'GET')) {
      const ids = { ...foreign, key_id: keys.items[0].id, link_id: own.linkId, destination_id: own.destinationId };
      const { text } = await manage.call('GET', filled(operation.path, ids));
      for (const secret of [oauthToken, own.key, 'sealed', manage.sealer.seal('x').toString('hex').slice(0, 4)]) {
        if (secret.length > 4)
          expect([operation.path, text]).not.toEqual([operation.path, expect.stringContaining(secret)]);
      }
    }
  });

  it('is not cached by anybody on the way', async () => {
    const { headers } = await manage.call('GET', '/projects');
    expect(headers['cache-control']).toBe('no-store');
  });
});

describe('an address under /api/v1 that is none', () => {
  it('is a problem that says where to look', async () => {
    const { status, body } = await manage.call('GET', '/nothing');
    expect([status, body.detail]).toEqual([404, 'there is no GET /api/v1/nothing; see /api/docs']);
  });
});

describe('where the database is away', () => {
  it('the answer is 503 with the time to come again', async () => {
    const { pool } = manage.database;
    const { connect } = pool;
    pool.connect = () => Promise.reject(Object.assign(new Error('connect ECONNREFUSED'), { code: 'ECONNREFUSED' }));
    const { status, headers, body } = await manage.call('GET', '/projects');
    pool.connect = connect;
    expect([status, headers['retry-after'], body.type]).toEqual([503, '5', 'urn:otkuda:problem:unavailable']);
  });

  it('a fault that nobody foresaw is 500, tells no details, and is logged', async () => {
    const { directory } = manage;
    manage.logged.length = 0;
    const { forget } = directory;
    directory.forget = () => {
      throw new Error('the password is hunter2');
    };
    const { status, text } = await manage.call('DELETE', own.path);
    directory.forget = forget;
    expect([status, text.includes('hunter2')]).toEqual([500, false]);
    expect(manage.logged).toEqual([{ reference: JSON.parse(text).detail.split(' ')[1], error: expect.any(Error) }]);
  });
});
