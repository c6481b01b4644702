import { jsonAnswer } from '../stand-in/answer.ts';
import type { Clock } from '../stand-in/clock.ts';
import { type Fault, FaultQueue } from '../stand-in/faults.ts';
import { parseObject, readText } from '../stand-in/fields.ts';
import { type RecordedRequest, RequestLog } from '../stand-in/request-log.ts';
import type { StandIn } from '../stand-in/stand-in.ts';
import { startStandIn } from '../stand-in/start.ts';
import { type DatasetSettings, Datasets, type MetaEvent } from './datasets.ts';
import { type MetaFaultDetail, metaFaultAnswer, readMetaFaultDetail } from './faults.ts';
import { answerGraph } from './graph-api.ts';
import { graphErrorAnswer, invalidParameter } from './graph-error.ts';

export interface MetaCapiOptions {
  /** Port on 127.0.0.1; 0 or absent takes a free one. */
  readonly port?: number;
  readonly now?: Clock;
}

/** A strict local stand-in for the Conversions API of Meta (adplatforms.md §4, §8). */
export interface MetaCapiSimulator {
  /** The server's `META_GRAPH_URL`. */
  readonly url: string;
  addDataset(dataset: DatasetSettings): void;
  /** Makes a token worthless. */
  revoke(token: string): void;
  /** Queues a misbehaviour for the next request it is meant for. */
  inject(fault: Fault<MetaFaultDetail>): void;
  /** Every event that was received, repeats included and marked. */
  received(): readonly MetaEvent[];
  /** Those that count: the first of each name and id within 48 hours. */
  counted(): readonly MetaEvent[];
  requests(): readonly RecordedRequest[];
  close(): Promise<void>;
}

const bodyBytesMax = 16 * 1024 * 1024;

export async function startMetaCapi(options: MetaCapiOptions = {}): Promise<MetaCapiSimulator> {
  const { now = Date.now, port } = options;
  const datasets = new Datasets();
  const standIn: StandIn<MetaFaultDetail> = {
    name: 'meta-capi',
    faults: new FaultQueue(),
    requests: new RequestLog(),
    bodyBytesMax,
    answer: (request) => answerGraph(datasets, request, now()),
    tooLarge: () => graphErrorAnswer(invalidParameter('the body is too large')),
    refuse: metaFaultAnswer,
    readFaultDetail: readMetaFaultDetail,
    answerSideChannel({ resource, body }) {
      switch (resource) {
        case 'GET events':
          return jsonAnswer(200, { events: datasets.all() });
        case 'POST datasets': {
          const fields = parseObject(body);
          datasets.add({ id: readText(fields, 'id'), token: readText(fields, 'token') });
          return jsonAnswer(201, {});
        }
        default:
          return null;
      }
    },
  };
  return {
    ...(await startStandIn(standIn, port)),
    addDataset: (dataset) => datasets.add(dataset),
    revoke: (token) => datasets.revoke(token),
    inject: (fault) => standIn.faults.inject(fault),
    received: () => [...datasets.all()],
    counted: () => datasets.all().filter(({ duplicate }) => !duplicate),
    requests: () => standIn.requests.list(),
  };
}
