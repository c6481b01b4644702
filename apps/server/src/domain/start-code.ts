import { formatUuid } from './uuid.ts';

/** The code that a deep link carries for a click: `PJ` and the 32 hexadecimal digits of its id (34 of Telegram's 64 characters). */
export function startCodeOf(clickId: string): string {
  return `PJ${clickId.replaceAll('-', '')}`;
}

export type StartValue =
  | { readonly kind: 'empty' }
  | { readonly kind: 'auto_detect' }
  | { readonly kind: 'code'; readonly clickId: string }
  | { readonly kind: 'foreign' };

/**
 * What the parameter of a start says. Clients send the code with a `tgtrack-` prefix in any case; whatever is no code of ours is
 * foreign and kept as it came: people type anything behind /start.
 */
export function readStartValue(value: string): StartValue {
  const text = value.trim();
  if (text === '') return { kind: 'empty' };
  if (text.toLowerCase() === 'auto_detect') return { kind: 'auto_detect' };
  const code = /^(?:tgtrack-)?PJ([0-9a-f]{32})$/i.exec(text)?.[1];
  return code === undefined ? { kind: 'foreign' } : { kind: 'code', clickId: formatUuid(code.toLowerCase()) };
}
