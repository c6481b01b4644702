import { bigintArray } from '../../database/array-values.ts';
import { statement } from '../../database/statement.ts';
import type { ProjectConfig } from '../../directory/config-types.ts';
import { factMs } from '../../domain/membership.ts';
import { readStartValue } from '../../domain/start-code.ts';
import { uuidFloor, uuidMs } from '../../domain/uuid.ts';
import { type Batch, keyOf, type Transaction } from '../batch.ts';
import { clickTimeOf, OpenClicks, type TimeSpan } from '../open-clicks.ts';
import { readClicks } from './load-clicks.ts';

/** Advisory locks of this number are held by transactions that choose clicks for `auto_detect`; the second number is the project's. */
const choosingClicks = 4_201;

/** Processes that choose clicks of one project come one after the other, so that each sees what the others have claimed. */
const lockChoosing = statement(
  'lock_choosing_clicks',
  `select pg_advisory_xact_lock($1, place) from (
     select distinct (project_id % 2147483647)::integer as place from unnest($2::bigint[]) as projects (project_id) order by 1) as places`,
);

/** So many clicks are looked at: past that, one of them is as good a guess as none. */
const openClicksMax = 2_000;

/** A range of the primary key: ids carry the time. */
export const selectHumanClicks = statement<{ click_id: string }>(
  'select_human_clicks',
  `select click_id from clicks
   where project_id = $1 and click_id >= $2 and click_id < $3 and machine is null
   order by click_id desc limit ${openClicksMax}`,
);

export const selectClaims = statement<{ click_id: string }>(
  'select_claims',
  'select click_id from click_claims where project_id = $1 and click_id >= $2 and click_id < $3',
);

interface Wish {
  readonly project: ProjectConfig;
  /** Of the starts, in order of arrival. */
  readonly times: TimeSpan[];
}

/**
 * Loads the clicks that starts with `auto_detect` may be attributed to: human ones of the project that nobody has claimed. One more
 * round trip, or two, and only where a batch has such a start. Subscribers are locked before, so that processes wait in one order.
 */
export async function loadOpenClicks(batch: Batch, tx: Transaction): Promise<void> {
  const wishes = wishesOf(batch);
  if (wishes.size === 0) return;
  const all = [...wishes.values()];
  const locked = tx.read(lockChoosing, [choosingClicks, bigintArray(all.map(({ project }) => project.projectId))]);
  await Promise.all([locked, ...all.map((wish) => loadFor(batch, tx, wish))]);
  await readClicks(
    batch,
    tx,
    all.flatMap((wish) => likelyClicks(batch, wish)),
  );
}

function wishesOf(batch: Batch): Map<string, Wish> {
  const wishes = new Map<string, Wish>();
  for (const { project, signal } of batch.signals()) {
    if (signal.kind !== 'started' && signal.kind !== 'anonymous_start') continue;
    if (readStartValue(signal.startValue).kind !== 'auto_detect') continue;
    const wish = wishes.get(project.projectId) ?? { project, times: [] };
    wish.times.push(clickTimeOf(factMs(signal.atMs), project.autoDetectMinutes));
    wishes.set(project.projectId, wish);
  }
  return wishes;
}

/** A sandbox twin chooses from the clicks of its original, and claims under its own id: nothing is taken from production. */
async function loadFor(batch: Batch, tx: Transaction, { project, times }: Wish): Promise<void> {
  const span = {
    fromMs: Math.min(...times.map(({ fromMs }) => fromMs)),
    untilMs: Math.max(...times.map(({ untilMs }) => untilMs)),
  };
  const bounds = [uuidFloor(span.fromMs), uuidFloor(span.untilMs)];
  const [clicks, claims] = await Promise.all([
    tx.read(selectHumanClicks, [project.originalId, ...bounds]),
    tx.read(selectClaims, [project.projectId, ...bounds]),
  ]);
  const fresh = batch.clicks.filter(({ projectId, machine, clickId }) => {
    const isOpen = projectId === project.originalId && machine === null;
    return isOpen && uuidMs(clickId) >= span.fromMs && uuidMs(clickId) < span.untilMs;
  });
  const taken = new Set([...claims.map((row) => row.click_id), ...clicksNamedExactly(batch, project)]);
  const ids = [...clicks.map((row) => row.click_id), ...fresh.map((click) => click.clickId)];
  batch.openClicks.set(project.projectId, new OpenClicks(ids.filter((id) => !taken.has(id))));
}

/** A start with a code in this batch, wherever in it, takes its click. */
function* clicksNamedExactly(batch: Batch, { projectId }: ProjectConfig): Generator<string> {
  for (const { projectId: called, signal } of batch.signals()) {
    if (called !== projectId || (signal.kind !== 'started' && signal.kind !== 'anonymous_start')) continue;
    const value = readStartValue(signal.startValue);
    if (value.kind === 'code') yield value.clickId;
  }
}

/**
 * The clicks that will be taken if every start takes one. Some starts turn out to be told twice and take none: then others take theirs,
 * so no click outside this list is ever taken.
 */
function likelyClicks(batch: Batch, { project, times }: Wish) {
  const open = batch.openClicks.get(project.projectId)?.copy();
  return times.flatMap((time) => {
    const click = open?.latest(time) ?? null;
    if (click === null) return [];
    open?.take(click.clickId);
    return [{ projectId: project.originalId, clickId: click.clickId }];
  });
}

/** Takes the latest click that a start may have come by, with the chance that it is the right one. Null: there is none. */
export function takeOpenClick(batch: Batch, project: ProjectConfig, startMs: number) {
  const open = batch.openClicks.get(project.projectId);
  const found = open?.latest(clickTimeOf(startMs, project.autoDetectMinutes)) ?? null;
  if (open === undefined || found === null) return null;
  const click = batch.clicksById.get(keyOf(project.originalId, found.clickId));
  if (click === undefined) return null;
  open.take(found.clickId);
  return { click, confidence: 1 / found.candidates };
}
