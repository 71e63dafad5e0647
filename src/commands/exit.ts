/** What a command ends with, for scripts. */
export const EXIT = {
  ok: 0,
  /** It was done, and the outcome is an error. */
  failed: 1,
  /** The command line is wrong; nothing was sent anywhere. */
  usage: 2,
  /** What there was to say could not be written (`EX_IOERR`). */
  unwritten: 74,
  /** The settings are missing, wrong or do not fit the cluster (`EX_CONFIG`). */
  settings: 78,
} as const;
