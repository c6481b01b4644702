import pg from 'pg';
import { beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { textArray } from '../database/array-values.ts';
import { useDatabase } from '../testing/test-database.ts';
import { Flight, type Sent } from './flight.ts';
import { PipelinedTransaction } from './pipelined-transaction.ts';

const database = useDatabase();
let client: pg.Client;
beforeAll(() => database.pool.query('create table words (word text primary key)'));
beforeEach(async () => {
  client = new pg.Client({ connectionString: database.url });
  await client.connect();
  return () => client.end();
});

const insertWords = { name: 'insert_words', text: 'insert into words select * from unnest($1::text[])' };
const selectWord = { name: 'select_word', text: 'select word, $2::text as given from words where word = $1' };
const insert = (...words: string[]): Sent => ({ statement: insertWords, values: [textArray(words)] });
const select = (word: string): Sent => ({ statement: selectWord, values: [word, 7] });

describe('a flight', () => {
  it('gives what each of its statements gave, in their order', async () => {
    const { landed } = new Flight(client, [insert('one', 'two'), select('two'), select('three')]);
    expect(await landed).toEqual([
      { command: 'INSERT 0 2', rows: [] },
      { command: 'SELECT 1', rows: [{ word: 'two', given: '7' }] },
      { command: 'SELECT 0', rows: [] },
    ]);
  });

  it('that holds more than any buffer before it arrives whole', async () => {
    const long = Array.from({ length: 300 }, (_, index) => `${index} ${'я'.repeat(4_000)}`);
    await new Flight(client, [insert(...long)]).landed;
    const { rows } = await database.pool.query<{ chars: string }>(
      `select sum(length(word)) as chars from words where word like '% яя%'`,
    );
    expect(Number(rows[0]?.chars)).toBe(long.join('').length);
  });

  it('fails with the error of the statement that failed; what comes after it is not run, and the connection is good', async () => {
    await expect(new Flight(client, [insert('four'), insert('four'), insert('five')]).landed).rejects.toMatchObject({
      code: '23505',
    });
    const [four, five] = await new Flight(client, [select('four'), select('five')]).landed;
    expect([four?.rows, five?.rows]).toEqual([[], []]);
  });

  it('prepares anew what was first prepared in a flight that failed', async () => {
    const odd = { name: 'odd', text: 'select 1 / $1::integer as share' };
    await expect(new Flight(client, [{ statement: odd, values: [0] }]).landed).rejects.toMatchObject({ code: '22012' });
    expect((await new Flight(client, [{ statement: odd, values: [1] }]).landed)[0]?.rows).toEqual([{ share: 1 }]);
  });

  it('with a value that cannot be sent sends nothing, and the next one flies', async () => {
    const wrong: Sent = { statement: selectWord, values: [Symbol('no'), ''] };
    await expect(new Flight(client, [insert('six'), wrong]).landed).rejects.toThrow('symbol');
    expect((await new Flight(client, [select('six')]).landed)[0]?.rows).toEqual([]);
  });

  it('fails where the connection ends under it', async () => {
    const { landed } = new Flight(client, [{ statement: { name: 'sleep', text: 'select pg_sleep(600)' }, values: [] }]);
    const failing = expect(landed).rejects.toThrow(/terminat/i);
    client.once('error', () => {});
    await expect
      .poll(async () => {
        const { rows } = await database.pool.query<{ ended: boolean }>(
          `select pg_terminate_backend(pid) as ended from pg_stat_activity where query like '%pg_sleep(600)%' and pid <> pg_backend_pid()`,
        );
        return rows.length;
      })
      .toBe(1);
    await failing;
  });
});

describe('a transaction', () => {
  it('sends reads of one turn together, each with its own rows', async () => {
    await new Flight(client, [insert('seven', 'eight')]).landed;
    const tx = new PipelinedTransaction(client);
    const [seven, eight] = await Promise.all([tx.read(selectWord, ['seven', '']), tx.read(selectWord, ['eight', ''])]);
    await tx.commit();
    expect([seven, eight]).toEqual([[{ word: 'seven', given: '' }], [{ word: 'eight', given: '' }]]);
  });

  it('whose write fails is rolled back, and the next one is stored', async () => {
    const failing = new PipelinedTransaction(client);
    failing.write(insertWords, [textArray(['nine'])]);
    failing.write(insertWords, [textArray(['nine'])]);
    await expect(failing.commit()).rejects.toMatchObject({ code: '23505' });
    await failing.rollback();
    const next = new PipelinedTransaction(client);
    next.write(insertWords, [textArray(['ten'])]);
    await next.commit();
    const { rows } = await database.pool.query(`select word from words where word in ('nine', 'ten')`);
    expect(rows).toEqual([{ word: 'ten' }]);
  });
});
