import type { Batch, Transaction } from './batch.ts';
import type { Known } from './known.ts';
import { answerRequests } from './steps/answer-requests.ts';
import { countCohorts } from './steps/count-cohorts.ts';
import { countEvents } from './steps/count-events.ts';
import { countRollups } from './steps/count-rollups.ts';
import { dropRepeats } from './steps/drop-repeats.ts';
import { foldSignals } from './steps/fold-signals.ts';
import { loadClicks } from './steps/load-clicks.ts';
import { loadHops } from './steps/load-hops.ts';
import { loadInviteLinks } from './steps/load-invite-links.ts';
import { loadOpenClicks } from './steps/load-open-clicks.ts';
import { loadSubscribers } from './steps/load-subscribers.ts';
import { planConversions } from './steps/plan-conversions.ts';
import { recordClaims } from './steps/record-claims.ts';
import { recordClickAddresses } from './steps/record-click-addresses.ts';
import { recordClickIds } from './steps/record-click-ids.ts';
import { recordClicks } from './steps/record-clicks.ts';
import { recordConversions } from './steps/record-conversions.ts';
import { recordEvents } from './steps/record-events.ts';
import { recordLabelSets } from './steps/record-label-sets.ts';
import { recordRequests } from './steps/record-requests.ts';
import { recordSources } from './steps/record-sources.ts';
import { recordTouches } from './steps/record-touches.ts';
import { rememberFirstAnswers, repeatFirstAnswers } from './steps/repeat-first-answers.ts';
import { saveSubscribers } from './steps/save-subscribers.ts';

export interface Step {
  readonly name: string;
  run(batch: Batch, tx: Transaction): Promise<void> | void;
}

export interface PipelineOptions {
  readonly known: Known;
  /** Longest wait of a conversion for its batch to fill, where the destination fills batches. */
  readonly flushMs: number;
}

/** What happens to a batch, in this order, inside one transaction. Each step is timed under its name. */
export function pipeline({ known, flushMs }: PipelineOptions): readonly Step[] {
  return [
    { name: 'record_clicks', run: recordClicks },
    { name: 'record_click_addresses', run: recordClickAddresses }, // sealed, where a platform has to be told them
    { name: 'record_click_ids', run: recordClickIds }, // what was learnt of clicks after them
    { name: 'repeat_first_answers', run: repeatFirstAnswers }, // Idempotency-Key: the first answer again
    { name: 'drop_repeats', run: dropRepeats }, // deliveries seen before end here
    { name: 'load_invite_links', run: loadInviteLinks }, // the links that people joined by
    { name: 'load_clicks', run: loadClicks }, // the clicks that start codes and invite links name
    { name: 'load_subscribers', run: loadSubscribers }, // locked in key order where membership may change
    { name: 'load_hops', run: loadHops }, // starts of the bot that leads into a channel
    { name: 'load_open_clicks', run: loadOpenClicks }, // what auto_detect may take
    { name: 'fold_signals', run: foldSignals }, // facts by (date, arrival) → states, touches, events
    { name: 'plan_conversions', run: planConversions(flushMs) }, // touch × destinations × windows → the outbox
    { name: 'answer_requests', run: answerRequests },
    { name: 'count_rollups', run: countRollups },
    { name: 'record_label_sets', run: recordLabelSets(known.labelSets) }, // combinations of labels that reports group by
    { name: 'count_events', run: countEvents },
    { name: 'count_cohorts', run: countCohorts }, // who stayed, who is here now
    { name: 'record_sources', run: recordSources(known.sources) },
    { name: 'record_claims', run: recordClaims }, // clicks that are taken from now on
    { name: 'record_touches', run: recordTouches },
    { name: 'save_subscribers', run: saveSubscribers },
    { name: 'record_events', run: recordEvents },
    { name: 'record_conversions', run: recordConversions },
    { name: 'remember_first_answers', run: rememberFirstAnswers },
    { name: 'record_requests', run: recordRequests }, // what arrived and what became of it
  ];
}
