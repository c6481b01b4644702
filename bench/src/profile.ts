/** Prints where the time of the batches went, by step, from the server's own metrics. */
export async function printProfile(url: string, say: (text: string) => void): Promise<void> {
  const text = await (await fetch(`${url}/metrics`)).text();
  const read = (name: string): ReadonlyMap<string, number> =>
    new Map(
      [...text.matchAll(new RegExp(`^${name}\\{step="([^"]+)"\\} (\\S+)$`, 'gm'))].map((row) => [
        row[1] ?? '',
        Number(row[2]),
      ]),
    );
  const commits = (name: string): number =>
    Number(new RegExp(`^otkuda_ingest_commit_seconds_${name} (\\S+)$`, 'm').exec(text)?.[1] ?? 0);
  const sums = new Map([...read('otkuda_ingest_step_seconds_sum'), ['commit', commits('sum')]]);
  const counts = new Map([...read('otkuda_ingest_step_seconds_count'), ['commit', commits('count')]]);
  const total = [...sums.values()].reduce((sum, one) => sum + one, 0);
  const batches = Number(/^otkuda_ingest_batch_records_count (\S+)$/m.exec(text)?.[1] ?? 0);
  const records = Number(/^otkuda_ingest_batch_records_sum (\S+)$/m.exec(text)?.[1] ?? 0);
  say(`\n${batches} batches of ${(records / batches).toFixed(1)} records`);
  for (const [step, sum] of [...sums].toSorted((a, b) => b[1] - a[1])) {
    say(
      `${step.padEnd(24)} ${((sum / total) * 100).toFixed(1).padStart(5)} %  ${((sum / (counts.get(step) ?? 1)) * 1e6).toFixed(0).padStart(7)} µs a batch`,
    );
  }
}
