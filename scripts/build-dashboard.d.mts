/** Answers the folder of the built dashboard. */
export function buildDashboard(): Promise<string>;
