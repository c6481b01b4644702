export { readBuiltFiles } from './built-files.ts';
export { type DashboardDependencies, dashboardRoutes } from './routes.ts';
