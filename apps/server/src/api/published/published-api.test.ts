import { platforms } from '@otkuda/contract';
import { beforeAll, describe, expect, it } from 'vitest';
import { useDatabase } from '../../testing/test-database.ts';
import { type TestBot, useServer } from '../../testing/test-server.ts';
import { apiMethods } from '../methods/index.ts';
import { constructors } from './constructors.ts';
import { goalsAndPeople } from './goals-and-people.ts';
import { maxOnly } from './max-only.ts';
import { fieldTypes, isOptional, type MethodRow, maxStart, telegramStart, typeOf } from './method-row.ts';
import { rawUpdates } from './raw-updates.ts';
import { startsAndStops } from './starts-and-stops.ts';

/** The published API, method by method, on both messengers: every call is a real one, and what it means is read back. */
const rows: readonly MethodRow[] = [...rawUpdates, ...startsAndStops, ...constructors, ...goalsAndPeople, ...maxOnly];
const server = useServer(useDatabase());
const bots = new Map<string, TestBot>();
const sandboxKeys = new Map<string, string>();
beforeAll(async () => {
  for (const platform of platforms) {
    const bot = await server.bot({ platform });
    bots.set(platform, bot);
    const limits = { per_second: 0, per_hour: 0, per_day: 0 };
    sandboxKeys.set(platform, (await bot.manage('POST', '/keys', { mode: 'sandbox', limits })).body.key);
  }
});

let lastUser = 500_000;
function nextUser(): number {
  lastUser += 1;
  return lastUser;
}

it('every method has its row, and no row is of a method that is not there', () => {
  const names = (list: readonly { readonly names: readonly string[] }[]) =>
    list.map((one) => one.names.join()).toSorted();
  expect(names(rows)).toEqual(names(apiMethods));
});

