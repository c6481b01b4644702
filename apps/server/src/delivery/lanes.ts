import { type Done, total } from './done.ts';

/** Runs one lane, and the others beside it once there is something to do. Fails where one of them does, when all have ended. */
export async function runLanes(count: number, lane: (onBusy: () => void) => Promise<Done>): Promise<Done> {
  const lanes: Promise<PromiseSettledResult<Done>>[] = [];
  const begin = (): void => {
    if (lanes.length < count) lanes.push(settled(lane(begin)));
  };
  begin();
  const done: Done[] = [];
  // Others may begin while one is waited for.
  for (let ended = 0; ended < lanes.length; ended += 1) {
    const end = await lanes[ended];
    if (end?.status === 'rejected') {
      await Promise.all(lanes);
      throw end.reason;
    }
    if (end !== undefined) done.push(end.value);
  }
  return total(done);
}

async function settled(work: Promise<Done>): Promise<PromiseSettledResult<Done>> {
  const [end] = await Promise.allSettled([work]);
  return end;
}
