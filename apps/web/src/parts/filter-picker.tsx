import { Button, Popover } from '@mantine/core';
import { lazy, type ReactNode, Suspense, useState } from 'react';
import type { Period } from '../address/period.ts';
import { useSay } from '../text/language.tsx';
import { reportsTexts } from '../texts/reports.ts';
import styles from './filter-picker.module.css';
import { Icon } from './icon.tsx';
import { Skeleton } from './skeleton.tsx';

const FilterChoice = lazy(async () => ({ default: (await import('./filter-choice.tsx')).FilterChoice }));

interface FilterPickerProps {
  /** Whose sources are offered; by default those of the period that the page is about. */
  readonly period?: Period;
}

/** Adds a filter to a page. What is chosen from is loaded when somebody wants it. */
export function FilterPicker({ period }: FilterPickerProps): ReactNode {
  const say = useSay();
  const [open, setOpen] = useState(false);
  return (
    <Popover opened={open} onChange={setOpen} position="bottom-start" trapFocus returnFocus withRoles={false}>
      <Popover.Target>
        <Button
          variant="default"
          leftSection={<Icon name="plus" size={14} />}
          aria-expanded={open}
          aria-haspopup="dialog"
          onClick={() => setOpen(!open)}
        >
          {say(reportsTexts.filter)}
        </Button>
      </Popover.Target>
      <Popover.Dropdown className={styles.dropdown} role="dialog" aria-label={say(reportsTexts.addFilter)}>
        <Suspense fallback={<Skeleton rows={4} />}>
          <FilterChoice period={period} onDone={() => setOpen(false)} />
        </Suspense>
      </Popover.Dropdown>
    </Popover>
  );
}
