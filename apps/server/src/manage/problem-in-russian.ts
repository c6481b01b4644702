import type { Static } from 'typebox';
import { expectedInRussian } from './expected-texts.ts';
import { type ProblemAnswer, type ProblemName, problems } from './problem.ts';

/** Whether whoever calls wants Russian first: the dashboard says so in the language it is read in. */
export function wantsRussian(acceptLanguage: string | undefined): boolean {
  return /^\s*ru\b/i.test(acceptLanguage ?? '');
}

const titles: Readonly<Record<ProblemName, string>> = {
  bad_request: 'Запрос не в порядке',
  unauthorized: 'Нужен действующий токен или вход',
  forbidden: 'Нельзя',
  not_found: 'Такого нет',
  conflict: 'Противоречит тому, что записано',
  too_large: 'Тело слишком велико',
  unsupported_media_type: 'Тело должно быть JSON',
  too_many: 'Слишком много попыток',
  internal: 'Ошибка сервера',
  unavailable: 'Хранилище сейчас недоступно',
};

/** What forms of the dashboard can come upon; the rest stays in English behind its title. */
const details: ReadonlyArray<readonly [RegExp, (found: readonly string[]) => string]> = [
  [/^the code (".*") is taken by another link$/, ([, code]) => `код ${code} занят другой ссылкой`],
  [/^the project has no working key yet/, () => 'в проекте ещё нет рабочего ключа: сначала создайте его'],
  [/^a workspace needs an owner/, () => 'нужен хотя бы один владелец: сначала сделайте владельцем кого-то ещё'],
  [/^token: this invitation is not known/, () => 'приглашение неизвестно, использовано или закончилось'],
  [/^email: the invitation is for another/, () => 'приглашение выписано на другую почту'],
  [/^password: this address has an account/, () => 'у этой почты уже есть учётная запись с другим паролем'],
  [/^there is an owner already/, () => 'владелец уже есть: войдите или попросите у него приглашение'],
  [/^token: this link is not known/, () => 'эта ссылка неизвестна; новую сервер печатает при запуске'],
  [/^its body is gone/, () => 'тело удалено: человека стёрли по его просьбе'],
  [
    /^this destination knows no signing in/,
    () => 'войти через эту систему нельзя, или её настройки надо ввести заново',
  ],
  [/^this ad system has no goals that can be made/, () => 'создать цели вызовом здесь нельзя: создайте их вручную'],
  [/^a channel has no start that could be played/, () => 'у канала нет старта, который можно разыграть'],
  [/^this takes the role (\w+)/, ([, role = '']) => `нужна роль: ${roles[role] ?? role}`],
  [/^reference (\S+)$/, ([, reference]) => `номер в журнале сервера: ${reference}`],
];
const roles: Readonly<Record<string, string>> = { owner: 'владелец', editor: 'редактор', viewer: 'наблюдатель' };

export function problemInRussian(answer: Static<typeof ProblemAnswer>): Static<typeof ProblemAnswer> {
  const name = Object.keys(problems).find((one): one is ProblemName => answer.type.endsWith(`:${one}`));
  const title = name === undefined ? answer.title : titles[name];
  const errors = answer.errors?.map(({ field, expected }) => ({ field, expected: expectedInRussian(expected) }));
  if (errors !== undefined && name === 'bad_request') {
    return {
      ...answer,
      title,
      detail: errors.map((one) => `${one.field}: нужно – ${one.expected}`).join('; '),
      errors,
    };
  }
  return { ...answer, title, detail: detailInRussian(answer.detail), ...(errors === undefined ? {} : { errors }) };
}

function detailInRussian(detail: string): string {
  for (const [pattern, say] of details) {
    const found = pattern.exec(detail);
    if (found !== null) return say(found);
  }
  return detail;
}
