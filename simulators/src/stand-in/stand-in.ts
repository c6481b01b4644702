import type { IncomingHttpHeaders, IncomingMessage } from 'node:http';
import type { Answer } from './answer.ts';
import type { FaultQueue, StatusFault } from './faults.ts';
import type { Fields } from './fields.ts';
import type { RequestLog } from './request-log.ts';

/** A request whose body has arrived. */
export interface PlatformRequest {
  readonly method: string;
  /** Path and query as sent, for platforms whose query is not the usual one. */
  readonly target: string;
  readonly pathname: string;
  readonly query: URLSearchParams;
  readonly headers: IncomingHttpHeaders;
  readonly body: Buffer;
}

/** What a test in another process asks or tells, under `/__sim/<name>/`. */
export interface SideChannelRequest {
  /** Method and the rest of the path, as `GET events`. */
  readonly resource: string;
  readonly query: URLSearchParams;
  readonly body: string;
}

/** Whether a request may enter. `release` gives its place back and may be called more than once. */
export type Admission =
  | { readonly kind: 'admitted'; release(): void }
  | { readonly kind: 'refused'; readonly answer: Answer };

/**
 * What tells one platform from another. The rest is the same for all of them: transport, faults on demand, the log of requests, the
 * side channel (adplatforms.md §8).
 */
export interface StandIn<Detail = unknown> {
  /** Names it in the side channel's addresses, as `yandex-metrica`. */
  readonly name: string;
  readonly faults: FaultQueue<Detail>;
  readonly requests: RequestLog;
  readonly bodyBytesMax: number;
  /** Quotas; without it every request may enter. */
  admit?(request: IncomingMessage): Admission;
  /** Does what the request asks. Every refusal is an answer too; what it throws is a defect and is loud. */
  answer(request: PlatformRequest): Answer;
  tooLarge(): Answer;
  /** A status on demand, in the platform's words; `Retry-After` is added to it. */
  refuse(fault: StatusFault<Detail>): Answer;
  /** What the side channel may say of a status fault. @throws {SideChannelInputError} */
  readFaultDetail(fields: Fields): Detail;
  /** The platform's own part of the side channel; null: there is no such resource. @throws {SideChannelInputError} */
  answerSideChannel(request: SideChannelRequest): Answer | null;
}
