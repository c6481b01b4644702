import { Select } from '@mantine/core';
import { type ReactNode, useMemo } from 'react';
import { reportQuery } from '../../address/report-query.ts';
import { useView } from '../../address/use-view.ts';
import { dimensions } from '../../address/view.ts';
import { useProject } from '../../api/projects.ts';
import { useAnswer } from '../../api/use-answer.ts';
import { useSay } from '../../text/language.tsx';
import { funnelTexts } from '../../texts/funnel.ts';
import { reportsTexts } from '../../texts/reports.ts';
import { type FunnelCut, readSplit, writeSplit } from './funnel-cut.ts';

interface SplitPickProps {
  readonly split: FunnelCut['split'];
  readonly onChange: (split: FunnelCut['split']) => void;
}

/** By what the funnel is told apart: a part of the source, or a label that events of the period carry. */
export function SplitPick({ split, onChange }: SplitPickProps): ReactNode {
  const say = useSay();
  const project = useProject();
  const [view] = useView();
  const query = useMemo(() => {
    const { compare: _, ...asked } = reportQuery(view, project);
    return asked;
  }, [view, project]);
  const labels = useAnswer(
    'GET /projects/{project_id}/reports/labels',
    { path: { project_id: project.id }, query },
    { keep: true },
  );
  const known = labels.data?.labels.map(({ name }) => name) ?? [];
  // What the address asks for can be seen as chosen, also where no event of the period carries it.
  const names = split?.by === 'label' && !known.includes(split.name) ? [split.name, ...known] : known;
  return (
    <Select
      aria-label={say(funnelTexts.split)}
      w={210}
      allowDeselect={false}
      checkIconPosition="right"
      value={writeSplit(split) ?? 'none'}
      onChange={(value) => onChange(readSplit(value ?? ''))}
      data={[
        { value: 'none', label: say(funnelTexts.whole) },
        {
          group: say(funnelTexts.bySource),
          items: dimensions.map((one) => ({ value: one, label: say(reportsTexts[one]) })),
        },
        {
          group: say(funnelTexts.byLabel),
          items: names.map((name) => ({
            value: writeSplit({ by: 'label', name }) ?? '',
            label: say(funnelTexts.labelNamed, { name }),
          })),
        },
      ]}
    />
  );
}
