/** One thing that the doctor looked at. */
export interface Check {
  readonly name: string;
  /** Missing and wrong: something that a user may want does not work. Note: worth knowing, nothing amiss. */
  readonly status: 'ok' | 'missing' | 'wrong' | 'note';
  /** What was found. */
  readonly detail: string;
  /** What to type or do. */
  readonly advice?: string;
  /** `proefpas run` does not work unless this is there. */
  readonly required?: true;
}
