import { defineEvent } from '../../module.ts'

/** A quantification was run and stored. */
export const quantificationRecorded = defineEvent<{ quantificationId: string; projectId: string }>(
  'quantification.recorded',
)
