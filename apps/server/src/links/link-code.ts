const linkCode = /^[A-Za-z0-9_-]{1,64}$/;

/** What a link's code can be; nothing else is looked up. */
export function isLinkCode(text: string): boolean {
  return linkCode.test(text);
}
