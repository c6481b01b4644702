import type { Answer } from '../stand-in/answer.ts';
import type { StatusFault } from '../stand-in/faults.ts';
import { type Fields, optional, readInteger } from '../stand-in/fields.ts';
import { GraphError, graphErrorAnswer } from './graph-error.ts';

/** What a status fault may say besides: the codes of the Graph API, and how long a throttled caller is to stay away. */
export interface MetaFaultDetail {
  readonly code?: number;
  readonly subcode?: number;
  readonly transient?: boolean;
  /** Told in `X-Business-Use-Case-Usage`. */
  readonly regainMinutes?: number;
}

const CODE_BY_STATUS: Readonly<Record<number, number>> = { 401: 190, 403: 10, 429: 80004, 500: 1, 503: 2 };

export function metaFaultAnswer(fault: StatusFault<MetaFaultDetail>): Answer {
  const {
    status,
    code = CODE_BY_STATUS[status] ?? (status >= 500 ? 2 : 100),
    subcode,
    transient,
    regainMinutes,
  } = fault;
  const error = new GraphError({
    code,
    status,
    message: 'A fault on demand',
    ...(subcode === undefined ? {} : { subcode }),
    ...(transient === undefined ? {} : { transient }),
  });
  return graphErrorAnswer(error, regainMinutes === undefined ? {} : usageHeader(regainMinutes));
}

function usageHeader(minutes: number): Readonly<Record<string, string>> {
  const usage = { type: 'ads_management', call_count: 100, estimated_time_to_regain_access: minutes };
  return { 'x-business-use-case-usage': JSON.stringify({ '1001': [usage] }) };
}

/** @throws {SideChannelInputError} */
export function readMetaFaultDetail(fields: Fields): MetaFaultDetail {
  return {
    ...optional(fields, 'code', (_, name) => readInteger(fields, name, 0)),
    ...optional(fields, 'subcode', (_, name) => readInteger(fields, name, 0)),
    ...optional(fields, 'regainMinutes', (_, name) => readInteger(fields, name, 0)),
    ...optional(fields, 'transient', () => fields.transient === true),
  };
}
