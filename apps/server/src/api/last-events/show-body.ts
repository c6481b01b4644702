export interface ShownBody {
  readonly text: string;
  readonly isCut: boolean;
  /** undefined: it is no JSON, or it is too long to be read as such. */
  readonly json: unknown;
}

const linesMax = 60;
const charsMax = 4_000;

/** A body for people: JSON with one field a line, forms as they came; long ones are shortened. */
export function showBody(body: Buffer, bytes: number): ShownBody {
  const isIncomplete = body.length < bytes;
  const text = new TextDecoder().decode(body, { stream: isIncomplete });
  const json = isIncomplete ? undefined : parsed(text);
  const pretty = typeof json === 'object' && json !== null ? JSON.stringify(json, null, 2) : text;
  const lines = pretty.split('\n', linesMax + 1);
  const short = lines.slice(0, linesMax).join('\n').slice(0, charsMax);
  return { text: short.toWellFormed(), isCut: isIncomplete || short.length < pretty.length, json };
}

/** SaleBot and others send JSON as a text within JSON: what it says is what is looked for. */
function parsed(text: string): unknown {
  const json = parseOrUndefined(text);
  return typeof json === 'string' ? (parseOrUndefined(json) ?? json) : json;
}

function parseOrUndefined(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
