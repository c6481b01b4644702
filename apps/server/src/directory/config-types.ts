import type { AdSystem, KeyMode, Platform, ProjectKind } from '@otkuda/contract';
import type { AddressNeed } from '../destinations/address-need.ts';
import type { Destination } from '../destinations/destination.ts';

/** Goals of a destination by what happened; a name is the goal's identifier in the ad system. */
export interface DestinationGoals {
  /** A person's click on a tracking link, or on the button of a page with the snippet. */
  readonly press?: string;
  /** Channels: the hop through a bot. */
  readonly open?: string;
  readonly start?: string;
  readonly join?: string;
  /** Still here after so many hours. */
  readonly stay?: { readonly goal: string; readonly after_hours: number };
  readonly leave?: string;
  readonly events?: Readonly<Record<string, string>>;
}

export interface DestinationConfig {
  readonly destinationId: string;
  readonly definition: Destination;
  readonly goals: DestinationGoals;
  readonly scope: 'own' | 'all';
  readonly windowDays: number;
  readonly oncePerSubscriber: ReadonlySet<string>;
  /** Visitors whose whole address it has to be told; null: nobody's. */
  readonly addressNeed: AddressNeed | null;
  /** Its owner has stopped it for the time being. */
  readonly paused: boolean;
}

/** A project as the hot path needs it. The sandbox twin of a project has its own id and its original's settings. */
export interface ProjectConfig {
  readonly projectId: string;
  /** Whose clicks, links and invite links its starts and joins are attributed to: its own, a twin's are its original's. */
  readonly originalId: string;
  readonly mode: KeyMode;
  readonly platform: Platform;
  readonly kind: ProjectKind;
  readonly title: string;
  readonly username: string | null;
  readonly chatId: string | null;
  readonly chatLink: string | null;
  readonly currency: string;
  readonly suspended: boolean;
  readonly deleted: boolean;
  readonly deletedMs: number | null;
  /** How old a click may be that a start with `auto_detect` is attributed to. */
  readonly autoDetectMinutes: number;
  readonly disabledMethods: ReadonlySet<string>;
  /** Goals for events of Toolsy by the event's name; an event that is not named gets a goal of its own name. */
  readonly toolsyGoals?: Readonly<Record<string, string>>;
  readonly destinations: readonly DestinationConfig[];
}

export interface KeyLimits {
  readonly perSecond: number;
  readonly perHour: number;
  readonly perDay: number;
}

export interface KeyConfig {
  readonly keyId: string;
  /** The project whose key it is; the data go to `project`, which for a sandbox key is the twin. */
  readonly ownerProjectId: string;
  readonly project: ProjectConfig;
  readonly mode: KeyMode;
  readonly limits: KeyLimits;
  readonly always200: boolean;
  readonly expiresMs: number | null;
  readonly revoked: boolean;
}

export interface LinkConfig {
  readonly linkId: string;
  readonly project: ProjectConfig;
  readonly code: string;
  readonly name: string;
  readonly adSystem: AdSystem | null;
  /** Defaults that marks of the incoming address override: utm_source and so on. */
  readonly marks: Readonly<Record<string, string>>;
  readonly target: string | null;
  /** Visitors see a page on their way; null: they are redirected. */
  readonly page: LinkPage | null;
}

export interface LinkPage {
  /** The counter of Yandex Metrica on it; null: the one that the project tells its goals to. */
  readonly counterId: string | null;
  /** The counter's goal that it means to go on; null: none. */
  readonly goal: string | null;
}
