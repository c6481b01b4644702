import { SegmentedControl } from '@mantine/core';
import { useNavigate, useSearch } from '@tanstack/react-router';
import type { ReactNode } from 'react';
import { addDays } from '../../address/period.ts';
import { filterQuery } from '../../address/report-query.ts';
import { useView } from '../../address/use-view.ts';
import { dimensions } from '../../address/view.ts';
import { useProject } from '../../api/projects.ts';
import type { Subscriber } from '../../api/schema.gen.ts';
import { useListed } from '../../api/use-answer.ts';
import { formatDays } from '../../format/dates.ts';
import { Answered } from '../../parts/answered.tsx';
import { EmptyState } from '../../parts/empty-state.tsx';
import { FilterChip } from '../../parts/filter-chip.tsx';
import { FilterChips } from '../../parts/filter-chips.tsx';
import { FilterPicker } from '../../parts/filter-picker.tsx';
import { MoreButton } from '../../parts/more-button.tsx';
import { PageHead } from '../../parts/page-head.tsx';
import { Panel } from '../../parts/panel.tsx';
import { SearchField } from '../../parts/search-field.tsx';
import { useLanguage, useSay } from '../../text/language.tsx';
import { audienceTexts } from '../../texts/audience.ts';
import { navigation } from '../../texts/navigation.ts';
import { shared } from '../../texts/shared.ts';
import styles from './audience.module.css';
import { AudienceTable } from './audience-table.tsx';
import { Breakdown } from './breakdown.tsx';

const statuses = ['member', 'left', 'known'] as const;

export function AudiencePage(): ReactNode {
  const say = useSay();
  const { language } = useLanguage();
  const project = useProject();
  const navigate = useNavigate();
  const search = useSearch({ strict: false });
  const status = statuses.find((one) => one === search.status);
  const [view] = useView();
  const { joined_from: from, joined_to: to } = search;
  const { items, query } = useListed('GET /projects/{project_id}/subscribers', {
    path: { project_id: project.id },
    query: {
      ...filterQuery(view),
      limit: 50,
      status,
      q: search.q,
      joined_from: startOf(from),
      joined_to: startOf(to === undefined ? undefined : addDays(to, 1)),
    },
  });
  const put = (part: Readonly<Record<string, string | undefined>>): void => {
    void navigate({ to: '.', search: (all: object) => ({ ...all, ...part }), replace: true });
  };
  const filtered = ['status', 'q', 'joined_from', 'joined_to', ...dimensions].some((name) => name in search);
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
      <div className={styles.filters}>
        <FilterChips />
        {(from !== undefined || to !== undefined) && (
          <FilterChip
            label={say(audienceTexts.joinedIn, {
              days: formatDays(language, { from: from ?? to ?? '', to: to ?? from ?? '' }),
            })}
            onRemove={() => put({ joined_from: undefined, joined_to: undefined })}
          />
        )}
        <FilterPicker period="12m" />
      </div>
      {!filtered && <Breakdown />}
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
