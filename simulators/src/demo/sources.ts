/** How the people of a source behave. Rates are shares from 0 to 1. */
export interface Audience {
  readonly starts: number;
  /** Of those who started: gone within a day. */
  readonly leavesAtOnce: number;
  /** Of those who did not: how long they stay on average. */
  readonly staysDays: number;
  readonly buys: number;
}

export interface Source {
  readonly name: string;
  readonly adSystem: 'yandex' | 'vk' | 'meta' | 'google' | 'telegram' | 'other';
  readonly utm: { readonly source: string; readonly medium: string; readonly campaign: string };
  /** What the ad system adds to the address. */
  readonly idName: string | null;
  /** Of people, on an average day. */
  readonly clicksPerDay: number;
  /** Clicks of machines for each click of a person. */
  readonly machines: number;
  readonly costPerClick: number;
  /** Posts: so many clicks come in the days after each, at one price. */
  readonly posts?: { readonly everyDays: number; readonly clicks: number; readonly price: number };
  readonly audience: Audience;
}

/** The bot of a language school. The last of its sources is nobody's: people who come by themselves. */
export const schoolSources: readonly Source[] = [
  {
    name: 'Яндекс.Директ · Поиск',
    adSystem: 'yandex',
    utm: { source: 'yandex', medium: 'cpc', campaign: 'search_english' },
    idName: 'yclid',
    clicksPerDay: 52,
    machines: 0.04,
    costPerClick: 34,
    audience: { starts: 0.36, leavesAtOnce: 0.12, staysDays: 150, buys: 0.035 },
  },
  {
    // Buys bots: machine clicks, and people who never start.
    name: 'Яндекс.Директ · РСЯ',
    adSystem: 'yandex',
    utm: { source: 'yandex', medium: 'cpm', campaign: 'rsya_broad' },
    idName: 'yclid',
    clicksPerDay: 58,
    machines: 0.9,
    costPerClick: 11,
    audience: { starts: 0.045, leavesAtOnce: 0.45, staysDays: 40, buys: 0.004 },
  },
  {
    // Cheap, and gone within a day.
    name: 'VK Реклама · Подарок',
    adSystem: 'vk',
    utm: { source: 'vk', medium: 'cpc', campaign: 'free_lesson' },
    idName: 'rb_clickid',
    clicksPerDay: 56,
    machines: 0.06,
    costPerClick: 9,
    audience: { starts: 0.38, leavesAtOnce: 0.62, staysDays: 35, buys: 0.005 },
  },
  {
    name: 'Instagram · Видео',
    adSystem: 'meta',
    utm: { source: 'instagram', medium: 'paid_social', campaign: 'video_teacher' },
    idName: 'fbclid',
    clicksPerDay: 28,
    machines: 0.1,
    costPerClick: 21,
    audience: { starts: 0.24, leavesAtOnce: 0.2, staysDays: 95, buys: 0.022 },
  },
  {
    name: 'Google · Поиск',
    adSystem: 'google',
    utm: { source: 'google', medium: 'cpc', campaign: 'search_en' },
    idName: 'gclid',
    clicksPerDay: 24,
    machines: 0.05,
    costPerClick: 27,
    audience: { starts: 0.27, leavesAtOnce: 0.16, staysDays: 120, buys: 0.026 },
  },
  {
    // Dear, and its people stay and buy.
    name: 'Telegram Ads',
    adSystem: 'telegram',
    utm: { source: 'telegram', medium: 'ads', campaign: 'channels_about_travel' },
    idName: null,
    clicksPerDay: 15,
    machines: 0.02,
    costPerClick: 96,
    audience: { starts: 0.52, leavesAtOnce: 0.04, staysDays: 420, buys: 0.095 },
  },
  {
    name: 'Блогер · пост Лены',
    adSystem: 'other',
    utm: { source: 'blogger', medium: 'post', campaign: 'lena_travels' },
    idName: null,
    clicksPerDay: 0.6,
    machines: 0.08,
    costPerClick: 0,
    posts: { everyDays: 56, clicks: 1_050, price: 42_000 },
    audience: { starts: 0.34, leavesAtOnce: 0.14, staysDays: 170, buys: 0.042 },
  },
];

/** People who type the bot's name, or press an old link that nobody knows any more. */
export const organic = {
  startsPerDay: 5.5,
  unknownShare: 0.15,
  audience: { starts: 1, leavesAtOnce: 0.08, staysDays: 260, buys: 0.055 },
} as const;

/** The private channel of the school. */
export const channelSources: readonly Source[] = [
  {
    name: 'Яндекс.Директ · Канал',
    adSystem: 'yandex',
    utm: { source: 'yandex', medium: 'cpc', campaign: 'channel' },
    idName: 'yclid',
    clicksPerDay: 9,
    machines: 0.05,
    costPerClick: 29,
    audience: { starts: 0.44, leavesAtOnce: 0.1, staysDays: 130, buys: 0 },
  },
  {
    name: 'Подборка каналов',
    adSystem: 'other',
    utm: { source: 'digest', medium: 'post', campaign: 'english_channels' },
    idName: null,
    clicksPerDay: 8,
    machines: 0.12,
    costPerClick: 12,
    audience: { starts: 0.5, leavesAtOnce: 0.3, staysDays: 60, buys: 0 },
  },
];

/** The same school's bot on MAX: younger and smaller. */
export const maxSources: readonly Source[] = [
  {
    name: 'VK Реклама · MAX',
    adSystem: 'vk',
    utm: { source: 'vk', medium: 'cpc', campaign: 'max_start' },
    idName: 'rb_clickid',
    clicksPerDay: 13,
    machines: 0.05,
    costPerClick: 8,
    audience: { starts: 0.31, leavesAtOnce: 0.25, staysDays: 80, buys: 0.012 },
  },
  {
    name: 'Яндекс.Директ · MAX',
    adSystem: 'yandex',
    utm: { source: 'yandex', medium: 'cpc', campaign: 'max_search' },
    idName: 'yclid',
    clicksPerDay: 9,
    machines: 0.04,
    costPerClick: 26,
    audience: { starts: 0.35, leavesAtOnce: 0.12, staysDays: 120, buys: 0.03 },
  },
];
