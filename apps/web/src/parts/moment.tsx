import { Tooltip } from '@mantine/core';
import type { ReactNode } from 'react';
import { useProjectOrNull } from '../api/projects.ts';
import { formatAgo, formatClock, formatMoment, formatMomentInFull } from '../format/dates.ts';
import { useLanguage } from '../text/language.tsx';

interface MomentProps {
  readonly at: string;
  readonly as?: 'moment' | 'clock' | 'ago';
}

/** A time in the project's zone; its zone stands in the hint. */
export function Moment({ at, as = 'moment' }: MomentProps): ReactNode {
  const { language } = useLanguage();
  const zone = useProjectOrNull()?.time_zone ?? Intl.DateTimeFormat().resolvedOptions().timeZone;
  const now = new Date();
  const text = {
    moment: () => formatMoment(language, at, zone, now),
    clock: () => formatClock(language, at, zone, true),
    ago: () => formatAgo(language, at, now),
  }[as]();
  return (
    <Tooltip label={formatMomentInFull(language, at, zone)}>
      <time dateTime={at}>{text}</time>
    </Tooltip>
  );
}
