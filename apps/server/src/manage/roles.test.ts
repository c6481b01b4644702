import { beforeAll, describe, expect, it } from 'vitest';
import { invited, type Person } from './testing/person.ts';
import { oauthToken, type SampleProject, sampleProject } from './testing/sample-project.ts';
import { useManage } from './testing/use-manage.ts';

/** Every route of the document is called by people of every role: a route that is added is tried without anybody thinking of it. */
const manage = useManage();

interface Operation {
  readonly method: 'GET' | 'POST' | 'PUT' | 'PATCH' | 'DELETE';
  readonly path: string;
  readonly takesBody: boolean;
  readonly open: boolean;
}
const operations: Operation[] = [];
let project: SampleProject;
let ids: Readonly<Record<string, string>>;
let viewer: Person;
let editor: Person;
let stranger: Person;

// It takes an owner to do these; everything else that changes something takes an editor.
const ownersOnly = new Set([
  'DELETE /api/v1/projects/{project_id}',
  'POST /api/v1/workspaces/{workspace_id}/invitations',
  'GET /api/v1/workspaces/{workspace_id}/invitations',
  'DELETE /api/v1/workspaces/{workspace_id}/invitations/{invitation_id}',
  'PATCH /api/v1/workspaces/{workspace_id}/members/{person_id}',
  'DELETE /api/v1/workspaces/{workspace_id}/members/{person_id}',
]);

beforeAll(async () => {
  const { paths } = await manage.done('GET', '/api/openapi.json');
  for (const [path, item] of Object.entries<Record<string, { requestBody?: object; security?: object[] }>>(paths)) {
    if (!path.startsWith('/api/v1/')) continue;
    for (const [verb, { requestBody, security }] of Object.entries(item)) {
      const method = verb.toUpperCase() as Operation['method'];
      operations.push({ method, path, takesBody: requestBody !== undefined, open: security?.length === 0 });
    }
  }
  project = await sampleProject(manage);
  await project.start('somebody');
  const { workspace_id } = await manage.done('GET', project.path);
  viewer = await invited(manage, workspace_id, 'viewer');
  editor = await invited(manage, workspace_id, 'editor');
  const elsewhere = await manage.database.pool.query<{ workspace_id: string }>(
    `insert into workspaces (name) values ('Elsewhere') returning workspace_id`,
  );
  stranger = await invited(manage, elsewhere.rows[0]?.workspace_id ?? '', 'owner');
  const first = async (list: string) => (await manage.done('GET', `${project.path}/${list}`)).items[0].id;
  ids = {
    workspace_id,
    person_id: viewer.id,
    project_id: project.id,
    key_id: await first('keys'),
    link_id: project.linkId,
    destination_id: project.destinationId,
    conversion_id: await first('conversions'),
    request_id: await first('requests'),
    user_id: 'somebody',
  };
});

const nothing = '00000000-0000-7000-8000-000000000000';
const addressOf = ({ path }: Operation): string =>
  path.replace(/\{(\w+)\}/g, (_whole, name: string) => ids[name] ?? nothing);
const inWorkspace = (): Operation[] => operations.filter(({ path }) => /\{(project|workspace)_id\}/.test(path));
const nameOf = ({ method, path }: Operation): string => `${method} ${path}`;

async function everything(): Promise<string> {
  const { rows } = await manage.database.pool.query<{ name: string }>(
    `select relname as name from pg_class where relnamespace = 'public'::regnamespace and relkind in ('r', 'p') and not relispartition`,
  );
  const texts: string[] = [];
  // What is written down of the call itself is no change.
  for (const { name } of rows.filter((row) => !['sessions', 'access_tokens'].includes(row.name))) {
    const found = await manage.database.pool.query<{ text: string | null }>(
      `select string_agg(t::text, E'\\n' order by t::text) as text from ${name} t`,
    );
    texts.push(`${name}: ${found.rows[0]?.text ?? ''}`);
  }
  return texts.join('\n');
}

