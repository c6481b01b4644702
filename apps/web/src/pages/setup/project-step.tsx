import { Button, SegmentedControl, TextInput } from '@mantine/core';
import { useQueryClient } from '@tanstack/react-query';
import { type ReactNode, useState } from 'react';
import { projectsQuery } from '../../api/projects.ts';
import type { NewProject } from '../../api/schema.gen.ts';
import { useChange } from '../../api/use-answer.ts';
import formStyles from '../../parts/form.module.css';
import { Labelled } from '../../parts/labelled.tsx';
import { ProblemNote } from '../../parts/problem-note.tsx';
import { TimeZonePick } from '../../parts/time-zone-pick.tsx';
import { useSay } from '../../text/language.tsx';
import { setup } from '../../texts/setup.ts';
import styles from './setup.module.css';

export function ProjectStep({ onDone }: { readonly onDone: (projectId: string) => void }): ReactNode {
  const say = useSay();
  const client = useQueryClient();
  const create = useChange('POST /projects');
  const createKey = useChange('POST /projects/{project_id}/keys');
  const [draft, setDraft] = useState<NewProject>({
    platform: 'telegram',
    kind: 'bot',
    title: '',
    username: '',
    time_zone: Intl.DateTimeFormat().resolvedOptions().timeZone,
    currency: 'RUB',
  });
  const change = (part: Partial<NewProject>): void => setDraft((all) => ({ ...all, ...part }));
  const submit = async (): Promise<void> => {
    const { username, ...rest } = draft;
    const named =
      username === null || username === undefined || username.trim() === '' ? {} : { username: username.trim() };
    const project = await create.mutateAsync({ body: { ...rest, ...named } });
    // A project is of no use without a key, so it gets its first one at once.
    await createKey.mutateAsync({ path: { project_id: project.id }, body: {} });
    await client.invalidateQueries({ queryKey: projectsQuery.queryKey });
    onDone(project.id);
  };
  return (
    <form
      className={formStyles.form}
      onSubmit={(event) => {
        event.preventDefault();
        submit().catch(() => {});
      }}
    >
      <p className={styles.hint}>{say(setup.projectHint)}</p>
      <div className={formStyles.row}>
        <Labelled label={say(setup.platform)}>
          <SegmentedControl
            fullWidth
            aria-label={say(setup.platform)}
            value={draft.platform}
            onChange={(platform) => change({ platform: platform === 'max' ? 'max' : 'telegram' })}
            data={[
              { value: 'telegram', label: 'Telegram' },
              { value: 'max', label: 'MAX' },
            ]}
          />
        </Labelled>
        <Labelled label={say(setup.kind)}>
          <SegmentedControl
            fullWidth
            aria-label={say(setup.kind)}
            value={draft.kind}
            onChange={(kind) => change({ kind: kind === 'channel' ? 'channel' : 'bot' })}
            data={[
              { value: 'bot', label: say(setup.bot) },
              { value: 'channel', label: say(setup.channel) },
            ]}
          />
        </Labelled>
      </div>
      <TextInput
        label={say(setup.name)}
        placeholder={say(setup.namePlaceholder)}
        required
        withAsterisk={false}
        maxLength={200}
        value={draft.title}
        onChange={(event) => change({ title: event.currentTarget.value })}
      />
      <TextInput
        label={say(setup.username)}
        description={say(draft.platform === 'max' ? setup.usernameMaxHint : setup.usernameHint)}
        placeholder={draft.platform === 'max' ? 'id123456_bot' : 'my_bot'}
        required={draft.kind === 'bot'}
        withAsterisk={false}
        value={draft.username ?? ''}
        onChange={(event) => change({ username: event.currentTarget.value })}
      />
      <div className={formStyles.row}>
        <TimeZonePick
          label={say(setup.timeZone)}
          value={draft.time_zone ?? 'Europe/Moscow'}
          onChange={(time_zone) => change({ time_zone })}
        />
        <TextInput
          label={say(setup.currency)}
          maxLength={3}
          value={draft.currency ?? 'RUB'}
          onChange={(event) => change({ currency: event.currentTarget.value.toUpperCase() })}
        />
      </div>
      <ProblemNote error={create.error} />
      <div className={formStyles.buttons}>
        <Button type="submit" loading={create.isPending}>
          {say(setup.projectAction)}
        </Button>
      </div>
    </form>
  );
}
