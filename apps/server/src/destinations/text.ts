/** A text for people, in both languages: plain, and where something is wrong it says what to do. */
export interface Text {
  readonly ru: string;
  readonly en: string;
}
