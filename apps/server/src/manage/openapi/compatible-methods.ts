import { apiErrors, type BodyField, type BodySpec } from '@otkuda/contract';
import type { ApiMethod } from '../../api/method.ts';

/** The compatible API in the OpenAPI document, made of the list of its methods: each name is an address. */
export function compatiblePaths(methods: readonly ApiMethod[]): Record<string, object> {
  return Object.fromEntries(
    methods.flatMap((method) =>
      method.names.map((name) => [`/v1/{key}/${name}`, { post: operationOf(method, name) }] as const),
    ),
  );
}

function operationOf(method: ApiMethod, name: string): object {
  const [first, ...synonyms] = method.names;
  const others = name === first ? synonyms : [first];
  const also = others.length === 0 ? '' : name === first ? ` Also as ${others.join(', ')}.` : ` The same as ${first}.`;
  return {
    tags: ['Compatible API'],
    operationId: name,
    summary: method.summary.en,
    description: `${method.summary.ru}\n\nFor ${method.platforms.join(' and ')}.${also}`,
    security: [],
    parameters: [
      { name: 'key', in: 'path', required: true, schema: { type: 'string' }, description: 'the API key' },
      {
        name: 'Idempotency-Key',
        in: 'header',
        schema: { type: 'string', maxLength: 255 },
        description: 'calls with the same one get the first answer again, for 24 hours',
      },
    ],
    requestBody: { required: true, content: { 'application/json': { schema: bodyOf(method.body) } } },
    responses: { 200: success, ...Object.fromEntries(errorAnswers) },
  };
}

/** `null`: a payload of somebody else's making. */
function bodyOf(spec: BodySpec | null): object {
  if (spec === null) return { description: 'the payload as the sender got it, unchanged' };
  const fields = Object.entries<BodyField<unknown, boolean>>(spec);
  const required = fields.filter(([, field]) => field.required).map(([name]) => name);
  return {
    type: 'object',
    required,
    properties: Object.fromEntries(
      fields.map(([name, { field }]) => [name, { description: field.expected, ...field.schema }]),
    ),
  };
}

const mode = { enum: ['production', 'sandbox'] };

const success = {
  description: 'Stored, ignored or repeated; reading methods answer with `data`.',
  content: {
    'application/json': {
      schema: {
        type: 'object',
        title: 'ApiSuccess',
        required: ['status', 'mode'],
        properties: { status: { const: 'OK' }, mode, data: { type: 'object', additionalProperties: true } },
      },
      example: { status: 'OK', mode: 'production' },
    },
  },
};

const errorAnswers = Object.values(apiErrors).map(({ code, text, meaning }) => [
  code,
  {
    description: meaning.en,
    content: {
      'application/json': {
        schema: {
          type: 'object',
          title: 'ApiError',
          required: ['status', 'error_code', 'error_description'],
          properties: {
            status: { const: 'error' },
            mode: { ...mode, description: 'absent where the key is not known' },
            error_code: { type: 'integer' },
            error_description: { type: 'string' },
            error_details: { type: 'string', description: 'names the field and what was expected' },
          },
        },
        example: { status: 'error', mode: 'production', error_code: code, error_description: text },
      },
    },
  },
]);
