import { defineEvent } from '../../module.ts'

/** Everything needed to check one issuance or retirement has been put together, for good. */
export const bundleAssembled = defineEvent<{ bundleId: string; subjectKind: string; subjectId: string }>(
  'reporting.bundleAssembled',
)
