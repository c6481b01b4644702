import { ActionIcon } from '@mantine/core';
import type { ReactNode } from 'react';
import { rowKey } from '../../address/row-key.ts';
import { linesMax } from '../../parts/chart/lines.ts';
import { Swatch } from '../../parts/chart/lines-chart.tsx';
import { Icon } from '../../parts/icon.tsx';
import { useSay } from '../../text/language.tsx';
import { sourcesTexts } from '../../texts/sources.ts';
import { canPin, type SourcesRow } from './pins.ts';
import styles from './sources.module.css';
import type { TableLayout } from './table-address.ts';

interface PinProps extends Pick<TableLayout, 'pins'> {
  readonly row: SourcesRow;
  readonly name: string;
  readonly pinned: readonly SourcesRow[];
  readonly onChange: (part: Partial<TableLayout>) => void;
}

/** Keeps a row on top and draws it in the chart, with the colour of its line; pressed again, lets it go. */
export function Pin({ row, name, pinned, pins, onChange }: PinProps): ReactNode {
  const say = useSay();
  const key = rowKey(row);
  const place = pinned.indexOf(row);
  if (!canPin(row)) return <span className={styles.noPin} />;
  const isFull = place < 0 && pinned.length >= linesMax;
  const label = say(place < 0 ? sourcesTexts.pin : sourcesTexts.unpin, { name });
  return (
    <>
      <ActionIcon
        className={styles.pin}
        variant="subtle"
        size={28}
        aria-label={label}
        aria-pressed={place >= 0}
        disabled={isFull}
        title={isFull ? say(sourcesTexts.pinnedMost) : label}
        onClick={() => onChange({ pins: place < 0 ? [...pins, key] : pins.filter((one) => one !== key) })}
      >
        <Icon name="pin" size={14} />
      </ActionIcon>
      {place >= 0 && <Swatch index={place} />}
    </>
  );
}
