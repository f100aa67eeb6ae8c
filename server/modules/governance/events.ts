import { defineEvent } from '../../module.ts'

export const parameterVersionAnnounced = defineEvent<{ key: string; version: number; effectiveFrom: string }>(
  'governance.parameterVersionAnnounced',
)
export const indicatorRecorded = defineEvent<{ indicatorId: string; key: string; subject: string; asOf: string }>(
  'governance.indicatorRecorded',
)
export const parameterVersionDecided = defineEvent<{ key: string; version: number; decision: string }>(
  'governance.parameterVersionDecided',
)
export const mandateGranted = defineEvent<{ mandateId: string; partyId: string; authority: string }>(
  'governance.mandateGranted',
)
export const mandateRevoked = defineEvent<{ mandateId: string; partyId: string; authority: string }>(
  'governance.mandateRevoked',
)
