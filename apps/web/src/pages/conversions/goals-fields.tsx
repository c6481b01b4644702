import { Button, TextInput } from '@mantine/core';
import { type ReactNode, useState } from 'react';
import type { Goals, Project } from '../../api/schema.gen.ts';
import formStyles from '../../parts/form.module.css';
import { useSay } from '../../text/language.tsx';
import { conversionsTexts } from '../../texts/conversions.ts';

interface GoalsFieldsProps {
  readonly kind: Project['kind'];
  readonly goals: Goals;
  readonly onChange: (goals: Goals) => void;
}

const singles = {
  bot: [
    ['start', conversionsTexts.goalStart],
    ['leave', conversionsTexts.goalLeave],
    ['press', conversionsTexts.goalPress],
    ['open', conversionsTexts.goalOpen],
  ],
  channel: [
    ['join', conversionsTexts.goalJoin],
    ['leave', conversionsTexts.goalLeave],
    ['press', conversionsTexts.goalPress],
  ],
} as const;

/** Which goal of the ad system is told for what happened. */
export function GoalsFields({ kind, goals, onChange }: GoalsFieldsProps): ReactNode {
  const say = useSay();
  const [lines, setLines] = useState<readonly (readonly [string, string])[]>(Object.entries(goals.events ?? {}));
  const put = (name: 'start' | 'join' | 'press' | 'open' | 'leave', goal: string): void => {
    const { [name]: _, ...rest } = goals;
    onChange(goal === '' ? rest : { ...rest, [name]: goal });
  };
  const putStay = (goal: string, hours: number): void => {
    const { stay: _, ...rest } = goals;
    onChange(goal === '' ? rest : { ...rest, stay: { goal, after_hours: hours } });
  };
  const putEvents = (next: readonly (readonly [string, string])[]): void => {
    setLines(next);
    const { events: _, ...rest } = goals;
    const named = next.filter(([type, goal]) => type !== '' && goal !== '');
    onChange(named.length === 0 ? rest : { ...rest, events: Object.fromEntries(named) });
  };
  return (
    <fieldset className={formStyles.group}>
      <legend>
        {say(conversionsTexts.goals)}. {say(conversionsTexts.goalsHint)}
      </legend>
      <div className={formStyles.form}>
        <div className={formStyles.row}>
          {singles[kind].map(([name, label]) => (
            <TextInput
              key={name}
              label={say(label)}
              placeholder={name === 'start' ? 'bot_start' : ''}
              value={goals[name] ?? ''}
              onChange={(event) => put(name, event.currentTarget.value.trim())}
            />
          ))}
        </div>
        <div className={formStyles.row}>
          <TextInput
            label={say(conversionsTexts.goalStay)}
            value={goals.stay?.goal ?? ''}
            onChange={(event) => putStay(event.currentTarget.value.trim(), goals.stay?.after_hours ?? 24)}
          />
          <TextInput
            label={say(conversionsTexts.stayHours)}
            inputMode="numeric"
            disabled={goals.stay === undefined}
            value={String(goals.stay?.after_hours ?? 24)}
            onChange={(event) => putStay(goals.stay?.goal ?? '', Number(event.currentTarget.value) || 24)}
          />
        </div>
        {lines.map(([type, goal], index) => (
          // biome-ignore lint/suspicious/noArrayIndexKey: lines are told apart by their place
          <div key={index} className={formStyles.row}>
            <TextInput
              label={say(conversionsTexts.eventType)}
              value={type}
              onChange={(event) => putEvents(lines.with(index, [event.currentTarget.value.trim(), goal]))}
            />
            <TextInput
              label={say(conversionsTexts.goal)}
              value={goal}
              onChange={(event) => putEvents(lines.with(index, [type, event.currentTarget.value.trim()]))}
            />
          </div>
        ))}
        <div>
          <Button size="compact-sm" variant="default" onClick={() => putEvents([...lines, ['', '']])}>
            {say(conversionsTexts.addEvent)}
          </Button>
        </div>
      </div>
    </fieldset>
  );
}
