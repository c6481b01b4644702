import type { LinkConfig } from '../../directory/config-types.ts';
import { isMessengerAddress } from '../target.ts';

/** Where visitors of a page go on to. A link that leads to the page itself says nothing about that: then it is the project's bot or channel. */
export function messengerTarget({ target }: Pick<LinkConfig, 'target'>): string | null {
  return target !== null && isMessengerAddress(target) ? target : null;
}
