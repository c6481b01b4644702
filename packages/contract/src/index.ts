export * from './errors.ts';
export * from './fields.ts';
export * from './names.ts';
export * from './unfilled.ts';
