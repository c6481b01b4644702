import { jsonAnswer } from '../stand-in/answer.ts';
import type { Clock } from '../stand-in/clock.ts';
import { type Fault, FaultQueue } from '../stand-in/faults.ts';
import { parseObject, readText, readTexts } from '../stand-in/fields.ts';
import { type RecordedRequest, RequestLog } from '../stand-in/request-log.ts';
import type { StandIn } from '../stand-in/stand-in.ts';
import { startStandIn } from '../stand-in/start.ts';
import { gifAnswer, readHit, type VkHit } from './tracker.ts';

export interface VkAdsOptions {
  /** Port on 127.0.0.1; 0 or absent takes a free one. */
  readonly port?: number;
  readonly now?: Clock;
}

export interface PixelSettings {
  readonly id: string;
  /** Names of the goals of type "JavaScript event". */
  readonly goals: readonly string[];
}

/**
 * A strict local stand-in for the pixel of VK Ads (adplatforms.md §3.1, §8). Like the platform it answers every hit with a picture;
 * what it thinks of it stands in `hits`. A repeat is counted twice: there is no key to tell it by.
 */
export interface VkAdsSimulator {
  /** The server's `VK_TRACKER_URL`. */
  readonly url: string;
  addPixel(pixel: PixelSettings): void;
  /** Queues a misbehaviour for the next request it is meant for. */
  inject(fault: Fault): void;
  /** Every hit in the order of arrival, counted or not. */
  hits(): readonly VkHit[];
  /** Those that count, repeats included. */
  counted(): readonly VkHit[];
  requests(): readonly RecordedRequest[];
  close(): Promise<void>;
}

const bodyBytesMax = 64 * 1024;

export async function startVkAds(options: VkAdsOptions = {}): Promise<VkAdsSimulator> {
  const { now = Date.now, port } = options;
  const pixels = new Map<string, ReadonlySet<string>>();
  const hits: VkHit[] = [];
  const addPixel = ({ id, goals }: PixelSettings): void => void pixels.set(id, new Set(goals));
  const standIn: StandIn = {
    name: 'vk-ads',
    faults: new FaultQueue(),
    requests: new RequestLog(),
    bodyBytesMax,
    answer(request) {
      if (request.pathname !== '/tracker') return { status: 404, headers: {}, body: '' };
      hits.push(readHit(request, pixels, now()));
      return gifAnswer;
    },
    tooLarge: () => ({ status: 413, headers: {}, body: '' }),
    refuse: ({ status }) => ({ status, headers: { 'content-type': 'text/plain' }, body: '' }),
    readFaultDetail: () => ({}),
    answerSideChannel({ resource, body }) {
      switch (resource) {
        case 'GET events':
          return jsonAnswer(200, { events: hits });
        case 'POST pixels': {
          const fields = parseObject(body);
          addPixel({ id: readText(fields, 'id'), goals: readTexts(fields, 'goals') });
          return jsonAnswer(201, {});
        }
        default:
          return null;
      }
    },
  };
  return {
    ...(await startStandIn(standIn, port)),
    addPixel,
    inject: (fault) => standIn.faults.inject(fault),
    hits: () => [...hits],
    counted: () => hits.filter(({ verdict }) => verdict === 'counted'),
    requests: () => standIn.requests.list(),
  };
}
