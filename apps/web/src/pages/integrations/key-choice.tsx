import { Button } from '@mantine/core';
import type { ReactNode } from 'react';
import type { Key, Project } from '../../api/schema.gen.ts';
import { useRights } from '../../api/session.ts';
import { useAnswer, useChange } from '../../api/use-answer.ts';
import { Answered } from '../../parts/answered.tsx';
import { CopyField } from '../../parts/copy-field.tsx';
import { EmptyState } from '../../parts/empty-state.tsx';
import { useSay } from '../../text/language.tsx';
import { integrationsTexts } from '../../texts/integrations.ts';
import styles from './integrations.module.css';

interface KeyChoiceProps {
  readonly project: Project;
  readonly children: (key: string) => ReactNode;
}

const list = 'GET /projects/{project_id}/keys';

/** Shows a guide with the newest working key of the project filled in, where whoever looks may see it. */
export function KeyChoice({ project, children }: KeyChoiceProps): ReactNode {
  const say = useSay();
  const { canEdit } = useRights(project.workspace_id);
  const path = { project_id: project.id };
  const keys = useAnswer(list, { path, query: { limit: 100 } });
  const create = useChange('POST /projects/{project_id}/keys', [list]);
  return (
    <Answered query={keys}>
      {({ items }) => {
        const key = items.find(isWorking);
        if (key === undefined) {
          return (
            <EmptyState title={say(canEdit ? integrationsTexts.noKey : integrationsTexts.noKeyViewer)}>
              {canEdit && (
                <Button loading={create.isPending} onClick={() => create.mutate({ path, body: {} })}>
                  {say(integrationsTexts.makeKey)}
                </Button>
              )}
            </EmptyState>
          );
        }
        return canEdit ? (
          <Revealed project={project} keyId={key.id}>
            {children}
          </Revealed>
        ) : (
          children('KEY')
        );
      }}
    </Answered>
  );
}

interface RevealedProps extends KeyChoiceProps {
  readonly keyId: string;
}

function Revealed({ project, keyId, children }: RevealedProps): ReactNode {
  const say = useSay();
  const key = useAnswer('GET /projects/{project_id}/keys/{key_id}', {
    path: { project_id: project.id, key_id: keyId },
    query: { reveal: true },
  });
  return (
    <Answered query={key}>
      {({ key: secret = 'KEY' }) => (
        <>
          <div className={styles.key}>
            <CopyField label={say(integrationsTexts.key)} value={secret} />
            <span className={styles.keyHint}>{say(integrationsTexts.keyHint)}</span>
          </div>
          {children(secret)}
        </>
      )}
    </Answered>
  );
}

function isWorking({ mode, revoked_at, expires_at }: Key): boolean {
  return mode === 'production' && revoked_at === null && (expires_at === null || Date.parse(expires_at) > Date.now());
}
