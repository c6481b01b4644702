import { TextInput } from '@mantine/core';
import { type ReactNode, useMemo, useState } from 'react';
import type { Period } from '../address/period.ts';
import { reportQuery } from '../address/report-query.ts';
import { useView } from '../address/use-view.ts';
import { type Dimension, dimensions, withFilter, withoutFilter } from '../address/view.ts';
import { useProject } from '../api/projects.ts';
import { useAnswer } from '../api/use-answer.ts';
import { formatNumber } from '../format/numbers.ts';
import { useLanguage, useSay } from '../text/language.tsx';
import { reportsTexts } from '../texts/reports.ts';
import { shared } from '../texts/shared.ts';
import { Answered } from './answered.tsx';
import { nameOfValue, noValue } from './dimension-names.ts';
import styles from './filter-picker.module.css';
import { Icon } from './icon.tsx';

interface FilterChoiceProps {
  readonly period: Period | undefined;
  readonly onDone: () => void;
}

/** First what to filter by, then by which of the values that the period has. */
export function FilterChoice({ period, onDone }: FilterChoiceProps): ReactNode {
  const say = useSay();
  const [view, show] = useView();
  const [dimension, setDimension] = useState<Dimension | null>(null);
  if (dimension === null) {
    return (
      <div className={styles.list}>
        {dimensions.map((one, index) => (
          <button
            key={one}
            type="button"
            className={styles.option}
            data-autofocus={index === 0 || undefined}
            onClick={() => setDimension(one)}
          >
            <span>{say(reportsTexts[one])}</span>
            <Icon name="right" size={14} />
          </button>
        ))}
      </div>
    );
  }
  return (
    <>
      <button type="button" className={styles.back} onClick={() => setDimension(null)}>
        <Icon name="left" size={14} />
        {say(reportsTexts[dimension])}
      </button>
      <Values
        key={dimension}
        dimension={dimension}
        period={period}
        onChoose={(value) => {
          show(withFilter(view, dimension, value));
          onDone();
        }}
      />
    </>
  );
}

interface ValuesProps {
  readonly dimension: Dimension;
  readonly period: Period | undefined;
  readonly onChoose: (value: string) => void;
}

interface Choice {
  readonly value: string;
  readonly name: string;
  /** Null: of several rows of the report. */
  readonly joins: number | null;
}

function Values({ dimension, period, onChoose }: ValuesProps): ReactNode {
  const say = useSay();
  const { language } = useLanguage();
  const project = useProject();
  const [view] = useView();
  const [wanted, setWanted] = useState('');
  const query = useMemo(
    () => ({
      ...reportQuery({ ...withoutFilter(view, dimension), period: period ?? view.period }, project),
      compare: 'none' as const,
      group_by: dimension,
      limit: 200,
    }),
    [view, dimension, period, project],
  );
  const report = useAnswer('GET /projects/{project_id}/reports/sources', { path: { project_id: project.id }, query });
  const typed = wanted.trim();
  return (
    <>
      <TextInput
        // The list that it narrows follows it.
        autoFocus
        aria-label={say(shared.search)}
        placeholder={say(shared.search)}
        value={wanted}
        onChange={(event) => setWanted(event.currentTarget.value)}
      />
      <Answered query={report} rows={4}>
        {({ rows }) => {
          const values: Choice[] = rows.flatMap(({ kind, keys: [key], figures }) => {
            if (key?.value == null || kind === 'unassigned' || kind === 'other') return [];
            const name = nameOfValue(say, language, dimension, key.value, dimension === 'link' ? key.label : null);
            return [{ value: key.value, name, joins: figures.joins }];
          });
          const lacking: Choice[] = rows.some(({ kind, keys: [key] }) => kind !== 'unassigned' && key?.value === null)
            ? [{ value: noValue, name: nameOfValue(say, language, dimension, null), joins: null }]
            : [];
          const found = [...values, ...lacking].filter(({ name }) =>
            name.toLocaleLowerCase(language).includes(typed.toLocaleLowerCase(language)),
          );
          // Marks are free text: one that the period does not have can be asked for as well.
          const own: Choice[] =
            dimension.startsWith('utm_') && typed !== '' && !values.some(({ value }) => value === typed)
              ? [{ value: typed, name: say(reportsTexts.onlyValue, { value: typed }), joins: null }]
              : [];
          const shown = [...found, ...own];
          return (
            <div className={styles.list}>
              {shown.map(({ value, name, joins }) => (
                <button key={value} type="button" className={styles.option} onClick={() => onChoose(value)}>
                  <span>{name}</span>
                  {joins !== null && <span title={say(reportsTexts.joins)}>{formatNumber(language, joins)}</span>}
                </button>
              ))}
              {shown.length === 0 && <p className={styles.none}>{say(reportsTexts.noValues)}</p>}
            </div>
          );
        }}
      </Answered>
    </>
  );
}
