import { Button } from '@mantine/core';
import { type ReactNode, useState } from 'react';
import type { Key, Project } from '../../api/schema.gen.ts';
import { useAnswer, useChange } from '../../api/use-answer.ts';
import { formatNumber } from '../../format/numbers.ts';
import { Answered } from '../../parts/answered.tsx';
import { CopyField } from '../../parts/copy-field.tsx';
import { Panel } from '../../parts/panel.tsx';
import { Pill } from '../../parts/pill.tsx';
import { useLanguage, useSay } from '../../text/language.tsx';
import { settingsTexts } from '../../texts/settings.ts';
import { type AnyKey, KeyLine } from './key-line.tsx';
import { NewKeyModal } from './new-key-modal.tsx';
import { RevokeKey } from './revoke-key.tsx';
import styles from './settings.module.css';

interface KeysPanelProps {
  readonly project: Project;
  readonly canEdit: boolean;
}

const list = 'GET /projects/{project_id}/keys';

export function KeysPanel({ project, canEdit }: KeysPanelProps): ReactNode {
  const say = useSay();
  const [making, setMaking] = useState(false);
  const [revoking, setRevoking] = useState<AnyKey | null>(null);
  const path = { project_id: project.id };
  const keys = useAnswer(list, { path, query: { limit: 100 } });
  const revoke = useChange('DELETE /projects/{project_id}/keys/{key_id}', [list]);
  return (
    <Panel
      title={say(settingsTexts.keys)}
      lead={say(settingsTexts.keysLead)}
      aside={
        canEdit && (
          <Button variant="default" onClick={() => setMaking(true)}>
            {say(settingsTexts.newKey)}
          </Button>
        )
      }
    >
      <Answered query={keys} rows={2}>
        {({ items }) => (
          <div>
            {items.map((key) => (
              <ApiKey key={key.id} project={project} shown={key} canEdit={canEdit} onRevoke={() => setRevoking(key)} />
            ))}
          </div>
        )}
      </Answered>
      {making && <NewKeyModal project={project} onClose={() => setMaking(false)} />}
      <RevokeKey
        revoking={revoking}
        texts={settingsTexts}
        busy={revoke.isPending}
        onClose={() => setRevoking(null)}
        onRevoke={({ id }) => revoke.mutate({ path: { ...path, key_id: id } }, { onSuccess: () => setRevoking(null) })}
      />
    </Panel>
  );
}

interface ApiKeyProps extends KeysPanelProps {
  readonly shown: Key;
  readonly onRevoke: () => void;
}

function ApiKey({ project, shown, canEdit, onRevoke }: ApiKeyProps): ReactNode {
  const say = useSay();
  const { language } = useLanguage();
  const [revealed, setRevealed] = useState(false);
  const whole = useAnswer(
    'GET /projects/{project_id}/keys/{key_id}',
    { path: { project_id: project.id, key_id: shown.id }, query: { reveal: true } },
    { enabled: revealed },
  );
  const limit = (value: number): string => (value === 0 ? '∞' : formatNumber(language, value));
  const { per_second, per_hour, per_day } = shown.limits;
  const isSandbox = shown.mode === 'sandbox';
  const expired = shown.revoked_at === null && shown.expires_at !== null && Date.parse(shown.expires_at) < Date.now();
  return (
    <KeyLine
      shown={shown}
      canEdit={canEdit}
      facts={` · ${[per_second, per_hour, per_day].map(limit).join(' / ')}`}
      pills={
        <>
          <Pill tone={isSandbox ? 'warn' : 'quiet'}>
            {say(isSandbox ? settingsTexts.sandbox : settingsTexts.production)}
          </Pill>
          {expired && <Pill tone="bad">{say(settingsTexts.expired)}</Pill>}
        </>
      }
      actions={
        <Button size="compact-sm" variant="default" onClick={() => setRevealed(true)}>
          {say(settingsTexts.reveal)}
        </Button>
      }
      onRevoke={onRevoke}
    >
      {whole.data?.key !== undefined && (
        <div className={styles.below}>
          <CopyField label={shown.key_hint} value={whole.data.key} />
        </div>
      )}
    </KeyLine>
  );
}
