import type { Source } from './sources.ts';
import type { Messenger } from './updates.ts';

/** A tracking link as the demo uses it. */
export interface SettledLink {
  readonly id: string;
  readonly code: string;
  readonly url: string;
  readonly source: Source;
  /** Of a private channel: what all visitors of the link join by. */
  readonly inviteUrl: string | null;
}

/** A project with its key and links. */
export interface SettledProject {
  readonly id: string;
  readonly key: string;
  readonly messenger: Messenger;
  readonly links: readonly SettledLink[];
  readonly hasOrganic: boolean;
}
