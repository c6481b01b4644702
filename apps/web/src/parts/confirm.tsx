import { Button, TextInput } from '@mantine/core';
import { type ReactNode, useState } from 'react';
import { useSay } from '../text/language.tsx';
import { shared } from '../texts/shared.ts';
import { Dialog } from './dialog.tsx';
import styles from './form.module.css';

interface ConfirmProps {
  readonly opened: boolean;
  readonly title: string;
  /** What will be lost. */
  readonly loss: string;
  /** To be typed, so that nobody does it in passing. */
  readonly name: string;
  readonly action: string;
  readonly busy: boolean;
  readonly onConfirm: () => void;
  readonly onClose: () => void;
}

/** For what cannot be taken back. */
export function ConfirmByName(props: ConfirmProps): ReactNode {
  const { opened, title, loss, name, action, busy, onConfirm, onClose } = props;
  const say = useSay();
  const [typed, setTyped] = useState('');
  const close = (): void => {
    setTyped('');
    onClose();
  };
  return (
    <Dialog opened={opened} onClose={close} title={title}>
      <form
        className={styles.form}
        onSubmit={(event) => {
          event.preventDefault();
          onConfirm();
        }}
      >
        <p>{loss}</p>
        <TextInput
          label={say(shared.typeToConfirm, { name })}
          value={typed}
          onChange={(event) => setTyped(event.currentTarget.value)}
          autoComplete="off"
          data-autofocus
        />
        <div className={styles.buttons}>
          <Button variant="default" onClick={close}>
            {say(shared.cancel)}
          </Button>
          <Button type="submit" color="red" disabled={typed.trim() !== name.trim()} loading={busy}>
            {action}
          </Button>
        </div>
      </form>
    </Dialog>
  );
}
