import { Button } from '@mantine/core';
import { useNavigate, useSearch } from '@tanstack/react-router';
import type { ReactNode } from 'react';
import { useProject } from '../../api/projects.ts';
import { useRights } from '../../api/session.ts';
import { useAnswer } from '../../api/use-answer.ts';
import { Answered } from '../../parts/answered.tsx';
import { EmptyState } from '../../parts/empty-state.tsx';
import { Icon } from '../../parts/icon.tsx';
import { PageHead } from '../../parts/page-head.tsx';
import { Panel } from '../../parts/panel.tsx';
import { useSay } from '../../text/language.tsx';
import { conversionsTexts } from '../../texts/conversions.ts';
import { navigation } from '../../texts/navigation.ts';
import styles from './conversions.module.css';
import { Deliveries } from './deliveries.tsx';
import { DestinationCard } from './destination-card.tsx';
import { DestinationModal } from './destination-modal.tsx';
import { SignInResult } from './sign-in-result.tsx';

export function ConversionsPage(): ReactNode {
  const say = useSay();
  const project = useProject();
  const navigate = useNavigate();
  const { canEdit } = useRights(project.workspace_id);
  const search = useSearch({ strict: false });
  const destinations = useAnswer('GET /projects/{project_id}/destinations', {
    path: { project_id: project.id },
    query: { limit: 200 },
  });
  const types = useAnswer('GET /destination-types', {});
  const open = (destination: string | undefined): void => {
    void navigate({ to: '.', search: (all: object) => ({ ...all, edit: destination }), replace: true });
  };
  const edited = destinations.data?.items.find(({ id }) => id === search.edit);
  return (
    <>
      <PageHead title={say(navigation.conversions)} lead={say(conversionsTexts.lead)}>
        {canEdit && (
          <Button leftSection={<Icon name="plus" size={16} />} onClick={() => open('new')}>
            {say(conversionsTexts.add)}
          </Button>
        )}
      </PageHead>
      <SignInResult destinations={destinations.data?.items ?? []} />
      <Answered query={destinations} rows={3}>
        {({ items }) =>
          items.length === 0 ? (
            <Panel>
              <EmptyState title={say(conversionsTexts.emptyTitle)} hint={say(conversionsTexts.emptyHint)}>
                {canEdit && <Button onClick={() => open('new')}>{say(conversionsTexts.add)}</Button>}
              </EmptyState>
            </Panel>
          ) : (
            <div className={styles.cards}>
              {items.map((destination) => (
                <DestinationCard
                  key={destination.id}
                  destination={destination}
                  type={types.data?.items.find((type) => type.type === destination.type)}
                  onEdit={() => open(destination.id)}
                />
              ))}
            </div>
          )
        }
      </Answered>
      <Deliveries destinations={destinations.data?.items ?? []} />
      {(search.edit === 'new' || edited !== undefined) && (
        <DestinationModal destination={edited} onClose={() => open(undefined)} />
      )}
    </>
  );
}
