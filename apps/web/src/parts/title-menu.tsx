import { Menu, UnstyledButton } from '@mantine/core';
import type { ReactNode } from 'react';
import { Icon } from './icon.tsx';
import styles from './title-menu.module.css';

interface TitleMenuProps<Value extends string> {
  readonly value: Value;
  readonly options: readonly { readonly value: Value; readonly label: string }[];
  readonly onChange: (value: Value) => void;
}

/** A heading that says what is shown, and can be asked for something else. */
export function TitleMenu<Value extends string>({ value, options, onChange }: TitleMenuProps<Value>): ReactNode {
  return (
    <Menu>
      <Menu.Target>
        <UnstyledButton className={styles.title}>
          {options.find((option) => option.value === value)?.label}
          <Icon name="down" size={14} />
        </UnstyledButton>
      </Menu.Target>
      <Menu.Dropdown>
        {options.map((option) => (
          <Menu.Item
            key={option.value}
            rightSection={option.value === value ? <Icon name="check" size={14} /> : null}
            onClick={() => onChange(option.value)}
          >
            {option.label}
          </Menu.Item>
        ))}
      </Menu.Dropdown>
    </Menu>
  );
}
