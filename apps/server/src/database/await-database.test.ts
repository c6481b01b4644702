import { expect, it } from 'vitest';
import { awaitDatabase } from './await-database.ts';

function poolThatFails(...codes: string[]) {
  const query = (): Promise<never> => {
    const code = codes.shift();
    return code === undefined ? Promise.resolve({} as never) : Promise.reject(Object.assign(new Error(code), { code }));
  };
  return { query } as Parameters<typeof awaitDatabase>[0];
}

const wanted = new AbortController().signal;

it('waits for one that is on its way up, and says so once', async () => {
  const said: string[] = [];
  await awaitDatabase(poolThatFails('ECONNREFUSED', '57P03'), (message) => said.push(message), wanted);
  expect(said).toHaveLength(1);
});

it.each(['28P01', 'ENOTFOUND', '3D000'])('does not wait where it would be in vain (%s)', async (code) => {
  await expect(awaitDatabase(poolThatFails(code), () => {}, wanted)).rejects.toThrow(code);
});

it('waits no longer than anybody wants to start', async () => {
  const starting = new AbortController();
  const waiting = awaitDatabase(poolThatFails('ECONNREFUSED', 'ECONNREFUSED'), () => starting.abort(), starting.signal);
  await expect(waiting).rejects.toThrow(/abort/i);
});
