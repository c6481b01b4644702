import { ApiError } from './api-error.ts';

const CONTENT_TYPE = /^multipart\/form-data;\s*boundary=(?:"([^"]{1,70})"|([0-9A-Za-z'()+_,./:=?-]{1,70}))$/i;
const DISPOSITION = /^form-data;\s*name="([^"]*)"(?:;\s*filename="([^"]*)")?$/i;
const CRLF = '\r\n';
const HEADERS_END = Buffer.from(CRLF + CRLF);

/**
 * The bytes of the only part of an upload, `file` (RFC 7578 read strictly, as adplatforms.md §2.2 demands one part):
 * CRLF ends, no preamble, a closing boundary, a file name. A lenient reader would hide a broken sender.
 *
 * @throws {ApiError} `invalid_uploading` for a malformed body, `missing_parameter` where there is no part `file`.
 */
export function readFilePart(contentType: string | undefined, body: Buffer): Buffer {
  const match = CONTENT_TYPE.exec(contentType ?? '');
  const boundary = match?.[1] ?? match?.[2];
  if (boundary === undefined) throw malformed('the request is not multipart/form-data with a boundary');
  const [part, ...others] = splitParts(body, boundary);
  if (part === undefined) throw missingFile('the request has no part');
  if (others.length > 0) throw malformed('the request has more than one part');

  const headersEnd = part.indexOf(HEADERS_END);
  if (headersEnd < 0) throw malformed('a part has no end of headers');
  const { name, filename } = readDisposition(part.toString('latin1', 0, headersEnd));
  if (name !== 'file') throw missingFile(`the part is named "${name}"`);
  if (filename === undefined || filename === '') throw malformed('the part "file" has no filename');
  return part.subarray(headersEnd + HEADERS_END.length);
}

/** The bytes between the boundaries, each part with its headers. */
function splitParts(body: Buffer, boundary: string): readonly Buffer[] {
  const opening = `--${boundary}`;
  const delimiter = Buffer.from(CRLF + opening, 'latin1');
  if (body.toString('latin1', 0, opening.length) !== opening)
    throw malformed('the body does not begin with the boundary');

  const parts: Buffer[] = [];
  let cursor = opening.length;
  while (!endsAt(body, cursor)) {
    if (body.toString('latin1', cursor, cursor + 2) !== CRLF) throw malformed('a boundary line has other text');
    const start = cursor + CRLF.length;
    const end = body.indexOf(delimiter, start);
    if (end < 0) throw malformed('the closing boundary is missing');
    parts.push(body.subarray(start, end));
    cursor = end + delimiter.length;
  }
  return parts;
}

/** Whether the closing `--` stands here with nothing behind it; senders may add one CRLF. */
function endsAt(body: Buffer, cursor: number): boolean {
  const rest = body.toString('latin1', cursor, cursor + 5);
  return rest === '--' || rest === `--${CRLF}`;
}

function readDisposition(headers: string): { readonly name: string; readonly filename: string | undefined } {
  for (const line of headers.split(CRLF)) {
    const colon = line.indexOf(':');
    if (line.slice(0, colon).toLowerCase() !== 'content-disposition') continue;
    const match = DISPOSITION.exec(line.slice(colon + 1).trim());
    if (match?.[1] !== undefined) return { name: match[1], filename: match[2] };
  }
  throw malformed('a part has no Content-Disposition: form-data with a name');
}

function malformed(message: string): ApiError {
  return new ApiError('invalid_uploading', { message: `Invalid multipart request: ${message}` });
}

function missingFile(message: string): ApiError {
  return new ApiError('missing_parameter', { message: `Part "file" is required: ${message}`, location: 'file' });
}
