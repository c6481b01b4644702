import type { Directory } from '../../directory/directory.ts';
import type { ClickIdsRecord, PressRecord } from '../../ingest/records.ts';
import type { ClickContext } from '../read-click.ts';
import type { StoreClick } from '../store-in-time.ts';
import type { InviteFor } from '../way-on.ts';

export type VisitOutcome = 'stored' | 'without_code' | 'unknown_link' | 'refused';

export interface LandingDependencies extends ClickContext {
  readonly directory: Pick<Directory, 'findLink'>;
  readonly storeClick: StoreClick;
  readonly storeClickIds: (ids: ClickIdsRecord) => Promise<void>;
  readonly inviteFor?: InviteFor;
  /** A visitor of a page went on to the messenger. */
  readonly storePress: (press: PressRecord) => Promise<void>;
  readonly onPress: () => void;
  readonly onVisit: (outcome: VisitOutcome) => void;
  readonly onFault: (error: unknown) => void;
  /** A page asked for a link that is not there. */
  readonly onUnknownLink: (code: string, page: string | null) => void;
  readonly publicUrl: string;
  readonly trackingUrl: string;
}
