/** Data, not schemas: nothing in there is a reference to anything. */
const opaque: ReadonlySet<string> = new Set(['example', 'examples', 'default', 'enum', 'const']);

/**
 * Moves schemas that carry a name (`title`, such as `Project`) to the components of the document and refers to them, so that it is
 * short and generated clients get types with names. One name must mean one schema; descriptions stay where they are used.
 */
export function nameSchemas<Document extends { components?: object }>(document: Document): Document {
  const schemas: Record<string, object> = {};

  const visit = (node: unknown): unknown => {
    if (Array.isArray(node)) return node.map(visit);
    if (typeof node !== 'object' || node === null) return node;
    const visited = Object.fromEntries(
      Object.entries(node).map(([name, value]) => [name, opaque.has(name) ? value : visit(value)]),
    );
    return isNamed(visited) ? refer(visited) : visited;
  };

  const refer = ({ description, ...schema }: NamedSchema): object => {
    const known = schemas[schema.title];
    if (known !== undefined && JSON.stringify(known) !== JSON.stringify(schema)) {
      throw new Error(`two schemas have the name ${schema.title}`);
    }
    schemas[schema.title] = schema;
    const reference = { $ref: `#/components/schemas/${schema.title}` };
    return description === undefined ? reference : { ...reference, description };
  };

  const visited = Object.fromEntries(Object.entries(document).map(([name, value]) => [name, visit(value)]));
  return { ...document, ...visited, components: { ...document.components, schemas } };
}

interface NamedSchema {
  readonly type: 'object';
  readonly title: string;
  readonly description?: unknown;
}

function isNamed(node: object): node is NamedSchema {
  const { type, title } = node as { readonly type?: unknown; readonly title?: unknown };
  return type === 'object' && typeof title === 'string' && /^[A-Z][A-Za-z]*$/.test(title);
}
