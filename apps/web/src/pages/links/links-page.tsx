import { Button, SegmentedControl } from '@mantine/core';
import { useNavigate, useSearch } from '@tanstack/react-router';
import { type ReactNode, useState } from 'react';
import { useProject } from '../../api/projects.ts';
import type { Link } from '../../api/schema.gen.ts';
import { useRights } from '../../api/session.ts';
import { useListed } from '../../api/use-answer.ts';
import { Answered } from '../../parts/answered.tsx';
import { EmptyState } from '../../parts/empty-state.tsx';
import { Icon } from '../../parts/icon.tsx';
import { MoreButton } from '../../parts/more-button.tsx';
import { PageHead } from '../../parts/page-head.tsx';
import { Panel } from '../../parts/panel.tsx';
import { SearchField } from '../../parts/search-field.tsx';
import { useSay } from '../../text/language.tsx';
import { linksTexts } from '../../texts/links.ts';
import { navigation } from '../../texts/navigation.ts';
import { LinkDrawer } from './link-drawer.tsx';
import { LinksTable } from './links-table.tsx';
import { NewLinkModal } from './new-link-modal.tsx';

export function LinksPage(): ReactNode {
  const say = useSay();
  const project = useProject();
  const navigate = useNavigate();
  const { canEdit } = useRights(project.workspace_id);
  const search = useSearch({ strict: false });
  const archived = search.archived === 'true';
  const { items, query } = useListed('GET /projects/{project_id}/links', {
    path: { project_id: project.id },
    query: { archived, limit: 200 },
  });
  const [making, setMaking] = useState<{ readonly like?: Link } | null>(null);
  const found = items.filter((link) => matches(link, search.q ?? ''));
  const shown = items.find(({ id }) => id === search.link);
  const put = (part: Readonly<Record<string, string | undefined>>): void => {
    void navigate({ to: '.', search: (all: object) => ({ ...all, ...part }), replace: true });
  };
  return (
    <>
      <PageHead title={say(navigation.links)} lead={say(linksTexts.lead)}>
        {canEdit && (
          <Button leftSection={<Icon name="plus" size={16} />} onClick={() => setMaking({})}>
            {say(linksTexts.create)}
          </Button>
        )}
      </PageHead>
      <Toolbar archived={archived} q={search.q ?? ''} onChange={put} />
      <Panel flush>
        <Answered query={query}>
          {() =>
            found.length > 0 ? (
              <LinksTable project={project} links={found} onOpen={(link) => put({ link: link.id })} />
            ) : (
              <EmptyState
                title={say(items.length === 0 ? linksTexts.emptyTitle : linksTexts.nothingFound)}
                {...(items.length === 0 && !archived ? { hint: say(linksTexts.emptyHint) } : {})}
              >
                {items.length === 0 && !archived && canEdit && (
                  <Button onClick={() => setMaking({})}>{say(linksTexts.create)}</Button>
                )}
              </EmptyState>
            )
          }
        </Answered>
        <MoreButton query={query} />
      </Panel>
      {making !== null && (
        <NewLinkModal
          project={project}
          like={making.like}
          onClose={() => setMaking(null)}
          onMade={(id) => put({ link: id })}
        />
      )}
      {shown !== undefined && (
        <LinkDrawer
          project={project}
          link={shown}
          onClose={() => put({ link: undefined })}
          onDuplicate={() => setMaking({ like: shown })}
        />
      )}
    </>
  );
}

interface ToolbarProps {
  readonly archived: boolean;
  readonly q: string;
  readonly onChange: (part: Readonly<Record<string, string | undefined>>) => void;
}

function Toolbar({ archived, q, onChange }: ToolbarProps): ReactNode {
  const say = useSay();
  return (
    <div style={{ display: 'flex', gap: 12, flexWrap: 'wrap', marginBottom: 16 }}>
      <SearchField label={say(linksTexts.search)} value={q} onChange={(text) => onChange({ q: text || undefined })} />
      <SegmentedControl
        value={archived ? 'archived' : 'active'}
        onChange={(value) => onChange({ archived: value === 'archived' ? 'true' : undefined })}
        data={[
          { value: 'active', label: say(linksTexts.active) },
          { value: 'archived', label: say(linksTexts.archived) },
        ]}
      />
    </div>
  );
}

function matches({ name, code, utm }: Link, text: string): boolean {
  const sought = text.trim().toLowerCase();
  return [name, code, ...Object.values(utm)].some((value) => value?.toLowerCase().includes(sought));
}
