import { SegmentedControl, TextInput } from '@mantine/core';
import { useQueryClient } from '@tanstack/react-query';
import { type ReactNode, useState } from 'react';
import type { AccountChange } from '../../api/schema.gen.ts';
import { sessionQuery, useSession } from '../../api/session.ts';
import { useChange } from '../../api/use-answer.ts';
import formStyles from '../../parts/form.module.css';
import { Labelled } from '../../parts/labelled.tsx';
import { Panel } from '../../parts/panel.tsx';
import { ProblemNote } from '../../parts/problem-note.tsx';
import { useSay } from '../../text/language.tsx';
import { accountTexts } from '../../texts/account.ts';

/** Takes effect at once: the frame of the pages follows the account. */
export function ProfilePanel(): ReactNode {
  const say = useSay();
  const client = useQueryClient();
  const { user } = useSession();
  const [name, setName] = useState(user.name);
  const change = useChange('PATCH /account');
  const save = (body: AccountChange): void =>
    change.mutate({ body }, { onSuccess: () => void client.invalidateQueries({ queryKey: sessionQuery.queryKey }) });
  return (
    <Panel title={say(accountTexts.profile)}>
      <div className={formStyles.form}>
        <TextInput
          label={say(accountTexts.name)}
          value={name}
          maxLength={100}
          onChange={(event) => setName(event.currentTarget.value)}
          onBlur={() => name.trim() !== '' && name !== user.name && save({ name: name.trim() })}
        />
        <div className={formStyles.row}>
          <Labelled label={say(accountTexts.language)}>
            <SegmentedControl
              fullWidth
              aria-label={say(accountTexts.language)}
              value={user.language}
              onChange={(value) => save({ language: value === 'en' ? 'en' : 'ru' })}
              data={[
                { value: 'ru', label: 'Русский' },
                { value: 'en', label: 'English' },
              ]}
            />
          </Labelled>
          <Labelled label={say(accountTexts.theme)}>
            <SegmentedControl
              fullWidth
              aria-label={say(accountTexts.theme)}
              value={user.theme}
              onChange={(value) => save({ theme: value === 'light' || value === 'dark' ? value : 'auto' })}
              data={[
                { value: 'light', label: say(accountTexts.light) },
                { value: 'dark', label: say(accountTexts.dark) },
                { value: 'auto', label: say(accountTexts.auto) },
              ]}
            />
          </Labelled>
        </div>
        <ProblemNote error={change.error} />
      </div>
    </Panel>
  );
}
