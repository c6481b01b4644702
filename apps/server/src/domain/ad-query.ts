import { isIdName, isMarkName } from './click-marks.ts';

/**
 * The query of an address that an ad led to. Marks are put together by hand and by several systems, so a second `?` where an `&`
 * should be, and `&amp;` of a copied page, are read as what they were meant to be: before a name that is known. Anywhere else a
 * question mark is text.
 */
export function adQuery(address: string): URLSearchParams {
  const begin = address.indexOf('?');
  if (begin < 0) return new URLSearchParams();
  const end = address.indexOf('#', begin);
  const query = end < 0 ? address.slice(begin + 1) : address.slice(begin + 1, end);
  return new URLSearchParams(/[?;]/.test(query) ? healed(query) : query);
}

function healed(query: string): string {
  return query
    .replaceAll('&amp;', '&')
    .replace(/[?]+([A-Za-z_][\w.-]*)(?==)/g, (all, name: string) =>
      isMarkName(name) || isIdName(name) ? `&${name}` : all,
    );
}
