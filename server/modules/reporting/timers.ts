import { reporting } from '@assay/domain/programmes/reporting.ts'
import type { Timer } from '../../module.ts'
import { anchorWhenDue } from './anchorTreeHead.ts'
import { assembleBundles } from './assembleBundles.ts'
import { sequenceEntries } from './sequenceEntries.ts'

export const timers: readonly Timer[] = [
  {
    name: 'reporting.sequenceAuditLog',
    everySeconds: 1,
    async run(context) {
      await sequenceEntries(context)
    },
  },
  {
    name: 'reporting.anchorAuditLog',
    everySeconds: 10,
    run: (context) => anchorWhenDue(context, context.parameters.get(reporting.auditLog.anchorIntervalSeconds)),
  },
  { name: 'reporting.assembleBundles', everySeconds: 1, run: assembleBundles },
]
