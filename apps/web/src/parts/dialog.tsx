import { Modal, type ModalProps } from '@mantine/core';
import type { ReactNode } from 'react';
import { useSay } from '../text/language.tsx';
import { shared } from '../texts/shared.ts';

/** A window over the page, whose cross has a name. */
export function Dialog(props: ModalProps): ReactNode {
  const say = useSay();
  return <Modal closeButtonProps={{ 'aria-label': say(shared.close) }} {...props} />;
}
