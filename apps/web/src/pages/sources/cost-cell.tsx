import { Button, Popover, TextInput, VisuallyHidden } from '@mantine/core';
import { type ReactNode, useState } from 'react';
import { daysOfView } from '../../address/report-query.ts';
import { useView } from '../../address/use-view.ts';
import { useProject } from '../../api/projects.ts';
import { useChange } from '../../api/use-answer.ts';
import formStyles from '../../parts/form.module.css';
import { ProblemNote } from '../../parts/problem-note.tsx';
import { useToasts } from '../../parts/toast.tsx';
import { useSay } from '../../text/language.tsx';
import { shared } from '../../texts/shared.ts';
import { sourcesTexts } from '../../texts/sources.ts';
import type { CostPlace } from './cost-place.ts';
import styles from './sources.module.css';

interface CostCellProps {
  readonly place: CostPlace | null;
  readonly name: string;
  readonly currency: string;
  readonly children: ReactNode;
}

/** What a source cost, entered where it is read. */
export function CostCell({ place, name, currency, children }: CostCellProps): ReactNode {
  const say = useSay();
  const project = useProject();
  const { tell } = useToasts();
  const [view] = useView();
  const [opened, setOpened] = useState(false);
  const [date, setDate] = useState(daysOfView(view, project).to);
  const [amount, setAmount] = useState('');
  const put = useChange('PUT /projects/{project_id}/costs', [
    'GET /projects/{project_id}/reports/sources',
    'GET /projects/{project_id}/reports/dynamics',
  ]);
  const submit = (): void =>
    put.mutate(
      {
        path: { project_id: project.id },
        body: [{ date, amount: amount.replace(',', '.').replaceAll(/\s/g, ''), ...place }],
      },
      {
        onSuccess: () => {
          tell(say(sourcesTexts.costSaved));
          setOpened(false);
          setAmount('');
        },
      },
    );
  return (
    <Popover opened={opened} onChange={setOpened} position="bottom-end" width={280} trapFocus withinPortal>
      <Popover.Target>
        <button type="button" className={styles.cost} onClick={() => setOpened(!opened)}>
          {children}
          <VisuallyHidden>{say(sourcesTexts.enterCostFor, { name })}</VisuallyHidden>
        </button>
      </Popover.Target>
      <Popover.Dropdown>
        <form
          className={formStyles.form}
          onSubmit={(event) => {
            event.preventDefault();
            submit();
          }}
        >
          <strong>{say(sourcesTexts.enterCostFor, { name })}</strong>
          <TextInput
            type="date"
            label={say(sourcesTexts.costDay)}
            required
            withAsterisk={false}
            value={date}
            onChange={(event) => setDate(event.currentTarget.value)}
          />
          <TextInput
            label={say(sourcesTexts.costAmount, { currency })}
            description={say(sourcesTexts.costHint)}
            inputMode="decimal"
            required
            withAsterisk={false}
            value={amount}
            onChange={(event) => setAmount(event.currentTarget.value)}
          />
          <ProblemNote error={put.error} />
          <Button type="submit" loading={put.isPending}>
            {say(shared.save)}
          </Button>
        </form>
      </Popover.Dropdown>
    </Popover>
  );
}
