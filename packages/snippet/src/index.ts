import { readFileSync } from 'node:fs';

/** Put into the scripts' text in place of this name. */
export const settingsName = 'OTKUDA_SETTINGS';

/**
 * The scripts as browsers get them, but for their settings. Plain JavaScript, served as it is written: there is no build that could
 * fail, and no dependency.
 */
export const landingScript = read('landing.js');
export const pageScript = read('page.js');

function read(name: string): string {
  // What is written for its readers is not for visitors to load: whole lines of comment, and the room before a line.
  return readFileSync(new URL(name, import.meta.url), 'utf8')
    .replace(/^\s*\/\*\*?[\s\S]*?\*\/\n/gm, '')
    .replace(/^\s*\/\/.*\n/gm, '')
    .replace(/^\s+/gm, '');
}
