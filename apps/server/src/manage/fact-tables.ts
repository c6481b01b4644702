import type { AdSystem, ConversionState, EventResult, Label } from '@otkuda/contract';
import type { ColumnType } from 'kysely';
import type { Cause } from '../destinations/outgoing.ts';
import type { ClickIds, Marks } from '../domain/click-marks.ts';
import type { EventKind, Exactness, SourceType } from '../ingest/rows.ts';

// What the pipeline and the delivery write, as the management API reads it.

type Read<T> = ColumnType<T, never, never>;

export interface SourcesTable {
  project_id: string;
  source_id: string;
  link_id: string | null;
}

export interface ClicksTable {
  project_id: string;
  click_id: string;
  link_id: string | null;
  clicked_at: Date;
  via: 'link' | 'landing';
  machine: string | null;
  ad_system: AdSystem | null;
  marks: Record<string, string>;
  ids: Record<string, string>;
  country: string | null;
  address: string | null;
  referrer: string | null;
  user_agent: string | null;
  ip: string | null;
}

export interface RollupsTable {
  project_id: string;
  source_id: string;
  clicks: Read<string>;
  machine_clicks: Read<string>;
  starts: Read<string>;
  joins: Read<string>;
  leaves: Read<string>;
}

export interface TouchesTable {
  project_id: string;
  touch_id: string;
  user_id: string | null;
  touched_at: Date;
  source_type: SourceType;
  exactness: Exactness;
  confidence: number;
  start_value: string | null;
  link_id: string | null;
  click_id: string | null;
  clicked_at: Date | null;
  ad_system: AdSystem | null;
  marks: Read<Marks>;
  ids: Read<ClickIds>;
  country: string | null;
}

export interface SubscribersTable {
  project_id: string;
  user_id: string;
  first_name: string | null;
  last_name: string | null;
  username: string | null;
  language_code: string | null;
  is_premium: boolean | null;
  status: 'none' | 'member' | 'resumed' | 'left';
  first_join_at: Date | null;
  last_join_at: Date | null;
  left_at: Date | null;
  first_touch_id: string | null;
  last_touch_id: string | null;
  created_at: Date;
}

export interface EventsTable {
  project_id: string;
  event_id: string;
  user_id: string | null;
  happened_at: Date;
  kind: EventKind;
  type: string | null;
  target: string | null;
  result: EventResult | null;
  amount: string | null;
  labels: Read<Label[] | null>;
  touch_id: string | null;
  arrival: number | null;
  effect: 'first_join' | 'join' | 'leave' | 'return' | null;
  start_value: string | null;
}

export interface RequestsTable {
  project_id: string;
  request_id: string;
  key_id: string;
  received_at: Date;
  method: string;
  outcome: 'accepted' | 'ignored' | 'repeated' | 'refused' | 'read';
  status: number;
  details: string | null;
  user_id: string | null;
  event_id: string | null;
  content_type: string | null;
  body: Buffer | null;
  calls: number;
  replay_of: string | null;
}

export interface ConversionsTable {
  project_id: string;
  conversion_id: string;
  destination_id: string;
  event_id: string | null;
  user_id: string | null;
  target: string;
  happened_at: Date;
  value: string | null;
  currency: string;
  id_kind: string | null;
  cause: Cause;
  click_id: string | null;
  state: ConversionState;
  reason: string | null;
  attempts: number;
  due_at: Date | null;
  deadline_at: Date | null;
  accepted_at: Date | null;
  confirmed_at: Date | null;
  response: string | null;
  created_at: Date;
}

export interface BatchConversionsTable {
  project_id: string;
  conversion_id: string;
  batch_id: string;
}

export interface AttemptsTable {
  project_id: string;
  attempt_id: string;
  batch_id: string | null;
  purpose: 'send' | 'look_up' | 'verdict' | 'test' | 'token' | 'goals';
  tried_at: Date;
  duration_ms: number;
  request: string;
  status: number | null;
  answer: string | null;
  class: string;
  reason: string | null;
}
