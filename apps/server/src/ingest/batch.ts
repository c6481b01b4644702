import type { AdSystem } from '@otkuda/contract';
import type { QueryResultRow } from 'pg';
import type { Statement } from '../database/statement.ts';
import type { ProjectConfig } from '../directory/config-types.ts';
import type { ClickIds, Marks } from '../domain/click-marks.ts';
import type { Effect } from '../domain/membership.ts';
import type { JoinRequested, Signal } from '../domain/signal.ts';
import type { OpenClicks } from './open-clicks.ts';
import type {
  Answer,
  ClickIdsRecord,
  ClickRecord,
  ClickVia,
  IngestRecord,
  PressRecord,
  RequestOutcome,
  RequestRecord,
  StoredOutcome,
} from './records.ts';
import type { ConversionRow, EventRow, LastTouch, Source, StoredFact, SubscriberRow, Touch } from './rows.ts';

/** What the steps may do with the database: read now, or write with everything else at the end. */
export interface Transaction {
  read<Row extends QueryResultRow>(statement: Statement<Row>, values: readonly unknown[]): Promise<Row[]>;
  /** Sent together with the commit; nothing is learnt from it. */
  write(statement: Statement<QueryResultRow>, values: readonly unknown[]): void;
}

/** A call in a batch, and what has become of it so far. */
export interface PendingRequest {
  readonly record: RequestRecord;
  outcome: RequestOutcome | null;
  answer: Answer | null;
  /** The answer is one that was given before. */
  repeated: boolean;
  eventId: string | null;
  userId: string | null;
  /** An earlier call of this batch with the same Idempotency-Key: it gets that one's answer. */
  follows: PendingRequest | null;
}

/** A click as attribution needs it, from the database or from this very batch. */
export interface ClickFacts {
  readonly clickId: string;
  readonly via: ClickVia;
  readonly clickedMs: number;
  readonly linkId: string | null;
  readonly adSystem: AdSystem | null;
  readonly marks: Marks;
  readonly ids: ClickIds;
  readonly country: string | null;
}

/** What is known of an invite link that somebody joined by. */
export interface InviteLinkFacts {
  /** Whose link it is. */
  readonly projectId: string;
  readonly inviteLink: string;
  readonly clickId: string | null;
  readonly link: LinkFacts | null;
}

/** A tracking link, where a join names it without a click. */
export interface LinkFacts {
  readonly linkId: string;
  readonly adSystem: AdSystem | null;
  readonly marks: Marks;
}

/** A subscriber while the batch is folded over it. */
export interface SubscriberInWork {
  row: SubscriberRow;
  /** As it was before this batch; null: never seen before. */
  readonly loaded: SubscriberRow | null;
  /** False while only this batch's placeholder stands for somebody never seen. */
  exists: boolean;
  /** Facts of this batch, and, where a late one has to be sorted in, those stored before. */
  facts: StoredFact[];
  changed: boolean;
}

/** A stored signal with the touch that decides where its goals go. */
export interface FoldedSignal {
  readonly request: PendingRequest;
  readonly signal: Signal;
  readonly event: EventRow;
  readonly touch: LastTouch | null;
  /** Filled by planning: where the goal that the caller named goes. */
  readonly outcome: StoredOutcome;
}

export interface Claim {
  readonly projectId: string;
  readonly clickId: string;
  /** `auto_detect` chose it: no other start may have it. A start with the click's own code is right, whoever claimed it before. */
  readonly detected: boolean;
}

export interface RollupCounts {
  clicks: number;
  machineClicks: number;
  starts: number;
  firstJoins: number;
  joins: number;
  leaves: number;
  present: number;
  goals: number;
  events: number;
  revenue: bigint;
  cost: bigint;
}

/** Everything that one transaction stores, filled step by step. Thrown away when the transaction has to be repeated. */
export class Batch {
  readonly clicks: ClickRecord[] = [];
  readonly learntIds: ClickIdsRecord[] = [];
  readonly presses: PressRecord[] = [];
  readonly requests: PendingRequest[] = [];
  readonly nowMs: number;
  /** An attempt before this one failed: by what this process remembers of what is stored, perhaps. */
  readonly repeated: boolean;

