import { Button, PasswordInput, Switch, TextInput } from '@mantine/core';
import { useQueryClient } from '@tanstack/react-query';
import { type ReactNode, useState } from 'react';
import { projectsQuery } from '../../api/projects.ts';
import type { Project, ProjectChange } from '../../api/schema.gen.ts';
import { useChange } from '../../api/use-answer.ts';
import { EditForm } from '../../parts/edit-form.tsx';
import formStyles from '../../parts/form.module.css';
import { ProblemNote } from '../../parts/problem-note.tsx';
import { TimeZonePick } from '../../parts/time-zone-pick.tsx';
import { useToasts } from '../../parts/toast.tsx';
import { useSay } from '../../text/language.tsx';
import { settingsTexts } from '../../texts/settings.ts';
import { shared } from '../../texts/shared.ts';

interface ProjectFormProps {
  readonly project: Project;
  readonly disabled: boolean;
}

export function ProjectForm({ project, disabled }: ProjectFormProps): ReactNode {
  const say = useSay();
  const { tell } = useToasts();
  const client = useQueryClient();
  const change = useChange('PATCH /projects/{project_id}');
  const [draft, setDraft] = useState({
    title: project.title,
    username: project.username ?? '',
    chat_id: project.chat_id ?? '',
    chat_link: project.chat_link ?? '',
    messenger_token: '',
    time_zone: project.time_zone,
    currency: project.currency,
    auto_detect_minutes: String(project.auto_detect_minutes),
    suspended: project.suspended,
  });
  const put = (part: Partial<typeof draft>): void => setDraft((all) => ({ ...all, ...part }));
  const submit = async (): Promise<void> => {
    const { messenger_token, username, chat_id, chat_link, auto_detect_minutes, ...rest } = draft;
    const body: ProjectChange = {
      ...rest,
      username: username.trim() || null,
      chat_id: chat_id.trim() || null,
      chat_link: chat_link.trim() || null,
      auto_detect_minutes: Number(auto_detect_minutes),
      ...(messenger_token === '' ? {} : { messenger_token }),
    };
    await change.mutateAsync({ path: { project_id: project.id }, body });
    await client.invalidateQueries({ queryKey: projectsQuery.queryKey });
    put({ messenger_token: '' });
    tell(say(shared.saved));
  };
  return (
    <EditForm canEdit={!disabled} onSubmit={() => void submit().catch(() => {})}>
      <div className={formStyles.row}>
        <TextInput
          label={say(settingsTexts.title)}
          required
          withAsterisk={false}
          value={draft.title}
          onChange={(event) => put({ title: event.currentTarget.value })}
        />
        <TextInput
          label={say(settingsTexts.username)}
          value={draft.username}
          onChange={(event) => put({ username: event.currentTarget.value })}
        />
      </div>
      {project.kind === 'channel' && (
        <div className={formStyles.row}>
          <TextInput
            label={say(settingsTexts.chatId)}
            placeholder="-1001234567890"
            value={draft.chat_id}
            onChange={(event) => put({ chat_id: event.currentTarget.value })}
          />
          <TextInput
            label={say(settingsTexts.chatLink)}
            description={say(settingsTexts.chatLinkHint)}
            value={draft.chat_link}
            onChange={(event) => put({ chat_link: event.currentTarget.value })}
          />
        </div>
      )}
      <div className={formStyles.row}>
        <TimeZonePick
          label={say(settingsTexts.timeZone)}
          value={draft.time_zone}
          disabled={disabled}
          onChange={(time_zone) => put({ time_zone })}
        />
        <TextInput
          label={say(settingsTexts.currency)}
          maxLength={3}
          value={draft.currency}
          onChange={(event) => put({ currency: event.currentTarget.value.toUpperCase() })}
        />
      </div>
      <PasswordInput
        label={say(settingsTexts.messengerToken)}
        description={say(settingsTexts.messengerTokenHint)}
        placeholder={project.has_messenger_token ? say(settingsTexts.tokenKept) : ''}
        autoComplete="off"
        value={draft.messenger_token}
        onChange={(event) => put({ messenger_token: event.currentTarget.value })}
      />
      <TextInput
        label={say(settingsTexts.autoDetect)}
        description={say(settingsTexts.autoDetectHint)}
        inputMode="numeric"
        pattern="[0-9]{1,4}"
        value={draft.auto_detect_minutes}
        onChange={(event) => put({ auto_detect_minutes: event.currentTarget.value })}
      />
      <Switch
        label={say(settingsTexts.suspended)}
        checked={draft.suspended}
        onChange={(event) => put({ suspended: event.currentTarget.checked })}
      />
      <ProblemNote error={change.error} />
      {!disabled && (
        <div className={formStyles.buttons}>
          <Button type="submit" loading={change.isPending}>
            {say(shared.save)}
          </Button>
        </div>
      )}
    </EditForm>
  );
}
