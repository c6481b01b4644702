/** A visitor never waits longer for the storage: past this the plain target is better than no page. */
const storedWithinMs = 1_500;

/** Whether the click was on disk in time. A storage that is away is no reason to keep a visitor from the bot. */
export function storedInTime(storing: Promise<void>, begunMs: number): Promise<boolean> {
  return new Promise((resolve) => {
    // Whole milliseconds: the clock keeps a list for each length of time.
    const timer = setTimeout(() => resolve(false), Math.round(storedWithinMs - (performance.now() - begunMs)));
    const end = (stored: boolean): void => {
      clearTimeout(timer);
      resolve(stored);
    };
    storing.then(
      () => end(true),
      () => end(false),
    );
  });
}
