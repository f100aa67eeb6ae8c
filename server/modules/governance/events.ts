import { defineEvent } from '../../module.ts'

export const parameterVersionAnnounced = defineEvent<{ key: string; version: number; effectiveFrom: string }>(
  'governance.parameterVersionAnnounced',
)
export const indicatorRecorded = defineEvent<{ indicatorId: string; key: string; subject: string; asOf: string }>(
  'governance.indicatorRecorded',
)
