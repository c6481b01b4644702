import { apiErrors } from '@otkuda/contract';
import { beforeAll, describe, expect, it } from 'vitest';
import { problems } from '../problem.ts';
import { oauthToken, sampleProject } from '../testing/sample-project.ts';
import { useManage } from '../testing/use-manage.ts';

const manage = useManage();
const verbs = ['get', 'post', 'put', 'patch', 'delete'];

interface Operation {
  readonly operationId: string;
  readonly summary: string;
  readonly tags: readonly string[];
  readonly parameters?: ReadonlyArray<{
    readonly name: string;
    readonly in: string;
    readonly required?: boolean;
    readonly schema: object;
  }>;
  readonly responses: Readonly<Record<string, { readonly description: string; readonly content?: object }>>;
}
let text = '';
// biome-ignore lint/suspicious/noExplicitAny: the document is what the test looks at
let document: any;

beforeAll(async () => {
  await sampleProject(manage);
  const answer = await manage.app.inject('/api/openapi.json');
  text = answer.body;
  document = answer.json();
});

const operations = (): Array<[string, string, Operation]> =>
  Object.entries<Record<string, Operation>>(document.paths).flatMap(([path, item]) =>
    Object.entries(item).map(([verb, operation]) => [path, verb, operation] as [string, string, Operation]),
  );

describe('the OpenAPI document', () => {
  it('is of version 3.1 and can be read without a token', () => {
    expect(document.openapi).toBe('3.1.0');
    expect(document.info).toMatchObject({ title: 'Otkuda', version: expect.any(String) });
    expect(document.servers).toEqual([{ url: 'https://otkuda.test' }]);
    expect(document.components.securitySchemes.bearer).toEqual({ type: 'http', scheme: 'bearer' });
  });

  it('names every operation once, with a summary and a tag that is explained', () => {
    const all = operations();
    const ids = all.map(([, , { operationId }]) => operationId);
    expect(new Set(ids).size).toBe(all.length);
    const tags = document.tags.map(({ name }: { name: string }) => name);
    for (const [path, verb, operation] of all) {
      expect(verbs).toContain(verb);
      expect([path, operation.operationId, operation.summary, operation.tags]).toEqual([
        path,
        expect.stringMatching(/^\w+$/),
        expect.stringMatching(/./),
        [expect.toSatisfy((tag) => tags.includes(tag))],
      ]);
    }
  });

  it('declares the parameters of each path', () => {
    for (const [path, verb, { parameters = [] }] of operations()) {
      const inPath = parameters.filter((parameter) => parameter.in === 'path');
      const named = [...path.matchAll(/\{(\w+)\}/g)].map(([, name]) => name);
      expect([verb, path, inPath.map(({ name }) => name)]).toEqual([verb, path, named]);
      for (const parameter of parameters) expect(parameter.schema).toEqual(expect.any(Object));
      for (const parameter of inPath) expect(parameter.required).toBe(true);
    }
  });

  it('describes every answer, and refers to nothing that is not there', () => {
    for (const [path, , { responses }] of operations()) {
      for (const [status, { description }] of Object.entries(responses)) {
        expect([path, status]).toEqual([path, expect.stringMatching(/^[2-5]\d\d$/)]);
        expect(description).toMatch(/^(?!Default Response)./);
      }
    }
    const references = [...text.matchAll(/"\$ref":"([^"]+)"/g)].map(([, reference]) => reference ?? '');
    expect(references.length).toBeGreaterThan(50);
    for (const reference of new Set(references)) {
      const [, name = ''] = /^#\/components\/schemas\/(\w+)$/.exec(reference) ?? [];
      expect([reference, Object.keys(document.components.schemas)]).toEqual([
        reference,
        expect.arrayContaining([name]),
      ]);
    }
  });

  it('lists the problems that management calls can end with', () => {
    for (const [path, , { responses }] of operations().filter(([path]) => path.startsWith('/api/v1/'))) {
      for (const name of ['bad_request', 'unauthorized', 'not_found', 'internal', 'unavailable'] as const) {
        const { status } = problems[name];
        const schema = { $ref: '#/components/schemas/Problem' };
        expect([path, status, responses[status]?.content]).toEqual([
          path,
          status,
          { 'application/problem+json': { schema } },
        ]);
      }
    }
  });

  it('lists every method of the compatible API, each with its fields and all errors', () => {
    for (const method of manage.methods) {
      for (const name of method.names) {
        const operation = document.paths[`/v1/{key}/${name}`].post;
        expect(operation.summary).toBe(method.summary.en);
        expect(operation.description).toContain(method.summary.ru);
        expect(operation.security).toEqual([]);
        const { schema } = operation.requestBody.content['application/json'];
        expect(Object.keys(schema.properties ?? {})).toEqual(Object.keys(method.body ?? {}));
        const codes = Object.values(apiErrors).map(({ code }) => String(code));
        expect(Object.keys(operation.responses).toSorted()).toEqual(['200', ...codes].toSorted());
        for (const { code, text } of Object.values(apiErrors)) {
          const { example } = operation.responses[code].content['application/json'];
          expect(example).toMatchObject({ error_code: code, error_description: text });
        }
      }
    }
    const { schema } = document.paths['/v1/{key}/add_event'].post.requestBody.content['application/json'];
    expect(schema).toMatchObject({ type: 'object', required: ['user_id', 'event_type'] });
  });

  it('holds no secret', () => {
    expect(text).not.toContain(oauthToken);
    expect(text).not.toMatch(/otk_[A-Za-z0-9_-]{8}/);
  });
});

describe('examples of bodies', () => {
  it('are accepted', async () => {
    const { path, linkId } = await sampleProject(manage);
    const { schemas } = document.components;
    const exampleOf = (verb: string, at: string) =>
      document.paths[at][verb].requestBody.content['application/json'].example;
    expect(Object.keys(schemas)).toEqual(
      expect.arrayContaining(['Project', 'Key', 'Link', 'Destination', 'Conversion', 'Event']),
    );
    const project = '/api/v1/projects/{project_id}';
    await manage.done('POST', '/projects', exampleOf('post', '/api/v1/projects'));
    await manage.done('PATCH', path, exampleOf('patch', project));
    await manage.done('POST', `${path}/keys`, exampleOf('post', `${project}/keys`));
    await manage.done('POST', `${path}/links`, exampleOf('post', `${project}/links`));
    await manage.done('PATCH', `${path}/links/${linkId}`, exampleOf('patch', `${project}/links/{link_id}`));
    await manage.done('POST', `${path}/conversions/replay`, exampleOf('post', `${project}/conversions/replay`));
  });
});
