/** What an actor may want to do with a subject. */
export const ACTIONS = {
  READ: 'See it.',
  CREATE: 'Add one.',
  UPDATE: 'Change it.',
  DELETE: 'Remove it.',
  EXPORT: 'Take it away as a file.',
  ERASE: 'Destroy it for good, with its traces.',
} as const;

export type Action = keyof typeof ACTIONS;

export const ACTION_NAMES = Object.keys(ACTIONS) as readonly Action[];
