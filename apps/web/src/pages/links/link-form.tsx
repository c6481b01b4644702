import { Button, TextInput } from '@mantine/core';
import { type ReactNode, useState } from 'react';
import type { Link, NewLink } from '../../api/schema.gen.ts';
import formStyles from '../../parts/form.module.css';
import { Pick } from '../../parts/pick.tsx';
import { ProblemNote } from '../../parts/problem-note.tsx';
import { useSay } from '../../text/language.tsx';
import { adSystems } from '../../texts/ad-systems.ts';
import { linksTexts } from '../../texts/links.ts';

const marks = ['source', 'medium', 'campaign', 'content', 'term'] as const;
type AdSystem = NonNullable<NewLink['ad_system']>;

interface LinkFormProps {
  /** What the fields begin with: a link to change, or one to make another like. */
  readonly like?: Link | undefined;
  readonly withCode: boolean;
  /** Only what the first link needs. */
  readonly short?: boolean;
  readonly action: string;
  readonly busy: boolean;
  readonly error: Error | null;
  readonly onSubmit: (link: NewLink) => void;
}

export function LinkForm({ like, withCode, short = false, action, busy, error, onSubmit }: LinkFormProps): ReactNode {
  const say = useSay();
  const [name, setName] = useState(like?.name ?? '');
  const [code, setCode] = useState('');
  const [system, setSystem] = useState<AdSystem | 'none'>(like?.ad_system ?? 'none');
  const [target, setTarget] = useState(like?.target ?? '');
  const [utm, setUtm] = useState<NonNullable<NewLink['utm']>>(like?.utm ?? {});
  const submit = (): void => {
    const given = Object.fromEntries(marks.map((mark) => [mark, utm[mark]?.trim() || null]));
    onSubmit({
      name: name.trim(),
      ad_system: system === 'none' ? null : system,
      target: target.trim() || null,
      utm: given,
      ...(withCode && code.trim() !== '' ? { code: code.trim() } : {}),
    });
  };
  const systems = Object.entries(adSystems).map(([value, label]) => ({ value: value as AdSystem, label: say(label) }));
  return (
    <form
      className={formStyles.form}
      onSubmit={(event) => {
        event.preventDefault();
        submit();
      }}
    >
      <TextInput
        label={say(linksTexts.name)}
        placeholder={say(linksTexts.namePlaceholder)}
        required
        withAsterisk={false}
        maxLength={99}
        data-autofocus
        value={name}
        onChange={(event) => setName(event.currentTarget.value)}
      />
      <Pick
        label={say(linksTexts.adSystem)}
        description={say(linksTexts.adSystemHint)}
        value={system}
        options={[{ value: 'none' as const, label: say(linksTexts.noSystem) }, ...systems]}
        onChange={setSystem}
      />
      {!short && (
        <>
          <fieldset className={formStyles.group}>
            <legend>{say(linksTexts.marks)}</legend>
            <div className={formStyles.row}>
              {marks.map((mark) => (
                <TextInput
                  key={mark}
                  label={`utm_${mark}`}
                  value={utm[mark] ?? ''}
                  onChange={(event) => {
                    const { value } = event.currentTarget;
                    setUtm((all) => ({ ...all, [mark]: value }));
                  }}
                />
              ))}
            </div>
          </fieldset>
          <div className={formStyles.row}>
            <TextInput
              label={say(linksTexts.target)}
              description={say(linksTexts.targetHint)}
              value={target}
              onChange={(event) => setTarget(event.currentTarget.value)}
            />
            {withCode && (
              <TextInput
                label={say(linksTexts.code)}
                description={say(linksTexts.codeHint)}
                pattern="[A-Za-z0-9_\-]{1,64}"
                value={code}
                onChange={(event) => setCode(event.currentTarget.value)}
              />
            )}
          </div>
        </>
      )}
      <ProblemNote error={error} />
      <div className={formStyles.buttons}>
        <Button type="submit" loading={busy}>
          {action}
        </Button>
      </div>
    </form>
  );
}
