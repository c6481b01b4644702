const knownMax = 1_000;

/**
 * Says once of each link and page that the link is not there, so that who looks into the log finds the page, and nobody can fill it. After so
 * many it begins anew.
 */
export function unknownLinks(
  say: (code: string, page: string | null) => void,
): (code: string, page: string | null) => void {
  const said = new Set<string>();
  return (code, page) => {
    const site = page === null ? null : (URL.parse(page)?.origin ?? null);
    const key = `${code} ${site}`;
    if (said.has(key)) return;
    if (said.size === knownMax) said.clear();
    said.add(key);
    say(code, site);
  };
}
