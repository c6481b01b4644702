import { describe, expect, it } from 'vitest';
import { readCostTable } from './read-cost-table.ts';

const links = new Map([
  ['Лето', '0198f1c2-7a3b-7c4d-8e5f-6a7b8c9d0e1f'],
  ['abc', '0198f1c2-7a3b-7c4d-8e5f-6a7b8c9d0e1f'],
]);
const read = (table: string | Buffer) => readCostTable(Buffer.from(table), 'RUB', (name) => links.get(name) ?? null);

const summer = {
  day: '2026-01-31',
  linkId: null,
  campaign: 'summer',
  amount: '1500.5',
  currency: 'RUB',
  impressions: null,
  clicks: null,
};

describe('a table of costs', () => {
  it.each([
    ['commas', 'date,utm_campaign,amount\n2026-01-31,summer,1500.5\n'],
    ['semicolons and a decimal comma', 'Дата;Кампания;Сумма\r\n31.01.2026;summer;1500,5\r\n'],
    ['tabs', 'day\tcampaign\tcost\n31.01.2026\tsummer\t1500.5'],
    ['a BOM', '\ufeffdate;campaign;amount\n2026-01-31;summer;1500,5'],
    ['spaces in numbers', 'date;campaign;amount\n2026-01-31;summer;1\u00a0500,50 ₽'],
    ['commas as groups', 'date;campaign;amount\n2026-01-31;summer;"1,500.5"'],
    ['empty rows and other columns', 'date;ad;campaign;amount\n\n2026-01-31;7;summer;1500,5\n;;;\n'],
  ])('is read with %s', (_what, table) => {
    expect(read(table)).toMatchObject({ rows: [{ ...summer, amount: expect.stringMatching(/^1500\.50?$/) }] });
  });

  it('is read in Windows-1251', () => {
    const head = Buffer.from([
      0xc4, 0xe0, 0xf2, 0xe0, 0x3b, 0xca, 0xe0, 0xec, 0xef, 0xe0, 0xed, 0xe8, 0xff, 0x3b, 0xd1, 0xf3, 0xec, 0xec, 0xe0,
    ]);
    expect(read(Buffer.concat([head, Buffer.from('\n31.01.2026;summer;1500,5')]))).toEqual({ rows: [summer] });
  });

  it('names links by name or code, and adds up rows of a day and source', () => {
    const table = 'date;link;amount;clicks;currency\n1.2.2026;Лето;10;3;usd\n01.02.2026;abc;0,5;4;USD';
    expect(read(table)).toEqual({
      rows: [
        {
          day: '2026-02-01',
          linkId: links.get('abc'),
          campaign: null,
          amount: '10.5',
          currency: 'USD',
          impressions: null,
          clicks: 7,
        },
      ],
    });
  });

  it.each([
    ['amount;campaign\n1;a', 'row 1'],
    ['date;campaign;amount\n2026-01-31;a;1\n32.01.2026;a;1', 'row 3, date'],
    ['date;campaign;amount\n2026-01-31;a;-1', 'row 2, amount'],
    ['date;campaign;amount\n2026-01-31;a;много', 'row 2, amount'],
    ['date;campaign;amount\n2026-01-31;;1', 'row 2, link'],
    ['date;link;amount\n2026-01-31;Зима;1', 'row 2, link'],
    ['date;campaign;amount;currency\n2026-01-31;a;1;рубли', 'row 2, currency'],
    ['date;campaign;amount;currency\n2026-01-31;a;1;RUB\n2026-01-31;a;1;USD', 'row 3, currency'],
    ['date;campaign;amount;clicks\n2026-01-31;a;1;1.5', 'row 2, clicks'],
  ])('that is not in order is refused, naming row and column: %j', (table, field) => {
    expect(read(table)).toEqual({ violations: [{ field, expected: expect.any(String) }] });
  });
});
