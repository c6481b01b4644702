/** Text with macros such as `{click_id}`, which an owner writes and each conversion fills in. */

/** A macro stands for a text; null: there is nothing to say. */
export type MacroValues = Readonly<Record<string, string | null>>;

const macro = /\{([a-z_][a-z0-9_]*)\}/gi;

/** Names of the macros in a text, as they stand there. */
export function macrosIn(text: string): readonly string[] {
  return [...text.matchAll(macro)].map(([, name = '']) => name);
}

/** As part of an address or a form: encoded, so that a value can neither end its parameter nor begin another. */
export function fillAddress(text: string, values: MacroValues): string {
  return fill(text, values, (value) => encodeURIComponent(value ?? ''));
}

/** As a header or plain text: what cannot stand in one line is left out. */
export function fillLine(text: string, values: MacroValues): string {
  // biome-ignore lint/suspicious/noControlCharactersInRegex: they are what is left out
  return fill(text, values, (value) => (value ?? '').replaceAll(/[\u0000-\u001f\u007f]/g, ''));
}

const jsonNumber = /^-?(0|[1-9]\d*)(\.\d+)?$/;

/**
 * As part of a JSON text: within quotes the value is escaped; standing alone it is a number where it looks like one, else a text,
 * and null where there is nothing to say.
 */
export function fillJson(text: string, values: MacroValues): string {
  let filled = '';
  let quoted = false;
  for (let at = 0; at < text.length; ) {
    const [whole, name] = macroAt(text, at);
    if (name !== null) {
      const value = values[name] ?? null;
      filled += quoted ? JSON.stringify(value ?? '').slice(1, -1) : alone(value);
      at += whole.length;
      continue;
    }
    const character = text[at] ?? '';
    // An escaped character is never the end of a text.
    const length = quoted && character === '\\' ? 2 : 1;
    if (character === '"') quoted = !quoted;
    filled += text.slice(at, at + length);
    at += length;
  }
  return filled;
}

function alone(value: string | null): string {
  return value !== null && jsonNumber.test(value) ? value : JSON.stringify(value);
}

function macroAt(text: string, at: number): readonly [string, string | null] {
  if (text[at] !== '{') return ['', null];
  const found = /^\{([a-z_][a-z0-9_]*)\}/i.exec(text.slice(at, at + 66));
  return found === null ? ['', null] : [found[0], found[1] ?? null];
}

function fill(text: string, values: MacroValues, spell: (value: string | null) => string): string {
  return text.replaceAll(macro, (_, name: string) => spell(values[name] ?? null));
}