describe('a viewer', () => {
  it('reads everything, and no whole key', async () => {
    const reading = inWorkspace().filter((one) => one.method === 'GET' && !ownersOnly.has(nameOf(one)));
    expect(reading.length).toBeGreaterThan(15);
    for (const operation of reading) {
      const { status, text } = await viewer.call('GET', addressOf(operation));
      expect([nameOf(operation), status]).not.toEqual([nameOf(operation), 403]);
      expect(text).not.toContain(project.key);
      expect(text).not.toContain(oauthToken);
    }
    const { status } = await viewer.call('GET', `${project.path}/keys/${ids.key_id}?reveal=true`);
    expect(status).toBe(403);
  });

  it('changes nothing: every call is refused before its body is read, and nothing is different afterwards', async () => {
    const before = await everything();
    const changing = inWorkspace().filter(({ method }) => method !== 'GET');
    expect(changing.length).toBeGreaterThan(15);
    for (const operation of changing) {
      const { status } = await viewer.call(
        operation.method,
        addressOf(operation),
        operation.takesBody ? {} : undefined,
      );
      expect([nameOf(operation), status]).toEqual([nameOf(operation), 403]);
    }
    expect((await viewer.call('POST', '/projects', { platform: 'max', kind: 'bot', title: 'No' })).status).toBe(403);
    expect(await everything()).toBe(before);
  });
});

describe('an editor', () => {
  it('is kept from what only owners do', async () => {
    for (const operation of inWorkspace().filter((one) => ownersOnly.has(nameOf(one)))) {
      const { status } = await editor.call(
        operation.method,
        addressOf(operation),
        operation.takesBody ? {} : undefined,
      );
      expect([nameOf(operation), status]).toEqual([nameOf(operation), 403]);
    }
    expect(operations.filter((one) => ownersOnly.has(nameOf(one)))).toHaveLength(ownersOnly.size);
  });

  it('may do everything else in the project, sees whole keys, and no settings of destinations', async () => {
    const { body } = await editor.call('GET', `${project.path}/keys/${ids.key_id}?reveal=true`);
    expect(body.key).toBe(project.key);
    for (const operation of inWorkspace().filter((one) => !ownersOnly.has(nameOf(one)))) {
      // An empty body or an id that is not there: refused, but not for the role.
      const address = operation.path.replace(/\{(\w+)\}/g, (_whole, name: string) =>
        /project_id|workspace_id/.test(name) ? (ids[name] ?? '') : nothing,
      );
      const { status, text } = await editor.call(operation.method, address, operation.takesBody ? {} : undefined);
      expect([nameOf(operation), status]).not.toEqual([nameOf(operation), 403]);
      expect(text).not.toContain(oauthToken);
    }
  });
});

describe('somebody of another workspace', () => {
  it('is told that nothing of it exists, whatever they call, and changes nothing', async () => {
    const before = await everything();
    for (const operation of inWorkspace()) {
      const body = operation.takesBody ? {} : undefined;
      const { status, text } = await stranger.call(operation.method, addressOf(operation), body);
      expect([nameOf(operation), status]).toEqual([nameOf(operation), 404]);
      expect(text).not.toContain('Sample');
    }
    expect((await stranger.call('GET', '/projects')).body.items).toEqual([]);
    const elsewhere = { platform: 'max', kind: 'bot', title: 'No', workspace_id: ids.workspace_id };
    expect((await stranger.call('POST', '/projects', elsewhere)).status).toBe(400);
    expect(await everything()).toBe(before);
  });

  it('reaches the sandbox of a project no more than the project', async () => {
    await manage.done('POST', `${project.path}/keys`, { mode: 'sandbox' });
    const { sandbox_id } = await manage.done('GET', project.path);
    expect((await viewer.call('GET', `/projects/${sandbox_id}/events`)).status).toBe(200);
    expect((await stranger.call('GET', `/projects/${sandbox_id}/events`)).status).toBe(404);
  });
});

describe('a route', () => {
  it('that needs no sign-in is one of the three that give it, or the way back from an ad system', () => {
    expect(
      operations
        .filter(({ open }) => open)
        .map(nameOf)
        .toSorted(),
    ).toEqual([
      'GET /api/v1/destinations/oauth/callback',
      'POST /api/v1/invitations/accept',
      'POST /api/v1/owner',
      'POST /api/v1/session',
    ]);
  });

  it('that names neither project nor workspace is one that looks at who is calling itself', () => {
    const free = operations.filter((one) => !one.open && !inWorkspace().includes(one)).map(nameOf);
    expect(free.toSorted()).toEqual([
      'DELETE /api/v1/account/sessions/{session_id}',
      'DELETE /api/v1/account/tokens/{token_id}',
      'DELETE /api/v1/session',
      'GET /api/v1/account',
      'GET /api/v1/account/sessions',
      'GET /api/v1/account/tokens',
      'GET /api/v1/destination-types',
      'GET /api/v1/projects',
      'GET /api/v1/session',
      'PATCH /api/v1/account',
      'POST /api/v1/account/tokens',
      'POST /api/v1/projects',
    ]);
  });
});
