import { type Fault, type FaultScope, PLAIN_FAULT_KINDS } from './faults.ts';
import { type Fields, optional, parseObject, readInteger, readText, SideChannelInputError } from './fields.ts';

/**
 * A fault as it is told over the side channel.
 *
 * @throws {SideChannelInputError} for anything but a fault.
 */
export function parseFault<Detail>(text: string, readDetail: (fields: Fields) => Detail): Fault<Detail> {
  const fields = parseObject(text);
  const scope = readScope(fields);
  const { kind } = fields;
  if (kind === 'slow') return { ...scope, kind, delayMs: readInteger(fields, 'delayMs', 0) };
  if (kind === 'status') {
    const status = readInteger(fields, 'status', 400);
    if (status > 599) throw new SideChannelInputError('status: 400 to 599');
    const wait = optional(fields, 'retryAfterSeconds', (_, name) => readInteger(fields, name, 0));
    return { ...scope, kind, status, ...wait, ...readDetail(fields) };
  }
  const plain = PLAIN_FAULT_KINDS.find((name) => name === kind);
  if (plain === undefined)
    throw new SideChannelInputError(`kind: one of status, slow, ${PLAIN_FAULT_KINDS.join(', ')}`);
  return { ...scope, kind: plain };
}

function readScope(fields: Fields): FaultScope {
  return {
    ...optional(fields, 'times', (_, name) => readInteger(fields, name, 1)),
    ...optional(fields, 'method', readText),
    ...optional(fields, 'path', readText),
  };
}
