import { Button, NativeSelect, PasswordInput, Textarea, TextInput } from '@mantine/core';
import { type ReactNode, useState } from 'react';
import type { Input } from '../../api/call.ts';
import type { Destination, DestinationType, Goals, Project } from '../../api/schema.gen.ts';
import formStyles from '../../parts/form.module.css';
import { Pick } from '../../parts/pick.tsx';
import { ProblemNote } from '../../parts/problem-note.tsx';
import { useSay } from '../../text/language.tsx';
import { conversionsTexts } from '../../texts/conversions.ts';
import { platformAccessTexts } from '../../texts/platform-access.ts';
import { shared } from '../../texts/shared.ts';
import { nameOfType } from './destination-names.ts';
import { GoalsFields } from './goals-fields.tsx';
import { hasApp, systemOf } from './platform-access.ts';
import { RedirectNote } from './redirect-note.tsx';
import { fieldsOf, readMap, type SettingField, writeMap } from './settings-schema.ts';

type NewDestination = Input<'POST /projects/{project_id}/destinations'>['body'];
type Values = Readonly<Record<string, string>>;

interface DestinationFormProps {
  readonly types: readonly DestinationType[];
  readonly destination: Destination | undefined;
  readonly kind: Project['kind'];
  readonly busy: boolean;
  readonly error: Error | null;
  /** `leaves`: the ad system's sign-in comes next. */
  readonly onSubmit: (destination: NewDestination, leaves: boolean) => void;
  readonly children?: ReactNode;
}

export function DestinationForm(props: DestinationFormProps): ReactNode {
  const { types, destination, kind, busy, error, onSubmit, children } = props;
  const say = useSay();
  const [typeName, setTypeName] = useState(destination?.type ?? types[0]?.type ?? '');
  const [name, setName] = useState(destination?.name ?? '');
  const [values, setValues] = useState<Values>(() => valuesOf(destination));
  const [goals, setGoals] = useState<Goals>(destination?.goals ?? {});
  const [scope, setScope] = useState<'own' | 'all' | 'usual'>(destination?.scope ?? 'usual');
  const [windowDays, setWindowDays] = useState(String(destination?.window_days ?? 21));
  const type = types.find((one) => one.type === typeName);
  const fields = type === undefined ? [] : fieldsOf(type);
  // With an app and no token, signing in is the next step.
  const settings = { ...destination?.settings, ...filled(values) };
  const leaves = type?.signs_in === true && hasApp(settings) && settings.oauth_token === undefined;
  const submit = (): void =>
    onSubmit(
      {
        type: typeName as NewDestination['type'],
        name: name.trim() || nameOfType(say, typeName),
        settings: settingsOf(fields, values),
        goals,
        window_days: Number(windowDays),
        ...(scope === 'usual' ? {} : { scope }),
      },
      leaves,
    );
  return (
    <form
      className={formStyles.form}
      onSubmit={(event) => {
        event.preventDefault();
        submit();
      }}
    >
      {destination === undefined && (
        <Pick
          label={say(conversionsTexts.type)}
          value={typeName}
          options={types.map((one) => ({ value: one.type, label: nameOfType(say, one.type) }))}
          onChange={(value) => {
            setTypeName(value);
            setValues({});
          }}
        />
      )}
      <TextInput
        label={say(conversionsTexts.name)}
        placeholder={nameOfType(say, typeName)}
        maxLength={100}
        value={name}
        onChange={(event) => setName(event.currentTarget.value)}
      />
      {fields.map((field) => (
        <Field
          key={`${typeName} ${field.name}`}
          field={field}
          kept={destination !== undefined}
          value={values[field.name] ?? ''}
          onChange={(value) => setValues((all) => ({ ...all, [field.name]: value }))}
        />
      ))}
      {type?.signs_in === true && <RedirectNote system={systemOf(say, type)} />}
      <GoalsFields kind={kind} goals={goals} onChange={setGoals} />
      <div className={formStyles.row}>
        {scope !== 'usual' && (
          <NativeSelect
            label={say(conversionsTexts.scope)}
            value={scope}
            data={[
              { value: 'own', label: say(conversionsTexts.scopeOwn) },
              { value: 'all', label: say(conversionsTexts.scopeAll) },
            ]}
            onChange={(event) => setScope(event.currentTarget.value === 'all' ? 'all' : 'own')}
          />
        )}
        <TextInput
          label={say(conversionsTexts.windowDays)}
          inputMode="numeric"
          pattern="[0-9]{1,3}"
          value={windowDays}
          onChange={(event) => setWindowDays(event.currentTarget.value)}
        />
      </div>
      <ProblemNote error={error} />
      <div className={formStyles.buttons}>
        {children}
        <Button type="submit" loading={busy}>
          {leaves && type !== undefined
            ? say(platformAccessTexts.saveAndSignIn, { system: systemOf(say, type) })
            : say(destination === undefined ? conversionsTexts.add : shared.save)}
        </Button>
      </div>
    </form>
  );
}

interface FieldProps {
  readonly field: SettingField;
  /** A secret that is kept where nothing is typed. */
  readonly kept: boolean;
  readonly value: string;
  readonly onChange: (value: string) => void;
}

function Field({ field, kept, value, onChange }: FieldProps): ReactNode {
  const say = useSay();
  const shown = {
    label: say(field.label),
    ...(field.hint === null ? {} : { description: say(field.hint) }),
    ...(field.example === '' ? {} : { placeholder: field.example }),
  };
  const required = field.required && !(kept && field.kind === 'secret');
  switch (field.kind) {
    case 'choice':
      return (
        <Pick
          label={shown.label}
          description={shown.description}
          value={value || field.byDefault}
          options={field.choices.map((choice) => ({ value: choice.value, label: say(choice.label) }))}
          onChange={onChange}
        />
      );
    case 'map':
      return (
        <Textarea
          {...shown}
          autosize
          minRows={2}
          value={value}
          onChange={(event) => onChange(event.currentTarget.value)}
        />
      );
    case 'secret':
      return (
        <PasswordInput
          {...shown}
          {...(kept ? { placeholder: say(conversionsTexts.secretKept) } : {})}
          autoComplete="off"
          required={required}
          withAsterisk={false}
          value={value}
          onChange={(event) => onChange(event.currentTarget.value)}
        />
      );
    case 'text':
      return (
        <TextInput
          {...shown}
          required={required}
          withAsterisk={false}
          value={value}
          onChange={(event) => onChange(event.currentTarget.value)}
        />
      );
  }
}

/** What the fields begin with; secrets are never sent here, so they begin empty. */
function valuesOf(destination: Destination | undefined): Values {
  return Object.fromEntries(
    Object.entries(destination?.settings ?? {})
      .filter(([, value]) => !(typeof value === 'string' && value.includes('…')))
      .map(([name, value]) => [name, typeof value === 'string' ? value : writeMap(value)]),
  );
}

/** What was typed; empty fields say nothing. */
function filled(values: Values): Values {
  return Object.fromEntries(Object.entries(values).filter(([, value]) => value !== ''));
}

/** Empty fields are left out: of a new one they are optional, of an old one they stay as they are. */
function settingsOf(fields: readonly SettingField[], values: Values): Record<string, unknown> {
  return Object.fromEntries(
    fields
      .map(({ name, kind, byDefault }) => [name, kind, (values[name] ?? '').trim() || byDefault] as const)
      .filter(([, , value]) => value !== '')
      .map(([name, kind, value]) => [name, kind === 'map' ? readMap(value) : value]),
  );
}
