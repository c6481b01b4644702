import type { AdSystem, ConversionState, EventResult, KeyMode, Label, Platform, ProjectKind } from '@otkuda/contract';
import type { ColumnType, GeneratedAlways } from 'kysely';
import type { ClickIds, Marks } from '../domain/click-marks.ts';
import type { EventKind, Exactness, SourceType } from '../ingest/rows.ts';

// The tables as the management API sees them. Ids of type bigint and sums are strings, JSON is written as text.

type Json<T> = ColumnType<T, string, string>;
/** Left to the default of the column where it is not given. */
type Defaulted<T> = ColumnType<T, T | undefined, T>;
type Count = ColumnType<string, never, never>;

interface WorkspacesTable {
  workspace_id: GeneratedAlways<string>;
  name: string;
}

export interface ProjectsTable {
  project_id: GeneratedAlways<string>;
  workspace_id: string;
  production_id: string | null;
  platform: Platform;
  kind: ProjectKind;
  title: string;
  username: string | null;
  chat_id: string | null;
  chat_link: string | null;
  time_zone: string;
  currency: string;
  suspended: Defaulted<boolean>;
  disabled_methods: Defaulted<string[]>;
  auto_detect_minutes: Defaulted<number>;
  toolsy_goals: ColumnType<Record<string, string>, string | undefined, string>;
  messenger_token_sealed: Buffer | null;
  created_at: Date;
  deleted_at: Date | null;
}

export interface KeysTable {
  project_id: string;
  key_id: string;
  mode: KeyMode;
  secret_sealed: Buffer;
  hint: string;
  per_second: number;
  per_hour: number;
  per_day: number;
  always_200: boolean;
  expires_at: Date | null;
  revoked_at: Date | null;
  created_at: Date;
}

interface KeyDirectoryTable {
  key_hash: Buffer;
  project_id: string;
  key_id: string;
}

export interface LinksTable {
  project_id: string;
  link_id: string;
  code: string;
  name: string;
  ad_system: AdSystem | null;
  utm_source: string | null;
  utm_medium: string | null;
  utm_campaign: string | null;
  utm_content: string | null;
  utm_term: string | null;
  target: string | null;
  auto_approve_seconds: number | null;
  archived_at: Date | null;
  deleted_at: Date | null;
  created_at: Date;
}

interface LinkDirectoryTable {
  code: string;
  project_id: string;
  link_id: string;
}

interface SourcesTable {
  project_id: string;
  source_id: string;
  link_id: string | null;
}

interface RollupsTable {
  project_id: string;
  source_id: string;
  clicks: Count;
  machine_clicks: Count;
  starts: Count;
  joins: Count;
  leaves: Count;
}

export interface TouchesTable {
  project_id: string;
  touch_id: string;
  user_id: string;
  touched_at: Date;
  source_type: SourceType;
  exactness: Exactness;
  confidence: number;
  start_value: string | null;
  link_id: string | null;
  click_id: string | null;
  clicked_at: Date | null;
  ad_system: AdSystem | null;
  marks: Json<Marks>;
  ids: Json<ClickIds>;
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
  user_id: string;
  happened_at: Date;
  kind: EventKind;
  type: string | null;
  target: string | null;
  result: EventResult | null;
  amount: string | null;
  labels: Json<Label[] | null>;
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

export interface DestinationsTable {
  project_id: string;
  destination_id: string;
  type: string;
  name: string;
  settings_sealed: Buffer;
  goals: Json<Record<string, unknown>>;
  scope: 'own' | 'all';
  window_days: number;
  once_per_subscriber: string[];
  state: 'active' | 'paused' | 'needs_owner';
  state_reason: string | null;
  resume_at: Date | null;
  failures: Defaulted<number>;
  created_at: Date;
  deleted_at: Date | null;
}

export interface ConversionsTable {
  project_id: string;
  conversion_id: string;
  destination_id: string;
  event_id: string;
  user_id: string;
  target: string;
  happened_at: Date;
  value: string | null;
  currency: string;
  id_kind: string | null;
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

interface BatchConversionsTable {
  project_id: string;
  conversion_id: string;
  batch_id: string;
}

export interface AttemptsTable {
  project_id: string;
  attempt_id: string;
  batch_id: string | null;
  purpose: 'send' | 'look_up' | 'verdict' | 'test';
  tried_at: Date;
  duration_ms: number;
  request: string;
  status: number | null;
  answer: string | null;
  class: string;
  reason: string | null;
}

/** Table by name, for Kysely. */
export interface Tables {
  workspaces: WorkspacesTable;
  projects: ProjectsTable;
  keys: KeysTable;
  key_directory: KeyDirectoryTable;
  links: LinksTable;
  link_directory: LinkDirectoryTable;
  sources: SourcesTable;
  rollups: RollupsTable;
  touches: TouchesTable;
  subscribers: SubscribersTable;
  events: EventsTable;
  requests: RequestsTable;
  destinations: DestinationsTable;
  conversions: ConversionsTable;
  batch_conversions: BatchConversionsTable;
  attempts: AttemptsTable;
}
