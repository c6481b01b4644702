export type { Fault } from './stand-in/faults.ts';
export type { RecordedRequest } from './stand-in/request-log.ts';
export type { CounterSettings } from './yandex-metrica/counters.ts';
export type { AcceptedConversion, ObservedUpload } from './yandex-metrica/observations.ts';
export type { YandexMetricaOptions } from './yandex-metrica/options.ts';
export { startYandexMetrica, type YandexMetricaSimulator } from './yandex-metrica/simulator.ts';
