import { setNonce } from 'get-nonce';

/** Of this answer of the server: styles that scripts make need it (`apps/server/src/dashboard/page.ts`). */
export const nonce = document.querySelector<HTMLMetaElement>('meta[name="csp-nonce"]')?.content ?? '';

// The lock on scrolling under a modal window makes a style of its own.
setNonce(nonce);
