import { jsonAnswer } from '../stand-in/answer.ts';
import { type Fault, FaultQueue } from '../stand-in/faults.ts';
import { parseObject, readText, readTexts } from '../stand-in/fields.ts';
import { type RecordedRequest, RequestLog } from '../stand-in/request-log.ts';
import type { SideChannelRequest, StandIn } from '../stand-in/stand-in.ts';
import { startStandIn } from '../stand-in/start.ts';
import type { AccountSettings } from './accounts.ts';
import { apiErrorAnswer, invalidArgument } from './api-error.ts';
import type { CredentialSettings } from './credentials.ts';
import { answerDataManager } from './data-manager.ts';
import { type GoogleFaultDetail, googleFaultAnswer, readGoogleFaultDetail } from './faults.ts';
import type { GoogleEvent } from './requests.ts';
import { createWorld, type GoogleAdsOptions, type World } from './world.ts';

/** A strict local stand-in for Google's OAuth server and Data Manager API (adplatforms.md §5.1, §8), on one address. */
export interface GoogleAdsSimulator {
  /** The server's `GOOGLE_DATA_MANAGER_URL` and `GOOGLE_OAUTH_URL`. */
  readonly url: string;
  addAccount(account: AccountSettings): void;
  addCredentials(credentials: CredentialSettings): void;
  /** As when the person withdraws their consent. */
  revoke(refreshToken: string): void;
  /** Makes access tokens worthless before their time. */
  expireAccessTokens(): void;
  /** The next requests are taken and get lost in processing. */
  lose(count: number): void;
  /** Diagnostics take that long from now on. */
  slowDown(processingMinutes: number): void;
  /** Queues a misbehaviour for the next request it is meant for. */
  inject(fault: Fault<GoogleFaultDetail>): void;
  /** Every event that was taken, with what processing makes of it. */
  taken(): readonly GoogleEvent[];
  /** Those that count in the end. */
  counted(): readonly GoogleEvent[];
  requests(): readonly RecordedRequest[];
  close(): Promise<void>;
}

const bodyBytesMax = 16 * 1024 * 1024;

export async function startGoogleAds(options: GoogleAdsOptions = {}): Promise<GoogleAdsSimulator> {
  const world = createWorld(options);
  const standIn: StandIn<GoogleFaultDetail> = {
    name: 'google-ads',
    faults: new FaultQueue(),
    requests: new RequestLog(),
    bodyBytesMax,
    answer: (request) =>
      request.pathname === '/token'
        ? world.credentials.answerToken(request, world.clock())
        : answerDataManager(world, request),
    tooLarge: () => apiErrorAnswer(invalidArgument([])),
    refuse: googleFaultAnswer,
    readFaultDetail: readGoogleFaultDetail,
    answerSideChannel: (request) => answerSideChannel(world, request),
  };
  return {
    ...(await startStandIn(standIn, options.port)),
    addAccount: (account) => world.accounts.add(account),
    addCredentials: (credentials) => world.credentials.add(credentials),
    revoke: (refreshToken) => world.credentials.revoke(refreshToken),
    expireAccessTokens: () => world.credentials.expireAccessTokens(),
    slowDown: (minutes) => {
      world.processingMs = minutes * 60_000;
    },
    lose: (count) => world.taken.lose(count),
    inject: (fault) => standIn.faults.inject(fault),
    taken: () => [...world.taken.events()],
    counted: () => world.taken.events().filter(({ error }) => error === null),
    requests: () => standIn.requests.list(),
  };
}

function answerSideChannel({ taken, accounts, credentials }: World, { resource, body }: SideChannelRequest) {
  switch (resource) {
    case 'GET events':
      return jsonAnswer(200, { events: taken.events() });
    case 'POST accounts': {
      const fields = parseObject(body);
      accounts.add({ id: readText(fields, 'id'), conversionActions: readTexts(fields, 'conversionActions') });
      return jsonAnswer(201, {});
    }
    case 'POST credentials': {
      const fields = parseObject(body);
      credentials.add({
        clientId: readText(fields, 'clientId'),
        clientSecret: readText(fields, 'clientSecret'),
        refreshToken: readText(fields, 'refreshToken'),
        accounts: readTexts(fields, 'accounts'),
      });
      return jsonAnswer(201, {});
    }
    default:
      return null;
  }
}
