import { Checkbox } from '@mantine/core';
import { type ReactNode, useMemo } from 'react';
import { rowKey } from '../../address/row-key.ts';
import type { LifetimeReport } from '../../api/schema.gen.ts';
import { formatNumber, formatShare } from '../../format/numbers.ts';
import { type Lines, linesMax } from '../../parts/chart/lines.ts';
import { LinesChart, Swatch } from '../../parts/chart/lines-chart.tsx';
import { type Column, DataTable } from '../../parts/data-table.tsx';
import { Panel } from '../../parts/panel.tsx';
import { useLanguage, useSay } from '../../text/language.tsx';
import { retentionTexts } from '../../texts/retention.ts';
import { livedColumns } from './lived-columns.tsx';
import styles from './retention.module.css';
import { useGroupName } from './use-group-name.ts';

type Group = LifetimeReport['groups'][number];

interface LifetimeGroupsProps {
  readonly report: LifetimeReport;
  /** Keys of the groups that are compared. */
  readonly chosen: readonly string[];
  readonly onChoose: (chosen: readonly string[]) => void;
}

/** The sources side by side: each with what remained of all who came by it, and the chosen ones as lines. */
export function LifetimeGroups({ report, chosen, onChoose }: LifetimeGroupsProps): ReactNode {
  const say = useSay();
  const { language } = useLanguage();
  const nameOf = useGroupName();
  const { groups, totals } = report;
  const days = daysKnown(groups);
  const lines = useMemo<Lines>(() => {
    const compared = groups.filter((group) => chosen.includes(rowKey(group)));
    return {
      places: [0, ...daysKnown(groups)].map((after) => ({
        label: String(after),
        title: say(retentionTexts.day, { count: after }),
        unfinished: false,
      })),
      series: compared.map((group) => ({
        key: rowKey(group),
        name: nameOf(group),
        values: [0, ...daysKnown(groups)].map((after) => {
          if (after === 0) return 100;
          const share = group.remaining.find((one) => one.days === after)?.share ?? null;
          return share === null ? null : share * 100;
        }),
      })),
      write: (percent) => formatShare(language, percent / 100),
      writeShort: (percent) => formatShare(language, percent / 100),
    };
  }, [groups, chosen, nameOf, say, language]);
  const columns: readonly Column<Group>[] = [
    {
      id: 'source',
      title: say(retentionTexts.source),
      cell: (group) => {
        const key = rowKey(group);
        const place = lines.series.findIndex((one) => one.key === key);
        const name = nameOf(group);
        return (
          <span className={styles.choice}>
            <Checkbox
              size="xs"
              aria-label={say(retentionTexts.compareSource, { name })}
              checked={place >= 0}
              disabled={place < 0 && lines.series.length >= linesMax}
              onChange={() => onChoose(place >= 0 ? chosen.filter((one) => one !== key) : [...chosen, key])}
            />
            {place >= 0 && <Swatch index={place} />}
            <span className={styles.name}>{name}</span>
          </span>
        );
      },
    },
    {
      id: 'joined',
      title: say(retentionTexts.joined),
      figure: true,
      cell: ({ joined }) => formatNumber(language, joined),
      total: formatNumber(language, totals.joined),
    },
    ...livedColumns<Group>(say, days, totals),
  ];
  return (
    <Panel title={say(retentionTexts.bySource)} lead={say(retentionTexts.bySourceLead)} flush>
      {lines.series.length > 0 && days.length > 0 && (
        <div className={styles.lines}>
          <LinesChart
            title={say(retentionTexts.linesTitle)}
            placeTitle={say(retentionTexts.dayTitle)}
            lines={lines}
            height={220}
          />
        </div>
      )}
      <DataTable label={say(retentionTexts.bySource)} columns={columns} rows={groups} keyOf={rowKey} hasTotals />
    </Panel>
  );
}

/** Days after which something can be said of somebody. */
function daysKnown(groups: readonly Pick<Group, 'remaining'>[]): number[] {
  const known = groups.flatMap(({ remaining }) => remaining.flatMap(({ days, share }) => (share === null ? [] : days)));
  return [...new Set(known)].toSorted((a, b) => a - b);
}
