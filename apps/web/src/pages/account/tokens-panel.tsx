import { Button, TextInput } from '@mantine/core';
import { type ReactNode, useState } from 'react';
import type { AccessToken } from '../../api/schema.gen.ts';
import type { Role } from '../../api/session.ts';
import { useAnswer, useChange } from '../../api/use-answer.ts';
import { Answered } from '../../parts/answered.tsx';
import { ConfirmByName } from '../../parts/confirm.tsx';
import { CopyField } from '../../parts/copy-field.tsx';
import formStyles from '../../parts/form.module.css';
import { Moment } from '../../parts/moment.tsx';
import { Panel } from '../../parts/panel.tsx';
import { Pick } from '../../parts/pick.tsx';
import { ProblemNote } from '../../parts/problem-note.tsx';
import { useSay } from '../../text/language.tsx';
import { accountTexts } from '../../texts/account.ts';
import { settingsTexts } from '../../texts/settings.ts';
import { shared } from '../../texts/shared.ts';
import styles from '../settings/settings.module.css';

const list = 'GET /account/tokens';
const roles = ['viewer', 'editor', 'owner'] as const;

export function TokensPanel(): ReactNode {
  const say = useSay();
  const tokens = useAnswer(list, {});
  const [revoking, setRevoking] = useState<AccessToken | null>(null);
  const revoke = useChange('DELETE /account/tokens/{token_id}', [list]);
  return (
    <Panel
      title={say(accountTexts.tokens)}
      lead={say(accountTexts.tokensLead)}
      aside={
        <Button variant="subtle" component="a" href="api/docs">
          {say(accountTexts.docs)}
        </Button>
      }
    >
      <div className={styles.stack}>
        <NewToken />
        <Answered query={tokens} rows={1}>
          {({ items }) => (
            <div>
              {items.map((token) => (
                <div key={token.id} className={styles.line}>
                  <div className={styles.who}>
                    <strong>{token.name}</strong>
                    <p>
                      <code>{token.token_hint}</code> · {say(settingsTexts[token.role])} ·{' '}
                      {token.used_at === null ? say(accountTexts.unused) : <Moment at={token.used_at} as="ago" />}
                    </p>
                  </div>
                  <Button size="compact-sm" variant="subtle" color="red" onClick={() => setRevoking(token)}>
                    {say(settingsTexts.revoke)}
                  </Button>
                </div>
              ))}
            </div>
          )}
        </Answered>
      </div>
      {revoking !== null && (
        <ConfirmByName
          opened
          title={say(accountTexts.revokeTitle)}
          loss={say(accountTexts.revokeLoss)}
          name={revoking.name}
          action={say(settingsTexts.revoke)}
          busy={revoke.isPending}
          onClose={() => setRevoking(null)}
          onConfirm={() => revoke.mutate({ path: { token_id: revoking.id } }, { onSuccess: () => setRevoking(null) })}
        />
      )}
    </Panel>
  );
}

function NewToken(): ReactNode {
  const say = useSay();
  const create = useChange('POST /account/tokens', [list]);
  const [name, setName] = useState('');
  const [role, setRole] = useState<Role>('editor');
  return (
    <form
      className={formStyles.form}
      onSubmit={(event) => {
        event.preventDefault();
        create.mutate({ body: { name: name.trim(), role } }, { onSuccess: () => setName('') });
      }}
    >
      <div className={formStyles.row}>
        <TextInput
          label={say(accountTexts.tokenName)}
          required
          withAsterisk={false}
          maxLength={100}
          value={name}
          onChange={(event) => setName(event.currentTarget.value)}
        />
        <Pick
          label={say(settingsTexts.role)}
          value={role}
          options={roles.map((one) => ({ value: one, label: say(settingsTexts[one]) }))}
          onChange={setRole}
        />
      </div>
      <ProblemNote error={create.error} />
      {create.data?.token !== undefined && (
        <div className={styles.once}>
          <p>{say(accountTexts.tokenReady)}</p>
          <CopyField label={create.data.name} value={create.data.token} />
        </div>
      )}
      <div className={formStyles.buttons}>
        <Button type="submit" variant="default" loading={create.isPending}>
          {say(shared.create)}
        </Button>
      </div>
    </form>
  );
}
