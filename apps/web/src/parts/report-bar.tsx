import { ActionIcon, Button, Checkbox, Menu, TextInput } from '@mantine/core';
import { type ReactNode, useState } from 'react';
import { type Days, daysOf, moved, presets } from '../address/period.ts';
import { daysOfView } from '../address/report-query.ts';
import { useView } from '../address/use-view.ts';
import { useProject } from '../api/projects.ts';
import { dayIn, formatDays } from '../format/dates.ts';
import { useLanguage, useSay } from '../text/language.tsx';
import { reportsTexts } from '../texts/reports.ts';
import { FilterChips } from './filter-chips.tsx';
import { FilterPicker } from './filter-picker.tsx';
import { Icon } from './icon.tsx';
import styles from './report-bar.module.css';

interface ReportBarProps {
  /** Where the report can be compared with the period before. */
  readonly comparable?: boolean;
  /** Filters that only this report knows. */
  readonly chips?: ReactNode;
  readonly children?: ReactNode;
}

/** What a report is about: the days, the comparison, the filters. All of it stands in the address. */
export function ReportBar({ comparable = true, chips, children }: ReportBarProps): ReactNode {
  const say = useSay();
  const [view, show] = useView();
  return (
    <div className={styles.bar}>
      <PeriodPick />
      {comparable && (
        <Checkbox
          className={styles.compare}
          label={say(reportsTexts.compare)}
          checked={view.compare === 'previous'}
          onChange={(event) => show({ ...view, compare: event.currentTarget.checked ? 'previous' : 'none' })}
        />
      )}
      <FilterChips />
      {chips}
      <FilterPicker />
      <div className={styles.rest}>{children}</div>
    </div>
  );
}

function PeriodPick(): ReactNode {
  const say = useSay();
  const { language } = useLanguage();
  const project = useProject();
  const [view, show] = useView();
  const days = daysOfView(view, project);
  const today = dayIn(project.time_zone, new Date());
  const name = typeof view.period === 'string' ? say(reportsTexts[view.period]) : formatDays(language, days);
  return (
    <div className={styles.period}>
      <ActionIcon
        variant="default"
        size={36}
        aria-label={say(reportsTexts.earlier)}
        onClick={() => show({ ...view, period: moved(view.period, today, -1) })}
      >
        <Icon name="left" size={16} />
      </ActionIcon>
      <Menu closeOnItemClick={false}>
        <Menu.Target>
          <Button
            variant="default"
            rightSection={<Icon name="down" size={14} />}
            aria-label={`${say(reportsTexts.period)}: ${name}`}
            title={formatDays(language, days)}
          >
            {name}
          </Button>
        </Menu.Target>
        <Menu.Dropdown>
          {presets.map((preset) => (
            <Menu.Item
              key={preset}
              closeMenuOnClick
              rightSection={view.period === preset ? <Icon name="check" size={14} /> : null}
              onClick={() => show({ ...view, period: preset })}
            >
              {say(reportsTexts[preset])}
            </Menu.Item>
          ))}
          <Menu.Divider />
          <OwnDays key={`${days.from} ${days.to}`} days={days} onShow={(period) => show({ ...view, period })} />
        </Menu.Dropdown>
      </Menu>
      <ActionIcon
        variant="default"
        size={36}
        disabled={daysOf(view.period, today).to >= today}
        aria-label={say(reportsTexts.later)}
        onClick={() => show({ ...view, period: moved(view.period, today, 1) })}
      >
        <Icon name="right" size={16} />
      </ActionIcon>
    </div>
  );
}

interface OwnDaysProps {
  readonly days: Days;
  readonly onShow: (days: Days) => void;
}

function OwnDays({ days, onShow }: OwnDaysProps): ReactNode {
  const say = useSay();
  const [from, setFrom] = useState(days.from);
  const [to, setTo] = useState(days.to);
  return (
    <form
      className={styles.own}
      onSubmit={(event) => {
        event.preventDefault();
        if (from !== '' && from <= to) onShow({ from, to });
      }}
    >
      <TextInput
        type="date"
        label={say(reportsTexts.from)}
        max={to}
        value={from}
        onChange={(event) => setFrom(event.currentTarget.value)}
      />
      <TextInput
        type="date"
        label={say(reportsTexts.to)}
        min={from}
        value={to}
        onChange={(event) => setTo(event.currentTarget.value)}
      />
      <Button type="submit" variant="default" fullWidth>
        {say(reportsTexts.apply)}
      </Button>
    </form>
  );
}
