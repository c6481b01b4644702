import { describe, expect, it } from 'vitest';
import { bom, csvTable } from './csv.ts';

describe('a report as a table', () => {
  it('has a column for whatever is nested, and those of all rows', () => {
    const table = csvTable([
      {
        kind: 'organic',
        keys: [{ dimension: 'country', value: 'RU', label: 'RU' }],
        figures: { clicks: 1 },
        probable: null,
      },
      {
        kind: 'attributed',
        keys: [{ dimension: 'country', value: null, label: null }],
        figures: { clicks: 2, stayed: { d1: { share: 0.5 } }, other_costs: [{ currency: 'USD', amount: '-1.50' }] },
        probable: { clicks: 3 },
      },
    ]);
    expect(table).toBe(
      `${bom}kind,country,clicks,stayed_d1_share,other_costs_usd_currency,other_costs_usd_amount,probable_clicks\n` +
        'organic,RU,1,,,,\nattributed,,2,0.5,USD,-1.50,3\n',
    );
  });

  it.each(['=1+1', '+7 900', '-x', '@sum', '\t=1', '\r=1'])('takes the formula out of %j', (name) => {
    const line = csvTable([{ name }]).slice(bom.length).split('\n').slice(1).join('\n');
    expect(line.replace(/^"|"\n$|\n$/g, '')).toBe(`'${name}`);
  });

  it('quotes what would break it', () => {
    expect(csvTable([{ name: 'a "b", c\nd' }])).toBe(`${bom}name\n"a ""b"", c\nd"\n`);
  });
});
