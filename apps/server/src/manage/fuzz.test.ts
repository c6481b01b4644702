import fc from 'fast-check';
import { beforeAll, expect, it } from 'vitest';
import { type SampleProject, sampleProject } from './testing/sample-project.ts';
import { useManage } from './testing/use-manage.ts';

const manage = useManage();

interface Schema {
  readonly properties?: Readonly<Record<string, Schema>>;
  readonly enum?: readonly unknown[];
}
interface Operation {
  readonly parameters?: ReadonlyArray<{ readonly name: string; readonly in: string; readonly schema: Schema }>;
  readonly requestBody?: {
    readonly content: { readonly 'application/json': { readonly schema: { readonly $ref?: string } } };
  };
}

let project: SampleProject;
let operations: Array<{
  readonly path: string;
  readonly verb: 'GET' | 'POST' | 'PATCH' | 'DELETE';
  readonly operation: Operation;
}>;
let schemas: Readonly<Record<string, Schema>>;

beforeAll(async () => {
  project = await sampleProject(manage);
  await project.start('1', { first_name: 'A' });
  const { paths, components } = await manage.done('GET', '/api/openapi.json');
  schemas = components.schemas;
  operations = Object.entries<Record<string, Operation>>(paths)
    .filter(([path]) => path.startsWith('/api/v1/'))
    .flatMap(([path, item]) =>
      Object.entries(item).map(([verb, operation]) => ({ path, verb: verb.toUpperCase() as 'GET', operation })),
    );
});

const nasty = fc.constantFrom(
  '',
  '\u0000',
  'a\u0000b',
  '\ud800',
  '%',
  "'; drop table projects; --",
  '2026-02-30T00:00:00Z',
  '2026-01-01T23:59:60Z',
  '2026-01-01T23:59:60+03:00',
  '+275760-09-13T00:00:00Z',
  '0000-00-00T00:00:00Z',
  '99999999999999999999',
  '-1',
  'Infinity',
  '__proto__',
  'https://a.b/ц?\u0007',
  'tg://x',
  '019ca8d7-2d00-77dd-8082-c613d9723b50',
);
const text = fc.oneof(
  nasty,
  fc.string({ unit: 'binary' }),
  fc.date({ noInvalidDate: true }).map((date) => date.toISOString()),
);

/** Something that may be in order for the schema, or is near it. */
function near(schema: Schema | undefined): fc.Arbitrary<unknown> {
  const options: fc.Arbitrary<unknown>[] = [
    text,
    fc.integer(),
    fc.boolean(),
    fc.constant(null),
    fc.jsonValue({ maxDepth: 2 }),
  ];
  if (schema?.enum !== undefined) options.push(fc.constantFrom(...schema.enum), fc.constantFrom(...schema.enum));
  if (schema?.properties !== undefined) options.push(bodyOf(schema), bodyOf(schema));
  return fc.oneof(...options);
}

function bodyOf({ properties = {} }: Schema): fc.Arbitrary<unknown> {
  const fields = Object.fromEntries(Object.entries(properties).map(([name, schema]) => [name, near(schema)]));
  return fc.record(fields, { requiredKeys: [] });
}

it('whatever is asked, the answer is no fault of the server', async () => {
  expect(operations.length).toBeGreaterThan(30);
  for (const { path, verb, operation } of operations) {
    if (verb === 'DELETE' && path.endsWith('{project_id}')) continue;
    const { parameters = [], requestBody } = operation;
    const named = requestBody?.content['application/json'].schema.$ref?.split('/').at(-1) ?? '';
    const query = parameters.filter((parameter) => parameter.in === 'query');
    const call = fc.record({
      body: requestBody === undefined ? fc.constant(undefined) : fc.oneof(bodyOf(schemas[named] ?? {}), fc.jsonValue()),
      id: fc.oneof(
        text.filter((id) => id !== '' && id.isWellFormed()),
        fc.constant('1'),
      ),
      query: fc.record(Object.fromEntries(query.map(({ name, schema }) => [name, near(schema)])), { requiredKeys: [] }),
    });
    await fc.assert(
      fc.asyncProperty(call, async ({ body, id, query: asked }) => {
        const ids = path.replace('{project_id}', project.id).replace(/\{\w+\}/, () => encodeURIComponent(id));
        const texts = Object.entries(asked).map(
          ([name, value]) =>
            [name, (typeof value === 'string' ? value : JSON.stringify(value)).toWellFormed()] as [string, string],
        );
        const address = `${ids}?${new URLSearchParams(texts).toString()}`;
        const { status, text: answer } = await manage.call(
          verb,
          address,
          body === undefined ? undefined : JSON.stringify(body),
          {
            'content-type': 'application/json',
          },
        );
        expect([verb, address, body, status < 500 ? '' : answer]).toEqual([verb, address, body, '']);
      }),
      { numRuns: 40 },
    );
  }
});
