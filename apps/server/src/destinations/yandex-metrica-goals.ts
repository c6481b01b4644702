import { Type } from 'typebox';
import { Check } from 'typebox/value';
import { jsonOf } from './answer.ts';
import type { PlatformGoals } from './platform-goals.ts';
import { yandexMetricaFailure } from './yandex-metrica-failures.ts';
import { type YandexMetricaSettings, yandexGoalsGet, yandexGoalsPost } from './yandex-metrica-request.ts';

const condition = Type.Object({ type: Type.String(), url: Type.String() });
const goals = Type.Object({
  goals: Type.Array(Type.Object({ type: Type.String(), conditions: Type.Optional(Type.Array(condition)) })),
});
const made = Type.Object({ goal: Type.Object({ id: Type.Union([Type.Integer(), Type.String()]) }) });
const unreadable = { class: 'retryable', afterSeconds: null, reason: 'answer_unreadable', detail: '' } as const;

/**
 * Goals of a counter. Offline conversions count for JavaScript events (`action`) whose condition is `exact`. Source:
 * yandex.ru/dev/metrika/management/openapi/goal, addgoal-example; reference/adplatforms.md §2.2.
 */
export const yandexMetricaGoals: PlatformGoals<YandexMetricaSettings> = {
  list: (settings, context) => yandexGoalsGet(settings, context),
  readList(answer, nowMs) {
    if (answer.status !== 200) return yandexMetricaFailure(answer, nowMs);
    const body = jsonOf(answer);
    if (!Check(goals, body)) return unreadable;
    const events = body.goals.filter(({ type }) => type === 'action');
    const there = events.flatMap(({ conditions = [] }) =>
      conditions.map(({ type, url: identifier }) => ({ identifier, fits: type === 'exact' })),
    );
    return { class: 'goals', goals: there };
  },
  make(identifier, settings, context) {
    const goal = { name: identifier, type: 'action', conditions: [{ type: 'exact', url: identifier }] };
    return yandexGoalsPost(settings, context, JSON.stringify({ goal }));
  },
  readMade(answer, nowMs) {
    if (answer.status !== 200 && answer.status !== 201) return yandexMetricaFailure(answer, nowMs);
    return Check(made, jsonOf(answer)) ? { class: 'made' } : unreadable;
  },
};
