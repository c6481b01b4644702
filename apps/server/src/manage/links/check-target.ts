export const targetExpected =
  'an address that begins with https://, http:// or tg://, without a user name or password in it';

/** Whether a visitor may be sent there: no scripts, no credentials that would leak into logs. */
export function isTarget(address: string): boolean {
  // biome-ignore lint/suspicious/noControlCharactersInRegex: they are what is refused
  if (/[\u0000-\u0020\u007f]/.test(address) || !/^(https?|tg):\/\//i.test(address)) return false;
  const url = URL.parse(address);
  return url !== null && url.username === '' && url.password === '' && url.hostname !== '';
}

/** As it can stand in a `Location` header: letters beyond ASCII are escaped, everything else stays as it was given. */
export function asHeader(address: string): string {
  return /^[\x21-\x7e]*$/.test(address) ? address : new URL(address).href;
}
