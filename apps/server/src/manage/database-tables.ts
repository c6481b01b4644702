import type { AdSystem, KeyMode, Platform, ProjectKind } from '@otkuda/contract';
import type { ColumnType, GeneratedAlways } from 'kysely';
import type { LinkPage } from '../directory/config-types.ts';
import type {
  AttemptsTable,
  BatchConversionsTable,
  ClicksTable,
  ConversionsTable,
  EventsTable,
  RequestsTable,
  RollupsTable,
  SourcesTable,
  SubscribersTable,
  TouchesTable,
} from './fact-tables.ts';

// The tables as the management API sees them. Ids of type bigint and sums are strings, JSON is written as text.

type Json<T> = ColumnType<T, string, string>;
/** Left to the default of the column where it is not given. */
type Defaulted<T> = ColumnType<T, T | undefined, T>;

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
  page: ColumnType<LinkPage | null, string | null, string | null>;
  archived_at: Date | null;
  deleted_at: Date | null;
  created_at: Date;
}

interface LinkDirectoryTable {
  code: string;
  project_id: string;
  link_id: string;
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
  sign_in_nonce: Defaulted<Buffer | null>;
  access_ends_at: Date | null;
  created_at: Date;
  deleted_at: Date | null;
}

export interface CostsTable {
  project_id: string;
  source: string;
  link_id: string | null;
  utm_campaign: string | null;
  amount: string;
  currency: string;
  impressions: string | null;
  clicks: string | null;
  changed_at: Date;
}

export interface CurrencyRatesTable {
  project_id: string;
  currency: string;
  rate: string;
}

interface DestinationNoticesTable {
  project_id: string;
  notice_id: string;
  destination_id: string;
  kind: 'needs_owner' | 'failing' | 'token_expires';
  reason: string;
  waiting: number;
  begun_at: Date;
  ended_at: Date | null;
  told_at: Date | null;
}

export interface ReportKeysTable {
  project_id: string;
  key_id: string;
  secret_sealed: Buffer;
  hint: string;
  revoked_at: Date | null;
  created_at: Date;
}

interface ReportSchedulesTable {
  project_id: string;
  enabled: boolean;
  hour: number;
  skip_empty: boolean;
  language: 'ru' | 'en';
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
  clicks: ClicksTable;
  rollups: RollupsTable;
  costs: CostsTable;
  report_schedules: ReportSchedulesTable;
  report_keys: ReportKeysTable;
  report_key_directory: KeyDirectoryTable;
  currency_rates: CurrencyRatesTable;
  touches: TouchesTable;
  subscribers: SubscribersTable;
  events: EventsTable;
  requests: RequestsTable;
  destinations: DestinationsTable;
  destination_notices: DestinationNoticesTable;
  conversions: ConversionsTable;
  batch_conversions: BatchConversionsTable;
  attempts: AttemptsTable;
}
