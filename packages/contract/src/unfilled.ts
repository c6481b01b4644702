/**
 * What a variable becomes in a request when its sender did not fill it in: the template itself, or the word of a language for nothing.
 * Constructors do that silently, so whoever sees one is told where it comes from. Sources: reference/payloads.md §2, §3, §8.
 */
interface Kind {
  readonly pattern: RegExp;
  /** Continues "…, got X: ". */
  readonly en: string;
  readonly ru: string;
}

const kinds: readonly Kind[] = [
  {
    pattern: /^\s*#\{.*\}\s*$/s,
    en: "SaleBot's template #{…} was not filled in: the variable is empty or its name is misspelt",
    ru: 'шаблон SaleBot #{…} не заполнен: переменная пуста или её имя написано с ошибкой',
  },
  {
    pattern: /^\s*\{%.*%\}\s*$/s,
    en: "BotHelp's template {%…%} was not filled in: there is no such field, or it is empty",
    ru: 'шаблон BotHelp {%…%} не заполнен: такого поля нет или оно пустое',
  },
  {
    pattern: /^\s*\{\{.*\}\}\s*$/s,
    en: 'the template {{…}} was not filled in: the constructor knows no such variable, or this block does not take variables',
    ru: 'шаблон {{…}} не заполнен: конструктор не знает такой переменной, или в этом блоке переменные не подставляются',
  },
  {
    pattern: /^\s*\$\{.*\}\s*$/s,
    en: 'a template of JavaScript was not filled in: it has to stand between backticks',
    ru: 'шаблон JavaScript не заполнен: он должен стоять в обратных кавычках',
  },
  {
    pattern: /^\s*\{[\p{L}_][\p{L}\p{N}_. ]{0,60}\}\s*$/u,
    en: 'the template {…} was not filled in: the constructor knows no such variable',
    ru: 'шаблон {…} не заполнен: конструктор не знает такой переменной',
  },
  {
    pattern: /^\s*%[\p{L}_][\p{L}\p{N}_.]{0,60}%\s*$/u,
    en: 'the template %…% was not filled in: the constructor knows no such variable',
    ru: 'шаблон %…% не заполнен: конструктор не знает такой переменной',
  },
  {
    pattern: /^\s*None\s*$/,
    en: 'None is what Python writes for an empty variable: leave the field out, or send null',
    ru: 'None пишет Python вместо пустой переменной: не передавайте поле или передайте null',
  },
  {
    pattern: /^\s*(undefined|NaN|\[object Object\])\s*$/,
    en: 'this is what JavaScript writes for a variable that is empty or no text: leave the field out, or send null',
    ru: 'так JavaScript пишет переменную, которая пуста или не текст: не передавайте поле или передайте null',
  },
  {
    pattern: /^\s*(null|nil)\s*$/,
    en: 'this is an empty variable written as a word: leave the field out, or send null without quotes',
    ru: 'это пустая переменная, записанная словом: не передавайте поле или передайте null без кавычек',
  },
];

export interface Unfilled {
  readonly en: string;
  readonly ru: string;
}

/** The likely cause, where a value is nothing but what a sender left unfilled. */
export function findUnfilled(value: unknown): Unfilled | undefined {
  return typeof value === 'string' ? kinds.find(({ pattern }) => pattern.test(value)) : undefined;
}

export function isUnfilledTemplate(value: unknown): boolean {
  return findUnfilled(value) !== undefined;
}

/** Whether there is a template somewhere in a text: a name such as `lead_{{step}}` was not meant. */
export function holdsTemplate(text: string): boolean {
  return /#\{[^{}]*\}|\{\{[^{}]*\}\}|\{%[^{}%]*%\}|\$\{[^{}]*\}/.test(text);
}
