import { Button, Checkbox, SegmentedControl, TextInput } from '@mantine/core';
import { useQueryClient } from '@tanstack/react-query';
import { type ReactNode, useState } from 'react';
import { projectsQuery } from '../../api/projects.ts';
import type { NewKey, Project } from '../../api/schema.gen.ts';
import { useChange } from '../../api/use-answer.ts';
import { CopyField } from '../../parts/copy-field.tsx';
import { Dialog } from '../../parts/dialog.tsx';
import formStyles from '../../parts/form.module.css';
import { ProblemNote } from '../../parts/problem-note.tsx';
import { useSay } from '../../text/language.tsx';
import { settingsTexts } from '../../texts/settings.ts';
import { shared } from '../../texts/shared.ts';

interface NewKeyModalProps {
  readonly project: Project;
  readonly onClose: () => void;
}

const limits = [
  ['per_second', settingsTexts.perSecond, '3'],
  ['per_hour', settingsTexts.perHour, '500'],
  ['per_day', settingsTexts.perDay, '5000'],
] as const;

export function NewKeyModal({ project, onClose }: NewKeyModalProps): ReactNode {
  const say = useSay();
  const client = useQueryClient();
  const create = useChange('POST /projects/{project_id}/keys', ['GET /projects/{project_id}/keys']);
  const [mode, setMode] = useState<'production' | 'sandbox'>('production');
  const [always200, setAlways200] = useState(false);
  const [given, setGiven] = useState<Readonly<Record<string, string>>>({});
  const submit = async (): Promise<void> => {
    const asked = limits.map(([name, , usual]) => [name, Number(given[name] ?? usual)] as const);
    const body: NewKey = { mode, always_200: always200, limits: Object.fromEntries(asked) };
    await create.mutateAsync({ path: { project_id: project.id }, body });
    // The first sandbox key makes the project's sandbox.
    await client.invalidateQueries({ queryKey: projectsQuery.queryKey });
  };
  return (
    <Dialog opened onClose={onClose} title={say(settingsTexts.newKey)}>
      {create.data?.key !== undefined ? (
        <div className={formStyles.form}>
          <CopyField label={create.data.key_hint} value={create.data.key} />
          <div className={formStyles.buttons}>
            <Button onClick={onClose}>{say(shared.close)}</Button>
          </div>
        </div>
      ) : (
        <form
          className={formStyles.form}
          onSubmit={(event) => {
            event.preventDefault();
            submit().catch(() => {});
          }}
        >
          <SegmentedControl
            aria-label={say(settingsTexts.mode)}
            value={mode}
            onChange={(value) => setMode(value === 'sandbox' ? 'sandbox' : 'production')}
            data={[
              { value: 'production', label: say(settingsTexts.production) },
              { value: 'sandbox', label: say(settingsTexts.sandbox) },
            ]}
          />
          {mode === 'sandbox' && <p>{say(settingsTexts.sandboxHint)}</p>}
          <fieldset className={formStyles.group}>
            <legend>
              {say(settingsTexts.limits)}. {say(settingsTexts.limitsHint)}
            </legend>
            <div className={formStyles.row} style={{ gridTemplateColumns: 'repeat(3, 1fr)' }}>
              {limits.map(([name, label, usual]) => (
                <TextInput
                  key={name}
                  label={say(label)}
                  inputMode="numeric"
                  pattern="[0-9]{1,9}"
                  value={given[name] ?? usual}
                  onChange={(event) => {
                    const { value } = event.currentTarget;
                    setGiven((all) => ({ ...all, [name]: value }));
                  }}
                />
              ))}
            </div>
          </fieldset>
          <Checkbox
            label={say(settingsTexts.always200)}
            description={say(settingsTexts.always200Hint)}
            checked={always200}
            onChange={(event) => setAlways200(event.currentTarget.checked)}
          />
          <ProblemNote error={create.error} />
          <div className={formStyles.buttons}>
            <Button type="submit" loading={create.isPending}>
              {say(shared.create)}
            </Button>
          </div>
        </form>
      )}
    </Dialog>
  );
}
