import type { Failure } from '../destinations/outcome.ts';
import type { PlatformGoals } from '../destinations/platform-goals.ts';
import type { Reason } from '../destinations/reasons.ts';
import { recordAttempts } from './attempt-log.ts';
import { makeCall } from './make-call.ts';
import { contextOf, type DestinationKey, type OpenDestination, openDestination } from './open-destination.ts';
import type { DeliveryOptions } from './options.ts';
import { judge, withToken } from './tokens.ts';
import { withClient } from './transaction.ts';

export type GoalState = 'exists' | 'made' | 'wrong_condition' | 'not_made';

export interface GoalsReport {
  /** Why some were not made, or none could be looked for; null: all is known. */
  readonly reason: Reason | null;
  /** The platform's words about it. */
  readonly detail: string | null;
  readonly goals: ReadonlyArray<{ readonly goal: string; readonly state: GoalState }>;
}

/** `unknown`: there is no such destination. `unfit`: goals of its type cannot be made by a call. */
export type GoalsMade =
  | { readonly kind: 'report'; readonly report: GoalsReport }
  | { readonly kind: 'unknown' | 'unfit' };

/**
 * Makes those of these goals that the platform does not have. A goal of the same identifier with a condition that takes no conversions is
 * left alone: it is the owner's, and a second one beside it would count the same events.
 */
export async function makeGoals(
  options: DeliveryOptions,
  key: DestinationKey,
  wanted: readonly string[],
): Promise<GoalsMade> {
  const opening = await openDestination(options, key, { anyState: true });
  if (opening.state === 'closed') return { kind: 'unknown' };
  const none = (reason: Reason, detail = ''): GoalsMade => report(wanted, new Map(), { reason, detail });
  if (opening.state === 'unreadable') return none('settings_unreadable');
  const { goals } = opening.destination.platform;
  if (goals === undefined) return { kind: 'unfit' };
  const destination = await withToken(options, opening.destination);
  if (destination === null) return none('token_invalid');
  const listed = await list(options, destination, goals);
  if (listed.class !== 'goals') return none(listed.reason, listed.detail);
  const states = new Map<string, GoalState>();
  for (const goal of wanted) {
    const there = listed.goals.filter(({ identifier }) => identifier === goal);
    if (there.length > 0) {
      states.set(goal, there.some(({ fits }) => fits) ? 'exists' : 'wrong_condition');
      continue;
    }
    const made = await make(options, destination, goals, goal);
    // What is wrong with one is wrong with the next: quotas, rights, an outage.
    if (made.class !== 'made') return report(wanted, states, made);
    states.set(goal, 'made');
  }
  return report(wanted, states, null);
}

function report(
  wanted: readonly string[],
  states: ReadonlyMap<string, GoalState>,
  failure: { readonly reason: Reason; readonly detail: string } | null,
): GoalsMade {
  const goals = wanted.map((goal) => ({ goal, state: states.get(goal) ?? ('not_made' as const) }));
  return { kind: 'report', report: { reason: failure?.reason ?? null, detail: failure?.detail ?? null, goals } };
}

function list(options: DeliveryOptions, destination: OpenDestination, goals: PlatformGoals<unknown>) {
  const request = goals.list(destination.settings, contextOf(destination, options.now()));
  return call(options, destination, request, goals.readList);
}

function make(options: DeliveryOptions, destination: OpenDestination, goals: PlatformGoals<unknown>, goal: string) {
  const request = goals.make(goal, destination.settings, contextOf(destination, options.now()));
  return call(options, destination, request, goals.readMade);
}

async function call<Read extends { readonly class: string }>(
  options: DeliveryOptions,
  destination: OpenDestination,
  request: Parameters<typeof makeCall>[2],
  read: (answer: NonNullable<Awaited<ReturnType<typeof makeCall>>['answer']>, nowMs: number) => Read | Failure,
): Promise<Read | Failure> {
  const made = await makeCall(options, destination, request);
  const answered = made.answer === null ? made.failure : read(made.answer, options.now());
  const outcome = judge(options, destination, answered);
  const failure = isFailure(outcome) ? outcome : null;
  await withClient(options.pool, (client) =>
    recordAttempts(client, destination, [
      { made, purpose: 'goals', batchId: null, class: failure?.class ?? 'accepted', reason: failure?.reason ?? null },
    ]),
  );
  return outcome;
}

function isFailure(outcome: { readonly class: string }): outcome is Failure {
  return 'reason' in outcome;
}
