export { CallFailed } from './call-failed.ts';
export { Delivery } from './delivery.ts';
export { freeDestination } from './free-destination.ts';
export { guardedCall } from './guarded-call.ts';
export { httpCall } from './http-call.ts';
export { selectLagSeconds } from './lag.ts';
export type { Call, DeliveryOptions } from './options.ts';
export { type TestReport, testDestination } from './test-destination.ts';
export { Tokens } from './token-memory.ts';
