import type { Text } from '../destinations/text.ts';

export type NoticeKind = 'needs_owner' | 'failing' | 'token_expires';

/** A destination in trouble, as its owner is told of it. */
export interface Trouble {
  readonly projectId: string;
  /** The same at every try to tell it: whoever passes it on does so once for each. */
  readonly noticeId: string;
  readonly destinationId: string;
  readonly kind: NoticeKind;
  readonly reason: string;
  /** What happened, what to do about it, how many conversions wait. */
  readonly text: Text;
}