  /** By project and the address as it came. */
  readonly inviteLinks = new Map<string, InviteLinkFacts>();
  /** Starts of the bot that leads into a channel, by project and person, those of this batch as they are folded. */
  readonly hops = new Map<string, Touch[]>();
  /** What `auto_detect` may take, by project. */
  readonly openClicks = new Map<string, OpenClicks>();
  /** Clicks that starts and joins of this batch take. */
  readonly claims = new Map<string, Claim>();
  /** Invite links of the pool that brought the person they were leased for. */
  readonly usedInviteLinks: { readonly projectId: string; readonly inviteLink: string; readonly atMs: number }[] = [];
  readonly subscribers = new Map<string, SubscriberInWork>();
  readonly touches: Touch[] = [];
  readonly events: EventRow[] = [];
  /** Events stored earlier whose effect changed, since a late fact was sorted in before them; with the effect they had. */
  readonly reweighed = new Map<
    string,
    { readonly projectId: string; readonly fact: StoredFact; readonly before: Effect }
  >();
  /** Starts stored earlier that got the touch of a call that told them again with their value. */
  readonly retouched = new Map<
    string,
    {
      readonly projectId: string;
      readonly fact: StoredFact;
      readonly fromSourceId: string;
      readonly effectBefore: Effect;
    }
  >();
  readonly folded: FoldedSignal[] = [];
  readonly conversions: ConversionRow[] = [];
  /** People who left: what was to be told if they stayed is not. */
  readonly leaves: { readonly projectId: string; readonly userId: string; readonly leftMs: number }[] = [];
  readonly sources = new Map<string, { readonly projectId: string; readonly source: Source }>();
  /** All label sets of projects that were asked for theirs, as they are once this is committed. */
  readonly labelSets = new Map<string, ReadonlySet<string>>();
  readonly rollups = new Map<
    string,
    { readonly projectId: string; readonly bucketMs: number; readonly sourceId: string; readonly counts: RollupCounts }
  >();

  #clicksById: Map<string, ClickFacts> | null = null;

  constructor(records: readonly IngestRecord[], nowMs: number, repeated = false) {
    this.nowMs = nowMs;
    this.repeated = repeated;
    for (const record of records) {
      if (record.kind === 'click') this.clicks.push(record);
      else if (record.kind === 'click_ids') this.learntIds.push(record);
      else if (record.kind === 'press') this.presses.push(record);
      else this.requests.push(pending(record));
    }
  }

  /**
   * Those of this batch, and those that are loaded for it, by the project whose clicks they are: a sandbox twin's starts find those of its original.
   * Made when it is first asked for, since most batches of clicks have nobody who asks.
   */
  get clicksById(): Map<string, ClickFacts> {
    this.#clicksById ??= new Map(this.clicks.map((click) => [keyOf(click.projectId, click.clickId), click]));
    return this.#clicksById;
  }

  /** Calls whose signals still have to be stored, in order of arrival. */
  *open(): Generator<PendingRequest & { record: RequestRecord & { task: { kind: 'store' } } }> {
    for (const request of this.requests) {
      if (request.record.task.kind !== 'store') continue;
      if (request.outcome !== null || request.answer !== null || request.follows !== null) continue;
      yield request as PendingRequest & { record: RequestRecord & { task: { kind: 'store' } } };
    }
  }

  /** People who ask to be let into a channel, with the calls that say so. */
  *joinRequests(): Generator<{ readonly request: PendingRequest; readonly signal: JoinRequested }> {
    for (const request of this.requests) {
      const { task } = request.record;
      if (task.kind === 'store' && task.reading.kind === 'join_requested') yield { request, signal: task.reading };
    }
  }

  /** Whose counts this batch changes. */
  projects(): ReadonlySet<string> {
    return new Set(Array.from(this.rollups.values(), ({ projectId }) => projectId));
  }

  /** Signals of the open calls, with the project they belong to. */
  *signals(): Generator<{
    readonly request: PendingRequest;
    readonly project: ProjectConfig;
    readonly projectId: string;
    readonly signal: Signal;
  }> {
    for (const request of this.open()) {
      const { reading } = request.record.task;
      if (reading.kind !== 'signals') continue;
      const { project } = request.record;
      for (const signal of reading.signals) yield { request, project, projectId: project.projectId, signal };
    }
  }
}

function pending(record: RequestRecord): PendingRequest {
  const remembered = record.task.kind === 'remember' ? record.task : null;
  return {
    record,
    outcome: null,
    answer: remembered?.answer ?? null,
    repeated: false,
    eventId: null,
    userId: remembered?.userId ?? null,
    follows: null,
  };
}

/** Key of a map by project and another id; the separator cannot stand in either. */
export function keyOf(projectId: string, id: string): string {
  return `${projectId}\u0000${id}`;
}
