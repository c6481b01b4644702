import { Button, Select, TextInput } from '@mantine/core';
import { type ReactNode, useState } from 'react';
import type { Project } from '../../api/schema.gen.ts';
import { useAnswer, useChange } from '../../api/use-answer.ts';
import { localeOf } from '../../format/numbers.ts';
import { Answered } from '../../parts/answered.tsx';
import { EditForm } from '../../parts/edit-form.tsx';
import { Icon } from '../../parts/icon.tsx';
import { Panel } from '../../parts/panel.tsx';
import { ProblemNote } from '../../parts/problem-note.tsx';
import { useToasts } from '../../parts/toast.tsx';
import { useLanguage, useSay } from '../../text/language.tsx';
import { currencyRatesTexts } from '../../texts/currency-rates.ts';
import { shared } from '../../texts/shared.ts';
import { CostsLeftOut } from './costs-left-out.tsx';
import { currenciesLeft, type Rates, ratePattern, readRate } from './rate-draft.ts';
import styles from './settings.module.css';

interface CurrencyRatesPanelProps {
  readonly project: Project;
  readonly canEdit: boolean;
}

const route = '/projects/{project_id}/currency-rates';

/** Rates for costs in other currencies, and what is left out for want of one. */
export function CurrencyRatesPanel({ project, canEdit }: CurrencyRatesPanelProps): ReactNode {
  const say = useSay();
  const { currency } = project;
  const rates = useAnswer(`GET ${route}`, { path: { project_id: project.id } });
  return (
    <Panel title={say(currencyRatesTexts.title)} lead={say(currencyRatesTexts.lead, { currency })}>
      <Answered query={rates} rows={2}>
        {(data) => (
          <RatesForm key={`${project.id} ${currency}`} project={project} stored={data.rates} canEdit={canEdit} />
        )}
      </Answered>
    </Panel>
  );
}

interface RatesFormProps extends CurrencyRatesPanelProps {
  readonly stored: Rates;
}

function RatesForm({ project, stored, canEdit }: RatesFormProps): ReactNode {
  const say = useSay();
  const { language } = useLanguage();
  const { tell } = useToasts();
  const [rates, setRates] = useState(stored);
  const put = useChange(`PUT ${route}`, [
    `GET ${route}`,
    'GET /projects/{project_id}/reports/sources',
    'GET /projects/{project_id}/reports/dynamics',
  ]);
  const add = (currency: string): void => setRates((all) => [...all, { currency, rate: '' }]);
  const submit = (): void =>
    put.mutate(
      {
        path: { project_id: project.id },
        body: { rates: rates.map(({ currency, rate }) => ({ currency, rate: readRate(rate) })) },
      },
      { onSuccess: () => tell(say(shared.saved)) },
    );
  return (
    <EditForm canEdit={canEdit} onSubmit={submit}>
      <CostsLeftOut project={project} known={rates.map(({ currency }) => currency)} onAdd={canEdit ? add : undefined} />
      {rates.length === 0 && <p>{say(currencyRatesTexts.none)}</p>}
      {rates.map(({ currency, rate }, index) => (
        <div key={currency} className={styles.rate}>
          <TextInput
            label={say(currencyRatesTexts.rateOf, { currency })}
            inputMode="decimal"
            pattern={ratePattern}
            required
            withAsterisk={false}
            rightSection={<span className={styles.gone}>{project.currency}</span>}
            rightSectionWidth={52}
            value={language === 'ru' ? rate.replace('.', ',') : rate}
            onChange={(event) => {
              const { value } = event.currentTarget;
              setRates((all) => all.map((one, at) => (at === index ? { currency, rate: value } : one)));
            }}
          />
          {canEdit && (
            <Button
              variant="default"
              aria-label={say(currencyRatesTexts.removeRate, { currency })}
              onClick={() => setRates((all) => all.filter((one) => one.currency !== currency))}
            >
              <Icon name="cross" size={16} />
            </Button>
          )}
        </div>
      ))}
      <ProblemNote error={put.error} />
      {canEdit && (
        <div className={styles.rateEnd}>
          <Select
            aria-label={say(currencyRatesTexts.add)}
            placeholder={say(currencyRatesTexts.add)}
            searchable
            limit={60}
            data={currenciesLeft(rates, project.currency, localeOf[language])}
            value={null}
            onChange={(chosen) => chosen !== null && add(chosen)}
          />
          <Button type="submit" loading={put.isPending}>
            {say(shared.save)}
          </Button>
        </div>
      )}
    </EditForm>
  );
}
