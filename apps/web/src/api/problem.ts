interface Problem {
  /** Of the table of problems, such as `not_found`; `offline` where the server was not reached. */
  readonly name: string;
  readonly status: number;
  readonly detail: string;
  readonly fields: readonly { readonly field: string; readonly expected: string }[];
}

/** A refusal of the management API, as the dashboard shows it. */
export class ApiProblem extends Error implements Problem {
  override readonly name: string;
  readonly status: number;
  readonly detail: string;
  readonly fields: Problem['fields'];

  constructor({ name, status, detail, fields }: Problem) {
    super(detail || name);
    this.name = name;
    this.status = status;
    this.detail = detail;
    this.fields = fields;
  }
}

interface ProblemBody {
  readonly type?: string;
  readonly detail?: string;
  readonly errors?: Problem['fields'];
}

/** What stands in the way may not be the server: a proxy's page is read as well as it can be. */
export async function readProblem(response: Response): Promise<ApiProblem> {
  const isProblem = response.headers.get('content-type')?.includes('json') ?? false;
  const body: ProblemBody = isProblem ? ((await response.json()) as ProblemBody) : {};
  return new ApiProblem({
    name: body.type?.split(':').at(-1) ?? 'unavailable',
    status: response.status,
    detail: body.detail ?? response.statusText,
    fields: body.errors ?? [],
  });
}
