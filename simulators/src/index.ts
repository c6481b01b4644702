export type { CounterSettings } from './yandex-metrica/counters.ts';
export type { Fault } from './yandex-metrica/faults.ts';
export type { AcceptedConversion, ObservedUpload } from './yandex-metrica/observations.ts';
export type { YandexMetricaOptions } from './yandex-metrica/options.ts';
export type { RecordedRequest } from './yandex-metrica/request-log.ts';
export { startYandexMetrica, type YandexMetricaSimulator } from './yandex-metrica/simulator.ts';
