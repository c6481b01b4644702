import type { ReactNode } from 'react';
import { ConfirmByName } from '../../parts/confirm.tsx';
import { useSay } from '../../text/language.tsx';
import type { Text } from '../../text/text.ts';
import { settingsTexts } from '../../texts/settings.ts';
import type { AnyKey } from './key-line.tsx';

interface RevokeKeyProps {
  /** Null: nobody asks. */
  readonly revoking: AnyKey | null;
  readonly texts: { readonly revokeTitle: Text; readonly revokeLoss: Text };
  readonly busy: boolean;
  readonly onRevoke: (key: AnyKey) => void;
  readonly onClose: () => void;
}

/** Asks before a key stops to work for good. */
export function RevokeKey({ revoking, texts, busy, onRevoke, onClose }: RevokeKeyProps): ReactNode {
  const say = useSay();
  if (revoking === null) return null;
  return (
    <ConfirmByName
      opened
      title={say(texts.revokeTitle)}
      loss={say(texts.revokeLoss)}
      name={revoking.key_hint}
      action={say(settingsTexts.revoke)}
      busy={busy}
      onClose={onClose}
      onConfirm={() => onRevoke(revoking)}
    />
  );
}
