/** What reports have to know of a project. */
export interface ReportProject {
  readonly projectId: string;
  readonly timeZone: string;
  readonly currency: string;
}
