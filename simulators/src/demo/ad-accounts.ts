import type { SampleAccount } from '../sample-accounts.ts';
import { schoolGoals } from './life.ts';

export interface AdAccounts {
  /** Bodies of `POST /api/v1/projects/:id/destinations`. */
  readonly destinations: readonly object[];
  /** A token is refused and a counter deleted from now on. */
  breakTwo(): void;
}

const school = {
  counter: '48151623',
  landing: '42108',
  pixel: '3590042',
  dataset: '9876543210',
  account: '4815162342',
} as const;
/** At Google a lesson and the webinar are what a lead is for the others. */
const actions = {
  start: '7654321',
  lead: '7654322',
  [schoolGoals.lesson]: '7654323',
  [schoolGoals.webinar]: '7654324',
};
const goals = { start: 'bot_start', events: { sale: 'purchase' } };

/** The school's own accounts at the stand-ins, apart from those of the walk. */
export function startAdAccounts(accounts: readonly SampleAccount[]): AdAccounts {
  const of = (type: string): SampleAccount => {
    const found = accounts.find(({ destination }) => destination.type === type);
    if (found === undefined) throw new Error(`there is no stand-in of ${type}`);
    return found;
  };
  const yandex = of('yandex_metrica');
  const google = of('google_ads');
  const token = 'y0_SCHOOL';
  const told = Object.values(schoolGoals);
  for (const id of [school.counter, school.landing]) {
    yandex.open({ id, login: 'anna', token, goals: ['bot_start', 'purchase', ...told] });
  }
  of('vk_ads').open({ id: school.pixel, goals: ['startBot', 'purchase', ...told] });
  google.open({ id: school.account, token: 'refresh_SCHOOL', goals: Object.values(actions) });
  of('meta_capi').open({ id: school.dataset, token: 'EAAB_SCHOOL' });
  return {
    destinations: [
      { type: 'yandex_metrica', name: 'Метрика', settings: { counter_id: school.counter, oauth_token: token }, goals },
      {
        type: 'yandex_metrica',
        name: 'Метрика лендинга',
        settings: { counter_id: school.landing, oauth_token: token },
        goals: { start: 'bot_start' },
      },
      {
        type: 'vk_ads',
        name: 'VK Реклама',
        settings: { pixel_id: school.pixel },
        goals: { start: 'startBot', events: { sale: 'purchase' } },
      },
      {
        type: 'meta_capi',
        name: 'Meta',
        settings: { dataset_id: school.dataset, access_token: 'EAAB_SCHOOL' },
        goals: { start: 'Lead', events: { sale: 'Purchase' } },
      },
      {
        ...google.destination,
        name: 'Google Реклама',
        settings: {
          ...google.destination.settings,
          operating_account_id: school.account,
          refresh_token: 'refresh_SCHOOL',
          conversion_actions: actions,
        },
        goals: { start: 'start', events: { sale: 'lead' } },
      },
    ],
    breakTwo() {
      of('meta_capi').shut('EAAB_SCHOOL');
      yandex.shut(school.landing);
    },
  };
}
