import type { IncomingMessage, ServerResponse } from 'node:http';
import type { TypeBoxTypeProvider } from '@fastify/type-provider-typebox';
import type { FastifyBaseLogger, FastifyInstance, RawServerDefault } from 'fastify';
import type pg from 'pg';
import type { CallProcessor } from '../api/call-processor.ts';
import type { ApiMethod } from '../api/method.ts';
import type { Exchanged, GoalsMade, SignInAddress, TestReport } from '../delivery/index.ts';
import type { Destination } from '../destinations/destination.ts';
import type { Directory } from '../directory/directory.ts';
import type { ClickRecord } from '../ingest/records.ts';
import type { Messengers } from '../messengers/messengers.ts';
import type { LiveFigures } from '../reports/live.ts';
import type { Sealer } from '../secrets/seal.ts';
import { type Database, databaseOver, inTransaction, tellOfChange } from './database.ts';

export interface ManageDependencies {
  readonly pool: pg.Pool;
  readonly sealer: Sealer;
  /** Null: nobody may call the management API. */
  readonly adminToken: string | null;
  readonly publicUrl: string;
  readonly trackingUrl: string;
  readonly destinations: ReadonlyMap<string, Destination>;
  /** Documented in OpenAPI, and looked up by name for replays. */
  readonly methods: readonly ApiMethod[];
  readonly processor: Pick<CallProcessor, 'process'>;
  readonly storeClick: (click: ClickRecord) => Promise<void>;
  readonly wakeDelivery: () => void;
  readonly testDestination: (projectId: string, destinationId: string) => Promise<TestReport | null>;
  readonly makeGoals: (projectId: string, destinationId: string, goals: readonly string[]) => Promise<GoalsMade>;
  /** Signing in at ad systems. */
  readonly signIn: {
    address(
      projectId: string,
      destinationId: string,
      way: { readonly redirectUri: string; readonly state: string },
    ): Promise<SignInAddress>;
    exchange(
      projectId: string,
      destinationId: string,
      given: { readonly code: string; readonly redirectUri: string },
    ): Promise<Exchanged>;
  };
  readonly messengers: Pick<Messengers, 'overview' | 'change' | 'check' | 'ownerCode' | 'forgetOwnerChat'>;
  readonly live: LiveFigures;
  readonly directory: Pick<Directory, 'project' | 'readProject' | 'forget'>;
  readonly now: () => number;
  /** Where faults go that the caller only gets a reference of. */
  readonly log?: (message: string, details: object) => void;
}

/** What the routes work with. */
export interface Manage extends ManageDependencies {
  readonly db: Database;
  /** Runs a change of a project's configuration in one transaction and makes all processes notice it. */
  changeConfig<T>(projectId: string, change: (tx: Database, client: pg.PoolClient) => Promise<T>): Promise<T>;
}

export function manageOver(dependencies: ManageDependencies): Manage {
  const db = databaseOver(dependencies.pool);
  return {
    ...dependencies,
    db,
    async changeConfig(projectId, change) {
      const result = await inTransaction(dependencies.pool, async (tx, client) => {
        const changed = await change(tx, client);
        await tellOfChange(tx, projectId);
        return changed;
      });
      // Other processes hear of it; whoever asked this one may rely on it with the very next call.
      dependencies.directory.forget();
      return result;
    },
  };
}

/** A Fastify instance whose handlers are typed by their schemas. */
export type ManageApp = FastifyInstance<
  RawServerDefault,
  IncomingMessage,
  ServerResponse,
  FastifyBaseLogger,
  TypeBoxTypeProvider
>;
