import { Button } from '@mantine/core';
import { useNavigate, useSearch } from '@tanstack/react-router';
import type { ReactNode } from 'react';
import { useProject } from '../../api/projects.ts';
import type { Conversion, Destination } from '../../api/schema.gen.ts';
import { useRights } from '../../api/session.ts';
import { useChange, useListed } from '../../api/use-answer.ts';
import { formatMoney } from '../../format/numbers.ts';
import { Answered } from '../../parts/answered.tsx';
import { ConversionState, conversionStates } from '../../parts/conversion-state.tsx';
import { type Column, DataTable } from '../../parts/data-table.tsx';
import { EmptyState } from '../../parts/empty-state.tsx';
import { Moment } from '../../parts/moment.tsx';
import { MoreButton } from '../../parts/more-button.tsx';
import { Panel } from '../../parts/panel.tsx';
import { Pick } from '../../parts/pick.tsx';
import { useToasts } from '../../parts/toast.tsx';
import { useReason } from '../../parts/use-reason.ts';
import { useLanguage, useSay } from '../../text/language.tsx';
import { conversionsTexts } from '../../texts/conversions.ts';
import styles from './conversions.module.css';

const list = 'GET /projects/{project_id}/conversions';
const lookMs = 5_000;

/** The outbox as people see it: each goal, whom it was told, and how it went. */
export function Deliveries({ destinations }: { readonly destinations: readonly Destination[] }): ReactNode {
  const say = useSay();
  const sayReason = useReason();
  const { language } = useLanguage();
  const project = useProject();
  const navigate = useNavigate();
  const { canEdit } = useRights(project.workspace_id);
  const { tell } = useToasts();
  const search = useSearch({ strict: false });
  const state = conversionStates.find((one) => one === search.state);
  const destination = destinations.find(({ id }) => id === search.destination);
  const path = { project_id: project.id };
  const { items, query } = useListed(
    list,
    { path, query: { limit: 50, state, destination_id: destination?.id } },
    { refetchMs: lookMs },
  );
  const replay = useChange('POST /projects/{project_id}/conversions/replay', [list]);
  const put = (part: Readonly<Record<string, string | undefined>>): void => {
    void navigate({ to: '.', search: (all: object) => ({ ...all, ...part }), replace: true });
  };
  const columns: readonly Column<Conversion>[] = [
    { id: 'when', title: say(conversionsTexts.when), cell: ({ happened_at }) => <Moment at={happened_at} /> },
    { id: 'goal', title: say(conversionsTexts.goal), cell: ({ target }) => <strong>{target}</strong> },
    {
      id: 'to',
      title: say(conversionsTexts.to),
      wideOnly: true,
      cell: ({ destination_id }) => (
        <span className={styles.name}>{destinations.find(({ id }) => id === destination_id)?.name ?? ''}</span>
      ),
    },
    { id: 'person', title: say(conversionsTexts.person), wideOnly: true, cell: ({ user_id }) => user_id },
    {
      id: 'value',
      title: say(conversionsTexts.value),
      figure: true,
      wideOnly: true,
      cell: ({ value, currency }) => (value === null ? '' : formatMoney(language, Number(value), currency)),
    },
    { id: 'state', title: say(conversionsTexts.state), cell: (one) => <ConversionState state={one.state} /> },
    {
      id: 'reason',
      title: say(conversionsTexts.reason),
      wideOnly: true,
      cell: ({ reason }) => <span className={styles.type}>{reason === null ? '' : sayReason(reason)}</span>,
    },
  ];
  const filters = (
    <div className={styles.filters}>
      {destinations.length > 1 && (
        <Pick
          hideLabel
          label={say(conversionsTexts.to)}
          value={destination?.id ?? 'all'}
          options={[
            { value: 'all', label: say(conversionsTexts.anyDestination) },
            ...destinations.map(({ id, name }) => ({ value: id, label: name })),
          ]}
          onChange={(id) => put({ destination: id === 'all' ? undefined : id })}
        />
      )}
      <Pick
        hideLabel
        label={say(conversionsTexts.state)}
        value={state ?? 'all'}
        options={[
          { value: 'all' as const, label: say(conversionsTexts.anyState) },
          ...conversionStates.map((one) => ({ value: one, label: say(conversionsTexts[one]) })),
        ]}
        onChange={(value) => put({ state: value === 'all' ? undefined : value })}
      />
      {canEdit && state === 'failed' && items.length > 0 && (
        <Button
          variant="default"
          loading={replay.isPending}
          onClick={() =>
            replay.mutate(
              {
                path,
                body: { state: 'failed', ...(destination === undefined ? {} : { destination_id: destination.id }) },
              },
              { onSuccess: ({ replayed }) => tell(say(conversionsTexts.replayed, { count: replayed })) },
            )
          }
        >
          {say(conversionsTexts.replayAll)}
        </Button>
      )}
    </div>
  );
  return (
    <Panel title={say(conversionsTexts.deliveries)} aside={filters} flush>
      <Answered query={query}>
        {() =>
          items.length > 0 ? (
            <DataTable
              label={say(conversionsTexts.deliveries)}
              columns={columns}
              rows={items}
              keyOf={({ id }) => id}
              onOpen={({ id }) =>
                void navigate({
                  to: '/p/$project/conversions/$conversion',
                  params: { project: project.id, conversion: id },
                })
              }
            />
          ) : (
            <EmptyState title={say(conversionsTexts.noDeliveries)} hint={say(conversionsTexts.noDeliveriesHint)} />
          )
        }
      </Answered>
      <MoreButton query={query} />
    </Panel>
  );
}
