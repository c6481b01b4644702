import { type Answer, jsonAnswer } from '../stand-in/answer.ts';

export interface GraphErrorFields {
  readonly code: number;
  readonly subcode?: number;
  readonly message: string;
  readonly title?: string;
  readonly userMessage?: string;
  readonly transient?: boolean;
  readonly status?: number;
}

/** A refusal in the form of the Graph API (adplatforms.md §4.4); texts other than that of 2804003 are guesses. */
export class GraphError extends Error {
  override readonly name = 'GraphError';
  readonly fields: GraphErrorFields;

  constructor(fields: GraphErrorFields) {
    super(fields.message);
    this.fields = fields;
  }
}

/** An event that the platform refuses, and with it the whole request. */
export function invalidParameter(userMessage: string, subcode?: number, title = 'Invalid parameter'): GraphError {
  return new GraphError({
    code: 100,
    message: 'Invalid parameter',
    title,
    userMessage,
    ...(subcode === undefined ? {} : { subcode }),
  });
}

export function tokenError(): GraphError {
  return new GraphError({
    code: 190,
    subcode: 463,
    message: 'Error validating access token: Session has expired',
    status: 401,
  });
}

/** What is missing and what may not be seen are told by the same words. */
export function notFound(what: string): GraphError {
  return new GraphError({
    code: 100,
    subcode: 33,
    message: `Unsupported request. Object with ID '${what}' does not exist, cannot be loaded due to missing permissions, or does not support this operation`,
  });
}

export function graphErrorAnswer({ fields }: GraphError, headers: Readonly<Record<string, string>> = {}): Answer {
  const { code, subcode, message, title, userMessage, transient = false, status = 400 } = fields;
  const error = {
    message,
    type: 'OAuthException',
    code,
    ...(subcode === undefined ? {} : { error_subcode: subcode }),
    is_transient: transient,
    ...(title === undefined ? {} : { error_user_title: title }),
    ...(userMessage === undefined ? {} : { error_user_msg: userMessage }),
    fbtrace_id: 'AbCdEfGhIjK',
  };
  return jsonAnswer(status, { error }, headers);
}
