/**
 * Writes the types of the management API for the dashboard, from the very OpenAPI document that the server serves. The file is not
 * committed: `npm run check` makes it anew, so a change of a route that the dashboard relies on does not compile.
 */
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describeManagement } from '../apps/server/src/manage/openapi/describe.ts';
import { typeOf } from './schema-type.ts';

const file = join(import.meta.dirname, '../apps/web/src/api/schema.gen.ts');
const prefix = '/api/v1';

interface Parameter {
  readonly name: string;
  readonly in: string;
  readonly required?: boolean;
  readonly schema: object;
}
interface Content {
  readonly content?: Readonly<Record<string, { readonly schema?: object }>>;
}
interface Operation {
  readonly summary?: string;
  readonly parameters?: readonly Parameter[];
  readonly requestBody?: Content & { readonly required?: boolean };
  readonly responses: Readonly<Record<string, Content>>;
}
interface ApiDocument {
  readonly paths: Readonly<Record<string, Readonly<Record<string, Operation>>>>;
  readonly components: { readonly schemas: Readonly<Record<string, object>> };
}

const document = JSON.parse(await describeManagement()) as ApiDocument;
const schemas = Object.entries(document.components.schemas).map(
  ([name, schema]) => `export type ${name} = ${typeOf(schema)};\n`,
);
const routes = Object.entries(document.paths)
  .filter(([path]) => path.startsWith(`${prefix}/`))
  .flatMap(([path, operations]) =>
    Object.entries(operations).map(([verb, operation]) => routeOf(verb.toUpperCase(), path, operation)),
  );
const text = `// Made by scripts/management-types.ts of the server's OpenAPI document; not to be edited.

${schemas.join('\n')}
export interface Routes {
${routes.join('')}}
`;
writeFileSync(file, text);

function routeOf(verb: string, path: string, { parameters = [], requestBody, responses }: Operation): string {
  const answered = Object.entries(responses).find(([status]) => status.startsWith('2'))?.[1];
  return `  '${verb} ${path.slice(prefix.length)}': {
    path: ${parametersType(parameters, 'path')};
    query: ${parametersType(parameters, 'query')};
    body: ${bodyType(requestBody, 'undefined')};
    answer: ${bodyType(answered, 'null')};
  };
`;
}

function parametersType(parameters: readonly Parameter[], place: string): string {
  const fields = parameters
    .filter((parameter) => parameter.in === place)
    .map(({ name, required = false, schema }) =>
      required ? `${name}: ${typeOf(schema)}` : `${name}?: ${typeOf(schema)} | undefined`,
    );
  return fields.length === 0 ? 'undefined' : `{ ${fields.join('; ')} }`;
}

function bodyType(content: Content | undefined, otherwise: string): string {
  const schema = content?.content?.['application/json']?.schema;
  return schema === undefined ? otherwise : typeOf(schema);
}
