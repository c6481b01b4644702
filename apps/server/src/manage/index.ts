export type { ManageDependencies } from './dependencies.ts';
export { manageRoutes } from './routes.ts';
