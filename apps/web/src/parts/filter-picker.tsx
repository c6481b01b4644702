import { Button, Popover } from '@mantine/core';
import { lazy, type ReactNode, Suspense, useState } from 'react';
import { useSay } from '../text/language.tsx';
import { reportsTexts } from '../texts/reports.ts';
import styles from './filter-picker.module.css';
import { Icon } from './icon.tsx';
import { Skeleton } from './skeleton.tsx';

const FilterChoice = lazy(async () => ({ default: (await import('./filter-choice.tsx')).FilterChoice }));

/** Adds a filter to a report. What is chosen from is loaded when somebody wants it. */
export function FilterPicker(): ReactNode {
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
          <FilterChoice onDone={() => setOpen(false)} />
        </Suspense>
      </Popover.Dropdown>
    </Popover>
  );
}
