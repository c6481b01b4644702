import { type Static, Type } from 'typebox';

/** Every problem of the management API: answers and the OpenAPI document are made from this list. */
export const problems = {
  bad_request: { status: 400, title: 'The request is not in order' },
  unauthorized: { status: 401, title: 'A valid token or session is required' },
  forbidden: { status: 403, title: 'Not allowed' },
  not_found: { status: 404, title: 'There is no such thing' },
  conflict: { status: 409, title: 'It contradicts what is stored' },
  too_large: { status: 413, title: 'The body is too large' },
  unsupported_media_type: { status: 415, title: 'The body must be JSON' },
  too_many: { status: 429, title: 'Too many tries' },
  internal: { status: 500, title: 'A fault of the server' },
  unavailable: { status: 503, title: 'The storage is away for a moment' },
} as const;

export type ProblemName = keyof typeof problems;

/** One field that is not in order; `field` is its path, such as `limits.per_second`. */
export interface Violation {
  readonly field: string;
  readonly expected: string;
}

/** What a problem looks like on the wire (RFC 9457). */
export const ProblemAnswer = Type.Object(
  {
    type: Type.String({ description: 'urn:otkuda:problem:<name>; the name is what programs should look at' }),
    title: Type.String(),
    status: Type.Integer(),
    detail: Type.String(),
    errors: Type.Optional(
      Type.Array(Type.Object({ field: Type.String(), expected: Type.String() }), {
        description: 'with status 400: each field that is not in order, and what was expected',
      }),
    ),
  },
  { title: 'Problem' },
);

/** A refusal that the caller gets to see. Thrown anywhere below a route. */
export class Problem extends Error {
  readonly problem: ProblemName;
  readonly violations: readonly Violation[];

  constructor(problem: ProblemName, detail: string, violations: readonly Violation[] = []) {
    super(detail);
    this.name = 'Problem';
    this.problem = problem;
    this.violations = violations;
  }

  get answer(): Static<typeof ProblemAnswer> {
    const { status, title } = problems[this.problem];
    const errors = this.violations.length === 0 ? {} : { errors: [...this.violations] };
    return { type: `urn:otkuda:problem:${this.problem}`, title, status, detail: this.message, ...errors };
  }
}

/** 429: the caller is told when to come again. */
export class TooMany extends Problem {
  readonly afterSeconds: number;

  constructor(afterSeconds: number, detail: string) {
    super('too_many', detail);
    this.afterSeconds = afterSeconds;
  }
}

/** 404, also for what belongs to another project: whether it exists there is not told. */
export function notFound(what: string, id: string): Problem {
  return new Problem('not_found', `there is no ${what} ${JSON.stringify(id)} here`);
}

/** 400 that names each field. */
export function invalid(violations: readonly Violation[]): Problem {
  const told = violations.map(({ field, expected }) => `${field}: ${expected} was expected`).join('; ');
  return new Problem('bad_request', told, violations);
}

/** Throws where there is something to complain about. */
export function refuseIfAny(violations: readonly Violation[]): void {
  if (violations.length > 0) throw invalid(violations);
}
