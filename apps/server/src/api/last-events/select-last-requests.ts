import type { ConversionState } from '@otkuda/contract';
import type pg from 'pg';

export const requestsShownMax = 100;
/** A longer body is cut before it leaves the database; such a body is shown as text, since it cannot be read as JSON any more. */
export const bodyBytesShownMax = 8 * 1024;

/** A call as the request log has it, with what was stored for it. */
export interface LoggedRequest {
  readonly request_id: string;
  readonly received_at: Date;
  readonly method: string;
  readonly outcome: 'accepted' | 'ignored' | 'repeated' | 'refused' | 'read';
  readonly status: number;
  readonly details: string | null;
  readonly user_id: string | null;
  /** Null where the person it was about was erased. */
  readonly body: Buffer | null;
  readonly body_bytes: number;
  readonly calls: number;
  readonly replay_of: string | null;
  readonly event: LoggedEvent | null;
  readonly touch: LoggedTouch | null;
  readonly person: LoggedPerson | null;
  readonly conversions: readonly LoggedConversion[];
}

export interface LoggedEvent {
  readonly id: string;
  readonly kind: 'start' | 'stop' | 'resume' | 'join' | 'leave' | 'goal' | 'event' | 'refund';
  readonly type: string | null;
  readonly target: string | null;
  readonly amount: string | null;
  readonly effect: 'first_join' | 'join' | 'leave' | 'return' | null;
}

export interface LoggedTouch {
  readonly exactness: 'exact' | 'probable' | 'organic' | 'unknown';
  readonly confidence: number;
  readonly startValue: string | null;
  readonly linkName: string | null;
  readonly adSystem: string | null;
  readonly source: string | null;
  readonly campaign: string | null;
}

export interface LoggedPerson {
  readonly firstName: string | null;
  readonly lastName: string | null;
  readonly username: string | null;
}

export interface LoggedConversion {
  readonly destination: string;
  readonly destinationState: string;
  readonly destinationReason: string | null;
  readonly target: string;
  readonly state: ConversionState;
  readonly reason: string | null;
  readonly response: string | null;
}

type Row = Omit<LoggedRequest, 'conversions'>;

/** The latest calls of one key, the newest first. Bounded work: each of them by an index, and only by this project. */
export async function selectLastRequests(
  pool: pg.Pool,
  key: { readonly keyId: string; readonly projectId: string; readonly ownerProjectId: string },
): Promise<readonly LoggedRequest[]> {
  const { rows } = await pool.query<Row>({
    name: 'select_last_requests',
    text: lastRequests,
    values: [key.projectId, key.keyId, requestsShownMax, bodyBytesShownMax],
  });
  const eventIds = rows.flatMap(({ event }) => (event === null ? [] : [event.id]));
  const conversions = eventIds.length === 0 ? new Map() : await selectConversions(pool, key, eventIds);
  return rows.map((row) => ({ ...row, conversions: (row.event && conversions.get(row.event.id)) ?? [] }));
}

const lastRequests = `
  select r.request_id, r.received_at, r.method, r.outcome, r.status, r.details, r.user_id,
    substring(r.body from 1 for $4) as body, coalesce(length(r.body), 0) as body_bytes, r.calls, r.replay_of,
    case when e.event_id is not null then json_build_object('id', e.event_id, 'kind', e.kind, 'type', e.type, 'target', e.target,
      'amount', trim_scale(e.amount)::text, 'effect', e.effect) end as event,
    case when t.touch_id is not null then json_build_object('exactness', t.exactness, 'confidence', t.confidence,
      'startValue', t.start_value, 'linkName', l.name, 'adSystem', t.ad_system, 'source', t.marks ->> 'utm_source',
      'campaign', t.marks ->> 'utm_campaign') end as touch,
    case when s.user_id is not null then json_build_object('firstName', s.first_name, 'lastName', s.last_name,
      'username', s.username) end as person
  from (
    select * from requests where project_id = $1 and key_id = $2 order by request_id desc limit $3
  ) r
  left join events e on e.project_id = $1 and e.event_id = r.event_id
  left join touches t on t.project_id = $1 and t.touch_id = e.touch_id
  left join links l on l.project_id = $1 and l.link_id = t.link_id
  left join subscribers s on s.project_id = $1 and s.user_id = r.user_id
  order by r.request_id desc`;

/** A sandbox twin has the destinations of its original, so they are another project's and looked up apart. */
async function selectConversions(
  pool: pg.Pool,
  { projectId, ownerProjectId }: { readonly projectId: string; readonly ownerProjectId: string },
  eventIds: readonly string[],
): Promise<ReadonlyMap<string, readonly LoggedConversion[]>> {
  const found = await pool.query<{
    event_id: string;
    destination_id: string;
    target: string;
    state: ConversionState;
    reason: string | null;
    response: string | null;
  }>({
    name: 'select_conversions_of_events',
    text: `select event_id, destination_id, target, state, reason, response from conversions
           where project_id = $1 and event_id = any($2::uuid[]) order by conversion_id limit 1000`,
    values: [projectId, eventIds],
  });
  const destinations = found.rowCount === 0 ? new Map() : await selectDestinations(pool, ownerProjectId);
  const byEvent = new Map<string, LoggedConversion[]>();
  for (const { event_id, destination_id, ...conversion } of found.rows) {
    const destination = destinations.get(destination_id) ?? deletedDestination;
    const shown = { ...conversion, ...destination };
    byEvent.set(event_id, [...(byEvent.get(event_id) ?? []), shown]);
  }
  return byEvent;
}

type ShownDestination = Pick<LoggedConversion, 'destination' | 'destinationState' | 'destinationReason'>;
const deletedDestination: ShownDestination = { destination: '–', destinationState: 'deleted', destinationReason: null };

async function selectDestinations(pool: pg.Pool, projectId: string): Promise<ReadonlyMap<string, ShownDestination>> {
  const found = await pool.query<{ destination_id: string; name: string; state: string; state_reason: string | null }>(
    'select destination_id, name, state, state_reason from destinations where project_id = $1',
    [projectId],
  );
  return new Map(
    found.rows.map((row) => [
      row.destination_id,
      { destination: row.name, destinationState: row.state, destinationReason: row.state_reason },
    ]),
  );
}
