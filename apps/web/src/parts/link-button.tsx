import { Button, type ButtonProps } from '@mantine/core';
import { createLink, type LinkProps } from '@tanstack/react-router';
import type { AnchorHTMLAttributes, ReactNode, Ref } from 'react';

interface AnchorProps extends ButtonProps, Omit<AnchorHTMLAttributes<HTMLAnchorElement>, keyof ButtonProps> {
  readonly ref?: Ref<HTMLAnchorElement>;
}

function ButtonAnchor(props: AnchorProps): ReactNode {
  return <Button component="a" {...props} />;
}

/** Where it can lead. */
export type LinkButtonTarget = NonNullable<LinkProps['to']>;

/** Looks like a button, leads like a link: can be opened in another tab. */
export const LinkButton = createLink(ButtonAnchor);
