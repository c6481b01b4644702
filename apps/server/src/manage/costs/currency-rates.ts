import { Type } from 'typebox';
import { answers, withBody } from '../answers.ts';
import { inTransaction } from '../database.ts';
import type { Manage, ManageApp } from '../dependencies.ts';
import { shownMoney } from '../fields.ts';
import { refuseIfAny } from '../problem.ts';
import { projectParams, requireProject } from '../projects/find-project.ts';
import { Currency } from './cost-answer.ts';

const path = '/projects/:project_id/currency-rates';
const Rate = Type.String({
  pattern: '^(?=[0-9.]*[1-9])[0-9]{1,9}(\\.[0-9]{1,10})?$',
  'x-expected': 'a rate above 0 with at most 10 decimals, such as "92.5"',
  description: "what one unit is worth in the project's currency",
});

const Rates = Type.Object(
  {
    rates: Type.Array(Type.Object({ currency: Currency, rate: Rate }, { additionalProperties: false }), {
      maxItems: 50,
      'x-expected': 'an array of at most 50 rates',
    }),
  },
  {
    additionalProperties: false,
    title: 'CurrencyRates',
    examples: [{ rates: [{ currency: 'USD', rate: '92.5' }] }],
  },
);

/** Rates at which costs in other currencies are converted; without one they are kept apart. */
export function currencyRateRoutes(app: ManageApp, manage: Manage): void {
  const { db, pool } = manage;
  const readRates = async (projectId: string) => {
    const rows = await db
      .selectFrom('currency_rates')
      .select(['currency', 'rate'])
      .where('project_id', '=', projectId)
      .orderBy('currency')
      .execute();
    return { rates: rows.map(({ currency, rate }) => ({ currency, rate: shownMoney(rate) ?? '1' })) };
  };

  app.get(
    path,
    {
      schema: {
        tags: ['Costs'],
        operationId: 'getCurrencyRates',
        summary: 'Rates of other currencies',
        params: projectParams,
        response: answers({ 200: Rates }),
      },
    },
    async ({ params }) => {
      await requireProject(db, params.project_id);
      return readRates(params.project_id);
    },
  );

  app.put(
    path,
    {
      schema: {
        tags: ['Costs'],
        operationId: 'putCurrencyRates',
        summary: 'Sets the rates of other currencies',
        description:
          'They replace those that were set. Reports use them for all days; costs in a currency without one stand apart.',
        params: projectParams,
        body: Rates,
        response: answers({ 200: Rates }, withBody),
      },
    },
    async ({ params, body: { rates } }) => {
      const project = await requireProject(db, params.project_id);
      const names = rates.map(({ currency }) => currency);
      refuseIfAny(
        rates.flatMap(({ currency }, index) => {
          const field = `rates.${index}.currency`;
          if (currency === project.currency) return [{ field, expected: 'another currency than that of the project' }];
          return names.indexOf(currency) < index ? [{ field, expected: 'each currency once' }] : [];
        }),
      );
      await inTransaction(pool, async (tx) => {
        await tx.deleteFrom('currency_rates').where('project_id', '=', project.project_id).execute();
        if (rates.length === 0) return;
        const rows = rates.map((rate) => ({ project_id: project.project_id, ...rate }));
        // Two who set them at once: the later one's rates stand.
        await tx
          .insertInto('currency_rates')
          .values(rows)
          .onConflict((conflict) =>
            conflict.columns(['project_id', 'currency']).doUpdateSet((eb) => ({ rate: eb.ref('excluded.rate') })),
          )
          .execute();
      });
      return readRates(project.project_id);
    },
  );
}
