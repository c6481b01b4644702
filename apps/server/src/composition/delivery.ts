import type pg from 'pg';
import type { Logger } from 'pino';
import type { Config } from '../config.ts';
import {
  Delivery,
  type DeliveryOptions,
  exchangeCode,
  guardedCall,
  httpCall,
  makeGoals,
  Pacing,
  signInAddress,
  Tokens,
  testDestination,
} from '../delivery/index.ts';
import { destinationsByType } from '../destinations/registry.ts';
import type { Directory } from '../directory/directory.ts';
import type { Writer } from '../ingest/writer.ts';
import type { ManageDependencies } from '../manage/index.ts';
import type { Messengers } from '../messengers/messengers.ts';
import type { Metrics } from '../observability/metrics.ts';
import type { Sealer } from '../secrets/seal.ts';
import type { Ends } from './ends.ts';
import type { SealedSettings } from './sealed-settings.ts';

/** Calls to ad systems that somebody in the dashboard waits for. */
export type CallsToPlatforms = Pick<ManageDependencies, 'testDestination' | 'makeGoals' | 'signIn'>;

export interface OpenDelivery {
  readonly delivery: Delivery;
  readonly pacing: Pacing;
  readonly callsToPlatforms: CallsToPlatforms;
}

interface DeliveryNeeds {
  readonly config: Pick<Config, 'baseUrls' | 'allowPrivateTargets' | 'deliveryPollSeconds' | 'deliveryBusyPerSecond'>;
  readonly pool: pg.Pool;
  readonly settings: SealedSettings;
  readonly sealer: Pick<Sealer, 'open'>;
  readonly directory: Directory;
  readonly writer: Pick<Writer, 'load'>;
  readonly messengers: Pick<Messengers, 'sendToOwners'>;
  readonly metrics: Metrics;
  readonly now: () => number;
  readonly log: Logger;
  readonly ends: Ends;
}

/** The outbox; nothing goes out before it is started. */
export function openDelivery(needs: DeliveryNeeds): OpenDelivery {
  const { config, pool, settings, sealer, directory, writer, messengers, metrics, now, log, ends } = needs;
  const pacing = new Pacing({ ingestLoad: () => writer.load, rowsPerSecond: config.deliveryBusyPerSecond });
  const options: DeliveryOptions = {
    pool,
    destinations: destinationsByType,
    openSettings: settings.open,
    openAddress: (sealed) => sealer.open(sealed),
    sealSettings: settings.seal,
    tokens: new Tokens(),
    baseUrls: config.baseUrls,
    call: httpCall,
    callOwnersAddress: config.allowPrivateTargets ? httpCall : guardedCall(),
    pacing,
    pollSeconds: config.deliveryPollSeconds,
    now,
    random: Math.random,
    log,
    onAttempt: (attempt) => metrics.called(attempt),
    async onTrouble({ projectId, noticeId, text }) {
      const project = await directory.project(projectId);
      if (project === null || project.deleted) return;
      await messengers.sendToOwners(
        projectId,
        `destination:${noticeId}`,
        `«${project.title}»\n\n${text.ru}\n\n${text.en}`,
      );
    },
  };
  const delivery = new Delivery(options);
  ends.add('calls', () => delivery.stop());
  return { delivery, pacing, callsToPlatforms: callsWith(options) };
}

function callsWith(options: DeliveryOptions): CallsToPlatforms {
  return {
    testDestination: (projectId, destinationId) => testDestination(options, { projectId, destinationId }),
    makeGoals: (projectId, destinationId, goals) => makeGoals(options, { projectId, destinationId }, goals),
    signIn: {
      address: (projectId, destinationId, way) => signInAddress(options, { projectId, destinationId }, way),
      exchange: (projectId, destinationId, given) => exchangeCode(options, { projectId, destinationId }, given),
    },
  };
}
