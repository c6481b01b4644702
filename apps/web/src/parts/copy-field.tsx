import { Button } from '@mantine/core';
import { type ReactNode, useState } from 'react';
import { useSay } from '../text/language.tsx';
import { shared } from '../texts/shared.ts';
import styles from './copy-field.module.css';
import { Icon } from './icon.tsx';

interface CopyFieldProps {
  readonly value: string;
  /** What it is, for a screen reader. */
  readonly label: string;
}

/** An address or a key to take away. */
export function CopyField({ value, label }: CopyFieldProps): ReactNode {
  return (
    <div className={styles.field}>
      <input
        className={styles.value}
        readOnly
        value={value}
        aria-label={label}
        onFocus={(event) => event.target.select()}
      />
      <CopyButton value={value} />
    </div>
  );
}

export function CopyButton({ value, small = false }: { readonly value: string; readonly small?: boolean }): ReactNode {
  const say = useSay();
  const [copied, setCopied] = useState(false);
  const copy = (): void => {
    void navigator.clipboard.writeText(value).then(() => {
      setCopied(true);
      setTimeout(() => setCopied(false), 2_000);
    });
  };
  return (
    <Button
      variant="default"
      size={small ? 'compact-sm' : 'sm'}
      leftSection={<Icon name={copied ? 'check' : 'copy'} size={16} />}
      onClick={copy}
    >
      {say(copied ? shared.copied : shared.copy)}
    </Button>
  );
}
