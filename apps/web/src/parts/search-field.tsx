import { TextInput } from '@mantine/core';
import { useDebouncedCallback } from '@mantine/hooks';
import { type ReactNode, useState } from 'react';
import { useSay } from '../text/language.tsx';
import { shared } from '../texts/shared.ts';
import { Icon } from './icon.tsx';

interface SearchFieldProps {
  readonly value: string;
  readonly label?: string;
  readonly onChange: (value: string) => void;
}

/** Asks when somebody pauses, not with every letter. `/` goes here. */
export function SearchField({ value, label, onChange }: SearchFieldProps): ReactNode {
  const say = useSay();
  const [typed, setTyped] = useState(value);
  const ask = useDebouncedCallback(onChange, 250);
  const name = label ?? say(shared.search);
  return (
    <TextInput
      data-search
      type="search"
      aria-label={name}
      placeholder={name}
      leftSection={<Icon name="search" size={16} />}
      value={typed}
      onChange={(event) => {
        setTyped(event.currentTarget.value);
        ask(event.currentTarget.value);
      }}
      onKeyDown={(event) => event.key === 'Escape' && event.currentTarget.blur()}
    />
  );
}