describe.each(platforms)('on %s', (platform) => {
  const bot = (): TestBot => {
    const found = bots.get(platform);
    if (found === undefined) throw new Error('there is no bot yet');
    return found;
  };
  const eventsOf = async (user: number): Promise<string[]> => {
    const { body } = await bot().manage('GET', `/events?user_id=${user}`);
    return body.items.map(({ type }: { type: string }) => type).toSorted();
  };
  /** Calls the method for somebody new, after what has to come before. */
  const call = async (row: MethodRow, make: (user: number) => unknown, method = row.names[0]) => {
    const user = nextUser();
    for (const [earlier, body] of row.before?.(user) ?? []) await bot().call(earlier, body);
    const answer = await bot().call(method, make(user));
    return { user, answer };
  };

  describe.each(rows.map((row) => [row.names[0], row] as const))('%s', (name, row) => {
    if (!row.on.includes(platform)) {
      it('is 404: it does not exist for this messenger', async () => {
        const { httpStatus, body } = await bot().call(name, row.good(nextUser()));
        expect([httpStatus, body.error_description, body.mode]).toEqual([404, 'Method not found', 'production']);
      });
      return;
    }

    const accepted = { status: 'OK', mode: 'production' };
    const required = Object.entries(row.fields).flatMap(([field, type]) => (isOptional(type) ? [] : [field]));
    const optional = Object.entries(row.fields).flatMap(([field, type]) => (isOptional(type) ? [field] : []));
    const full = row.full ?? row.good;
    const asObject = (body: unknown) => body as Record<string, unknown>;

    it.each(row.names)('called as %s is taken, and means what is published', async (method) => {
      const { user, answer } = await call(row, row.good, method);
      expect(answer.body).toEqual({ ...accepted, ...(row.data ? { data: row.data(user) } : {}) });
      expect(answer.httpStatus).toBe(200);
      expect(await eventsOf(user)).toEqual([...row.events].toSorted());
    });

    it.each([
      ['the least', row.minimal ?? row.good],
      ['everything', full],
    ])('with %s is taken', async (_what, make) => {
      const { user, answer } = await call(row, make);
      expect(answer.body).toMatchObject(accepted);
      expect(await eventsOf(user)).toEqual([...row.events].toSorted());
    });

    it('repeated, as senders do, is answered and counted as published', async () => {
      const { user } = await call(row, row.good);
      const again = await bot().call(name, row.good(user));
      expect(again.httpStatus).toBe(row.repeated.code);
      expect(await eventsOf(user)).toEqual([...row.repeated.events].toSorted());
    });

    it('replayed from the request log is answered as it was, as a call of its own', async () => {
      const user = nextUser();
      for (const [earlier, body] of row.before?.(user) ?? []) await bot().call(earlier, body);
      const { headers } = await bot().call(name, row.good(user));
      const original = headers.get('x-request-id');
      const inLog = (id: string | null) => bot().manage('GET', `/requests/${id}`);
      // What is only read is remembered behind the answer's back.
      await expect.poll(async () => (await inLog(original)).httpStatus).toBe(200);
      const replayed = await bot().manage('POST', `/requests/${original}/replay`);
      expect(replayed.httpStatus).toBe(202);
      expect(replayed.body).toMatchObject({ status: 200, answer: accepted });
      await expect.poll(async () => (await inLog(replayed.body.request_id)).body.replay_of).toBe(original);
      expect(await eventsOf(user)).toEqual([...row.repeated.events].toSorted());
    });

    it('comes by both addresses, with and without a slash at the end', async () => {
      for (const address of [`/v1/KEY/${name}/`, `/API/bot-api/v1/KEY/${name}`, `/API/bot-api/v1/KEY/${name}/`]) {
        const user = nextUser();
        for (const [earlier, body] of row.before?.(user) ?? []) await bot().call(earlier, body);
        const response = await fetch(server.url + address.replace('KEY', bot().key), {
          method: 'POST',
          body: JSON.stringify(row.good(user)),
        });
        expect(await response.json()).toMatchObject(accepted);
      }
    });

    if (row.takesUpdates === true) {
      const update = platform === 'max' ? maxStart : telegramStart;
      it.each<[string, (user: number) => unknown]>([
        ['alone', update],
        ['in a field', (user) => ({ webhook: update(user) })],
        ['as text in a field', (user) => ({ tg_request: JSON.stringify(update(user)) })],
        ['in a list', (user) => [update(user)]],
      ])('takes a raw update (%s) for what it is', async (_how, make) => {
        const user = nextUser();
        expect((await bot().call(name, make(user))).body).toEqual(accepted);
        expect(await eventsOf(user)).toEqual(['start']);
      });
    }

    it('called with a sandbox key says so, and leaves no trace in production', async () => {
      const key = sandboxKeys.get(platform) ?? '';
      const user = nextUser();
      for (const [earlier, body] of row.before?.(user) ?? []) await server.call(key, earlier, body);
      const { body } = await server.call(key, name, row.good(user));
      expect(body).toMatchObject({ status: 'OK', mode: 'sandbox' });
      expect(await eventsOf(user)).toEqual([]);
    });

    if (optional.length > 0) {
      it('takes null for every optional field as if it were not there', async () => {
        const nulls = Object.fromEntries(optional.map((field) => [field, null]));
        const { user, answer } = await call(row, (id) => ({ ...asObject(row.good(id)), ...nulls }));
        expect(answer.body).toMatchObject(accepted);
        expect(await eventsOf(user)).toEqual([...row.events].toSorted());
      });
    }

    if (Object.keys(row.fields).length > 0) {
      it('takes ids as numbers, and numbers as strings', async () => {
        const swapped = (body: Record<string, unknown>) =>
          Object.fromEntries(
            Object.entries(body).map(([field, value]) => {
              if (field === 'user_id') return [field, Number(value)];
              return [field, typeof value === 'number' ? String(value) : value];
            }),
          );
        const { answer } = await call(row, (id) => swapped(asObject(full(id))));
        expect(answer.body).toMatchObject(accepted);
      });

      it('comes as a form and as multipart as well', async () => {
        const fields = (body: Record<string, unknown>) =>
          Object.entries(body).map(([field, value]): [string, string] => [
            field,
            typeof value === 'string' ? value : JSON.stringify(value),
          ]);
        const form = await call(row, (id) => new URLSearchParams(fields(asObject(full(id)))).toString());
        expect(form.answer.body).toMatchObject({ error_code: 400 });
        const user = nextUser();
        for (const [earlier, body] of row.before?.(user) ?? []) await bot().call(earlier, body);
        const sent = await bot().call(name, new URLSearchParams(fields(asObject(full(user)))).toString(), {
          headers: { 'content-type': 'application/x-www-form-urlencoded' },
        });
        expect(sent.body).toMatchObject(accepted);
        const multipart = new FormData();
        const other = nextUser();
        for (const [earlier, body] of row.before?.(other) ?? []) await bot().call(earlier, body);
        for (const [field, value] of fields(asObject(full(other)))) multipart.set(field, value);
        expect((await bot().call(name, multipart, { headers: {} })).body).toMatchObject(accepted);
      });
    }

    if (required.length > 0) {
      it.each(required)('without %s is 400 and says so, also where it is null', async (field) => {
        for (const missing of [undefined, null]) {
          const { user, answer } = await call(row, (id) => ({ ...asObject(row.good(id)), [field]: missing }));
          expect(answer.httpStatus).toBe(400);
          expect(answer.body.error_details).toMatch(new RegExp(`^${field} is required: `));
          expect(await eventsOf(user)).toEqual(await eventsBefore(row));
        }
      });
    }

    it.each(Object.entries(row.fields))('with a wrong %s (%s) is 422 and names it', async (field, type) => {
      for (const wrong of fieldTypes[typeOf(type)].wrong) {
        const { answer } = await call(row, (id) => ({ ...asObject(row.good(id)), [field]: wrong }));
        expect([wrong, answer.httpStatus]).toEqual([wrong, 422]);
        expect(answer.body).toMatchObject({ status: 'error', mode: 'production', error_code: 422 });
        expect(answer.body.error_details).toMatch(new RegExp(`^${field}: .* was expected, got `));
      }
    });

    for (const [what, body, code, details] of row.wrong ?? []) {
      it(`that is ${what} is ${code}`, async () => {
        const { httpStatus, body: answer } = await bot().call(name, body);
        expect(httpStatus).toBe(code);
        expect(answer.mode).toBe('production');
        if (code !== 200) expect(answer.error_details).toEqual(details ?? expect.any(String));
      });
    }
  });

  async function eventsBefore(row: MethodRow): Promise<string[]> {
    const user = nextUser();
    for (const [earlier, body] of row.before?.(user) ?? []) await bot().call(earlier, body);
    return eventsOf(user);
  }
});
