import { SegmentedControl } from '@mantine/core';
import { useNavigate, useSearch } from '@tanstack/react-router';
import type { ReactNode } from 'react';
import { addDays } from '../../address/period.ts';
import { useProject } from '../../api/projects.ts';
import type { Subscriber } from '../../api/schema.gen.ts';
import { useAnswer, useListed } from '../../api/use-answer.ts';
import { Answered } from '../../parts/answered.tsx';
import { EmptyState } from '../../parts/empty-state.tsx';
import { FilterChip } from '../../parts/filter-chip.tsx';
import { MoreButton } from '../../parts/more-button.tsx';
import { PageHead } from '../../parts/page-head.tsx';
import { Panel } from '../../parts/panel.tsx';
import { SearchField } from '../../parts/search-field.tsx';
import { useSay } from '../../text/language.tsx';
import { audienceTexts } from '../../texts/audience.ts';
import { navigation } from '../../texts/navigation.ts';
import { shared } from '../../texts/shared.ts';
import { AudienceTable } from './audience-table.tsx';
import { Breakdown } from './breakdown.tsx';

const statuses = ['member', 'left', 'known'] as const;

export function AudiencePage(): ReactNode {
  const say = useSay();
  const project = useProject();
  const navigate = useNavigate();
  const search = useSearch({ strict: false });
  const status = statuses.find((one) => one === search.status);
  const { items, query } = useListed('GET /projects/{project_id}/subscribers', {
    path: { project_id: project.id },
    query: {
      limit: 50,
      status,
      q: search.q,
      link_id: search.link_id,
      utm_source: search.utm_source,
      joined_from: startOf(search.joined_from),
      joined_to: startOf(search.joined_to === undefined ? undefined : addDays(search.joined_to, 1)),
    },
  });
  const links = useAnswer(
    'GET /projects/{project_id}/links',
    { path: { project_id: project.id }, query: { limit: 1000 } },
    { enabled: search.link_id !== undefined },
  );
  const put = (part: Readonly<Record<string, string | undefined>>): void => {
    void navigate({ to: '.', search: (all: object) => ({ ...all, ...part }), replace: true });
  };
  const linkName = links.data?.items.find(({ id }) => id === search.link_id)?.name ?? '…';
  const filtered = ['status', 'q', 'link_id', 'utm_source', 'joined_from', 'joined_to'].some((name) => name in search);
  return (
    <>
      <PageHead title={say(navigation.audience)} lead={say(audienceTexts.lead)}>
        <SearchField
          label={say(audienceTexts.search)}
          value={search.q ?? ''}
          onChange={(q) => put({ q: q || undefined })}
        />
        <SegmentedControl
          aria-label={say(audienceTexts.status)}
          value={status ?? 'all'}
          onChange={(value) => put({ status: value === 'all' ? undefined : value })}
          data={[
            { value: 'all', label: say(shared.all) },
            { value: 'member', label: say(audienceTexts.member) },
            { value: 'left', label: say(audienceTexts.left) },
          ]}
        />
      </PageHead>
      {!filtered && <Breakdown />}
      {search.link_id !== undefined && (
        <FilterChip
          label={say(audienceTexts.onlyLink, { name: linkName })}
          onRemove={() => put({ link_id: undefined })}
        />
      )}
      {search.utm_source !== undefined && (
        <FilterChip
          label={say(audienceTexts.onlySource, { name: search.utm_source })}
          onRemove={() => put({ utm_source: undefined })}
        />
      )}
      <Panel flush>
        <Answered query={query} rows={12}>
          {() =>
            items.length > 0 ? (
              <AudienceTable
                people={items}
                onOpen={({ user_id }: Subscriber) =>
                  void navigate({ to: '/p/$project/audience/$user', params: { project: project.id, user: user_id } })
                }
              />
            ) : (
              <EmptyState
                title={say(filtered ? audienceTexts.nothingFound : audienceTexts.emptyTitle)}
                {...(filtered ? {} : { hint: say(audienceTexts.emptyHint) })}
              />
            )
          }
        </Answered>
        <MoreButton query={query} />
      </Panel>
    </>
  );
}

function startOf(day: string | undefined): string | undefined {
  return day === undefined ? undefined : `${day}T00:00:00Z`;
}
