/** One thing that the doctor looked at. */
export interface Check {
  readonly name: string;
  /** Missing: something that a user may want does not work. Note: worth knowing, nothing to do. */
  readonly status: 'ok' | 'missing' | 'note';
  /** What was found. */
  readonly detail: string;
  /** What to type or do. */
  readonly advice?: string;
  /** `proefpas run` does not work unless this is there. */
  readonly required?: true;
}
