import type { ReactNode } from 'react';
import styles from './form.module.css';

interface EditFormProps {
  readonly canEdit: boolean;
  readonly onSubmit: () => void;
  readonly children: ReactNode;
}

/** A form that whoever may not change anything reads. */
export function EditForm({ canEdit, onSubmit, children }: EditFormProps): ReactNode {
  return (
    <form
      onSubmit={(event) => {
        event.preventDefault();
        onSubmit();
      }}
    >
      <fieldset className={`${styles.form} ${styles.group}`} disabled={!canEdit}>
        {children}
      </fieldset>
    </form>
  );
}
