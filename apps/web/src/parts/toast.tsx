import { createContext, type ReactNode, use, useCallback, useEffect, useMemo, useRef, useState } from 'react';
import { useSay } from '../text/language.tsx';
import { shared } from '../texts/shared.ts';
import styles from './toast.module.css';

interface Toast {
  readonly id: number;
  readonly message: string;
  readonly tone: 'plain' | 'bad';
  readonly undo: (() => void) | null;
}

interface Toasts {
  /** Says what was done; with `undo`, it can be taken back for ten seconds. */
  readonly tell: (message: string, undo?: () => void) => void;
  readonly complain: (message: string) => void;
}

const ToastContext = createContext<Toasts | null>(null);
const shownMs = { plain: 4_000, bad: 8_000, undo: 10_000 } as const;

export function ToastProvider({ children }: { readonly children: ReactNode }): ReactNode {
  const [toasts, setToasts] = useState<readonly Toast[]>([]);
  const ids = useRef(0);
  const close = useCallback((id: number) => setToasts((all) => all.filter((toast) => toast.id !== id)), []);
  const add = useCallback((toast: Omit<Toast, 'id'>) => {
    ids.current += 1;
    const id = ids.current;
    setToasts((all) => [...all.slice(-2), { ...toast, id }]);
  }, []);
  const value = useMemo<Toasts>(
    () => ({
      tell: (message, undo) => add({ message, tone: 'plain', undo: undo ?? null }),
      complain: (message) => add({ message, tone: 'bad', undo: null }),
    }),
    [add],
  );
  return (
    <ToastContext value={value}>
      {children}
      <div className={styles.stack} role="status" aria-live="polite">
        {toasts.map((toast) => (
          <ToastLine key={toast.id} toast={toast} onClose={close} />
        ))}
      </div>
    </ToastContext>
  );
}

export function useToasts(): Toasts {
  const value = use(ToastContext);
  if (value === null) throw new Error('there is no place for toasts here');
  return value;
}

function ToastLine({ toast, onClose }: { readonly toast: Toast; readonly onClose: (id: number) => void }): ReactNode {
  const say = useSay();
  const { id, message, tone, undo } = toast;
  useEffect(() => {
    const timer = setTimeout(() => onClose(id), undo === null ? shownMs[tone] : shownMs.undo);
    return () => clearTimeout(timer);
  }, [id, onClose, tone, undo]);
  return (
    <div className={styles.toast} data-tone={tone}>
      <span>{message}</span>
      {undo !== null && (
        <button
          type="button"
          className={styles.undo}
          onClick={() => {
            undo();
            onClose(id);
          }}
        >
          {say(shared.undo)}
        </button>
      )}
      <button type="button" className={styles.close} aria-label={say(shared.close)} onClick={() => onClose(id)}>
        ×
      </button>
    </div>
  );
}
